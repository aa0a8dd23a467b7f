"""How every address here answers: one document in the form that was asked for, its faults in the standard's own shape."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt

from callbox.faces.feeds.open311 import limits
from callbox.faces.feeds.open311.asked import Given, first
from callbox.faces.feeds.open311.faults import Faults, errors, fault
from callbox.faces.feeds.open311.formats import MIME, Said, form_of, written
from callbox.faces.feeds.open311.keyed import Keyed, keyed
from callbox.kernel.facts import Refused
from callbox.kernel.node import current
from callbox.kernel.words import language_of

# When a flood is told to come again.
AFTER_S: Final = "60"
log = logging.getLogger(__name__)
# Anybody's page may read what is public; a key is never sent by a browser on its own, as a cookie is.
HEADERS: Final = {"Access-Control-Allow-Origin": "*", "Vary": "Accept, Accept-Language", "Cache-Control": "no-store"}
PREFLIGHT: Final = {
    "Access-Control-Allow-Methods": "GET, POST, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Idempotency-Key",
    "Access-Control-Max-Age": "86400",
}


@dataclass(frozen=True)
class Asking:
    """One request as it is read here: its fields (a POST's own before those of its address) and the reader's language."""

    request: HttpRequest
    given: Given
    language: str

    @property
    def key(self) -> Keyed | None:
        """The API key; None where there is none.

        Raises:
            Faults: where it is no good.
        """
        return keyed(self.request, self.given)

    @property
    def mark(self) -> str:
        """What says of a report that it came by the key of this request; empty without one."""
        return self.key.mark if self.key else ""


@dataclass(frozen=True)
class Document:
    """What is answered: the name of the whole, what it says, and headers beside it."""

    name: str
    what: Said
    headers: dict[str, str]


Answering = Callable[..., Document]


def document(name: str, what: Said, **headers: str) -> Document:
    """A document; an underscore in a header's name is a hyphen."""
    return Document(name, what, {header.replace("_", "-"): told for header, told in headers.items()})


def answered(*methods: str) -> Callable[[Answering], Callable[..., HttpResponse]]:
    """Make a view of a function from what is asked to a document, for these methods (OPTIONS besides)."""

    def viewing(answering: Answering) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @wraps(answering)
        def view(request: HttpRequest, form: str = "", **named: str) -> HttpResponse:
            form = form or form_of(request.headers.get("Accept", ""))
            allowed = ", ".join((*methods, "OPTIONS"))
            if request.method == "OPTIONS":
                return HttpResponse(status=204, headers={**HEADERS, **PREFLIGHT, "Allow": allowed})
            found, status = _answer(answering, request, methods, named)
            found.headers.update({405: {"Allow": allowed}, 429: {"Retry-After": AFTER_S}}.get(status, {}))
            return _response(found, form, status)

        return view

    return viewing


def _answer(
    answering: Answering, request: HttpRequest, methods: tuple[str, ...], named: dict[str, str]
) -> tuple[Document, int]:
    language = spoken(request)
    try:
        if request.method not in methods and not (request.method == "HEAD" and "GET" in methods):
            raise fault(405, "method")
        asking = Asking(request, given(request), language)
        limits.check(request, asking.given, current().world.clock.now())
        check_jurisdiction(asking.given)
        return answering(asking, **named), 200
    except (Faults, Refused) as wrong:
        status, told = _told(wrong, language)
        return document("errors", told), status
    except Exception as wrong:  # a client reads errors in one form, whatever went wrong
        log.error("open311: %s", type(wrong).__name__)  # noqa: TRY400  a traceback's message may hold values
        return document("errors", _told(fault(500, "broken"), language)[1]), 500


def check_jurisdiction(given: Given) -> None:
    """One node serves one jurisdiction: whoever names none means it, and where the node has no name any will do.

    Raises:
        Faults: where another is named.
    """
    own, told = settings.OPEN311.get("jurisdiction", ""), first(given, "jurisdiction_id")
    if own and told and told.casefold() != own.casefold():
        raise fault(404, "jurisdiction", told=told[:100])


def _told(wrong: Faults | Refused, language: str) -> tuple[int, list[Said]]:
    return errors(wrong, language_of(language))


def _response(found: Document, form: str, status: int) -> HttpResponse:
    body = written(found.name, found.what, form=form)
    # The standard's own MIME types as they stand: the encoding is UTF-8 always, and said in the XML itself.
    return HttpResponse(body, status=status, content_type=MIME[form], headers={**HEADERS, **found.headers})


def refused_early(refused: Refused, *, path: str, accepted: str, language: str) -> tuple[int, bytes, str]:
    """What the server itself turned down before it came here, such as a body that is too long: (status, body, type)."""
    ending = path.rpartition(".")[2]
    form = ending if ending in MIME else form_of(accepted)
    status, told = _told(refused, language)
    return status, written("errors", told, form=form), MIME[form]


def spoken(request: HttpRequest) -> str:
    """The language asked for (BCP 47), as it was written; English where none was."""
    found = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    return next((tag for tag, _ in found if tag != "*"), "en")


def given(request: HttpRequest) -> Given:
    """The fields of a request.

    Raises:
        Faults: where they cannot be read.
    """
    asked = dict(request.GET.lists())
    return asked | _posted(request) if request.method == "POST" else asked


def _posted(request: HttpRequest) -> dict[str, Any]:
    kind = (request.content_type or "").casefold()
    try:
        if kind == "multipart/form-data":
            return dict(request.POST.lists())
        if kind in ("application/x-www-form-urlencoded", ""):
            # Whatever charset a client claims, the standard's is UTF-8.
            return dict(QueryDict(request.body, encoding="utf-8").lists())
    except (BadRequest, TooManyFieldsSent, RequestDataTooBig, MultiPartParserError, UnicodeError):
        raise fault(400, "unreadable") from None
    raise fault(415, "form_sent")
