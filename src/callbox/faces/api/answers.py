"""What the API answers when it says no: one JSON shape, in the caller's language, and never a value that was sent."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Schema
from ninja.errors import HttpError, ValidationError
from pydantic import ConfigDict, Field

from callbox.kernel.chain import Json, plain
from callbox.kernel.checks import TEXT_MAX
from callbox.kernel.facts import Plain, Refused
from callbox.kernel.harmless import in_one_line
from callbox.kernel.idempotency import KEY_MAX
from callbox.kernel.words import language_of, refusal


class Refusal(Schema):
    """Why not: a code for programs, one line for people, the field it is about, and what fills the line."""

    model_config = ConfigDict(title="Refusal", extra="forbid")

    code: str
    message: str
    field: str | None = None
    details: dict[str, Any] = Field(default_factory=dict)


STATUSES: Mapping[str, int] = {
    "sign_in.needed": 401,
    "sign_in.no_post": 403,
    "not_allowed": 403,
    "http.csrf": 403,
    "not_found": 404,
    "act.unknown": 404,
    "http.not_found": 404,
    "http.method": 405,
    "body.slow": 408,
    "body.large": 413,
    "body.type": 415,
    "body.unreadable": 400,
    "http.refused": 400,
    "http.broken": 500,
    "overloaded": 503,
}
# Faults of what was sent; every other code is a rule that speaks against it as things stand.
UNFIT = re.compile(r"(field|text|at|choice|reason|cursor|key|purpose|act|number)\..*")
CONFLICTS = {"key.reused"}
FOR_HTTP = {401: "sign_in.needed", 403: "http.csrf", 404: "http.not_found", 405: "http.method", 413: "body.large"}

# Which answers an operation documents besides its own.
NO = dict.fromkeys((400, 401, 403, 404, 405, 409, 413, 415, 422, 500, 503), Refusal)

EXACTLY = {
    "missing": "field.missing",
    "extra_forbidden": "field.unknown",
    "string_unicode": "text.unreadable",
    "string_pattern_mismatch": "field.wrong",
    "string_too_short": "field.empty",
}
EXPECTED = {
    "string": "a_text",
    "float": "a_number",
    "finite": "a_number",
    "int": "a_whole_number",
    "bool": "true_or_false",
    "list": "a_list",
    "dict": "an_object",
    "model": "an_object",
    "time": "a_time",
}
# What pydantic calls a bound that was passed: our code, its name there, and its name in our words.
BOUNDS = {
    "greater_than_equal": ("number.small", "ge", "least"),
    "less_than_equal": ("number.above", "le", "most"),
    "too_short": ("field.few", "min_length", "least"),
    "too_long": ("field.many", "max_length", "most"),
}
QUOTED = re.compile(r"'([^']*)'")  # pydantic tells a choice as English: 'a', 'b' or 'c'
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,60}")


def status_of(code: str) -> int:
    """The HTTP status of a refusal."""
    if code in STATUSES:
        return STATUSES[code]
    return 422 if UNFIT.fullmatch(code) and code not in CONFLICTS else 409


def told(refused: Refused, language: str) -> dict[str, Any]:
    """The body of a refusal."""
    field = refused.details.get("field") or _named_by(refused.code)
    return {
        "code": refused.code,
        "message": refusal(refused, language),
        "field": str(field) if field else None,
        "details": {name: _shown(plain(value)) for name, value in refused.details.items()},
    }


def _shown(value: Json) -> Json:
    """What was sent is told back only to be looked at: programs print it, too."""
    return in_one_line(value) if isinstance(value, str) else value


def _named_by(code: str) -> str | None:
    """Codes that name their field themselves."""
    start, _, rest = code.partition(".")
    named = {"at": "at", "cursor": "after", "purpose": "purpose", "reason": "because"}
    if start == "key":
        return "Idempotency-Key"
    return named.get(start) if rest else None


def answer(request: HttpRequest, refused: Refused) -> HttpResponse:
    """A refusal as a response."""
    status = status_of(refused.code)
    response = JsonResponse(told(refused, spoken(request)), status=status)
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="callbox"'
    if status == 503 or refused.code == "busy":
        response["Retry-After"] = "1"
    return response


def spoken(request: HttpRequest) -> str:
    """The language the caller reads."""
    return language_of(getattr(request, "LANGUAGE_CODE", "en"))


def unfit(error: ValidationError) -> Refused:
    """The first thing in which a request differs from the schema, without the value that was sent."""
    first = error.errors[0]
    kind, field = str(first.get("type", "")), _field(first.get("loc", ()))
    if field == "Idempotency-Key":
        return Refused("key.wrong", most=KEY_MAX)
    if kind == "literal_error":
        allowed = QUOTED.findall(str(first.get("ctx", {}).get("expected", "")))
        return Refused("choice.unknown", field=field, allowed=", ".join(allowed) or "?")
    if kind == "string_too_long":
        return Refused("text.long", field=field, most=int(first.get("ctx", {}).get("max_length", TEXT_MAX)))
    if kind in BOUNDS:
        code, theirs, ours = BOUNDS[kind]
        return Refused(code, field=field, **{ours: first.get("ctx", {}).get(theirs, "?")})
    if kind in EXACTLY:
        return Refused(EXACTLY[kind], field=field)
    expected = EXPECTED.get(kind.partition("_")[0])
    return Refused("field.type", field=field, expected=expected) if expected else Refused("field.wrong", field=field)


def _field(place: Sequence[object]) -> str:
    """The name of a field from where pydantic found it: (body, parameter, field ...) or (query, field).

    One of many has its place among them in its name, from 0.
    """
    parts = place[2:] if place[:1] == ("body",) else place[1:]
    names = [str(part) for part in parts]
    return ".".join(name if name.isdecimal() or NAME.fullmatch(name) else "?" for name in names) or "body"


def for_status(request: HttpRequest, status: int, **details: Plain) -> HttpResponse:
    """The answer for a status that the server found by itself."""
    code = FOR_HTTP.get(status, "http.broken" if status >= 500 else "http.refused")
    response = answer(request, Refused(code, **details))
    response.status_code = status
    return response


def from_http(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What django-ninja itself refuses."""
    if error.status_code == 400:
        told_first = error.__cause__ or error.__context__
        return answer(request, told_first if isinstance(told_first, Refused) else Refused("body.unreadable"))
    return for_status(request, error.status_code)


class OneShape:
    """Middleware: whatever goes wrong below /api/ is answered in the one shape, by whomever it was noticed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        if response.status_code < 400 or not request.path.startswith("/api/"):
            return response
        if response.get("Content-Type", "").startswith("application/json"):
            return response
        shaped = for_status(request, response.status_code)
        if allowed := response.get("Allow"):
            shaped["Allow"] = allowed
        return shaped
