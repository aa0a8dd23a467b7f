"""On what terms cases change hands: how soon an offer is answered, how often it may come back, who decides then."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from callbox.faces.console.board import reads
from callbox.faces.console.language import language_for
from callbox.faces.console.naming import offices
from callbox.faces.console.pages import signed_in, words_of
from callbox.kernel import gate
from callbox.kernel.facts import Act, Actor, Id, Refused
from callbox.kernel.node import current
from callbox.kernel.permission import may, within
from callbox.kernel.read import select
from callbox.kernel.registry import act as spec_of
from callbox.services.organisation.facts import Organisation
from callbox.services.transfer.facts import LINE_TERMS, OTHER_TERMS, RETURN_RULES, Terms, Transfer
from callbox.services.transfer.rules_partners import RETURNS_MOST

MOST: Final = 2_000
LENGTHS: Final = {"minutes": 60.0, "hours": 3_600.0}
DAYS: Final = "days"


@dataclass(frozen=True, kw_only=True)
class Held:
    """The terms of one organisation, as the page shows them. `organisation` is empty for what holds without any."""

    organisation: Id
    name: str
    terms: Terms
    may_set: bool = False

    @property
    def length(self) -> tuple[str, str]:
        """How long, and the code of how that is said."""
        if self.terms.answer_days is not None:
            return str(self.terms.answer_days), f"terms.in.{DAYS}"
        told_s = self.terms.answer_s or 0.0
        unit = "hours" if told_s and told_s % LENGTHS["hours"] == 0 else "minutes"
        return f"{told_s / LENGTHS[unit]:.4g}", f"terms.in.{unit}"


@require_http_methods(["GET", "POST"])
@signed_in
def terms(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The terms that hold; posted, those of one organisation are set."""
    if not (reads(actor, Transfer) or _may_set(actor)):
        raise Refused("not_allowed", act="terms.set")
    if request.method == "GET":
        return render(request, "console/transfer_terms.html", _shown(request, actor))
    given = request.POST
    try:
        spec, now = spec_of("terms.set"), current().world.clock.now()
        key = f"terms-{given.get('key', '')}"[:200]
        gate.act(Act(name=spec.name, by=actor, at=now, inputs=spec.inputs(**_told(given)), key=key)).ref  # noqa: B018
    except Refused as refused:
        context = _shown(request, actor) | {"refused": words_of(request, refused), "typed": given.dict()}
        return render(request, "console/transfer_terms.html", context, status=422)
    return HttpResponseRedirect("/transfers/terms")


def _may_set(actor: Actor) -> bool:
    return may(actor, spec_of("terms.set").grants, None)


def _told(given: QueryDict) -> dict[str, Any]:
    number, unit = _number(given, "length"), given.get("unit", "")
    if unit == DAYS and number != int(number):
        raise Refused("console.number", field="answer_days")
    length = {"answer_days": int(number)} if unit == DAYS else {"answer_s": number * LENGTHS.get(unit, 60.0)}
    return {
        "id": current().ids.new(),
        "organisation": given.get("organisation", ""),
        "returns_max": int(_number(given, "returns_max")),
        "arbiter": given.get("arbiter") or None,
        **length,
    }


def _number(given: QueryDict, name: str) -> float:
    try:
        return float(given.get(name, "").strip())
    except ValueError:
        raise Refused("console.number", field=name) from None


def _shown(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    language = language_for(request)
    there: Sequence[Organisation] = select(actor, "organisation", order="id", most=MOST)
    found: dict[Id, Terms] = {one.id: one for one in select(actor, "terms", most=MOST)}
    own = [
        Held(organisation=one.id, name=_called(one, language), terms=found[one.terms], may_set=_may_set(actor))
        for one in there
        if one.terms and one.terms in found
    ]
    return {
        "actor": actor,
        "otherwise": [
            Held(organisation="", name="terms.of_lines", terms=LINE_TERMS),
            Held(organisation="", name="terms.of_others", terms=OTHER_TERMS),
        ],
        "own": own,
        "settable": [one for one in there if within(one.id, actor.organisation)] if _may_set(actor) else [],
        "arbiters": there,
        "units": [(one, f"terms.unit.{one}") for one in (*LENGTHS, DAYS)],
        "rules": RETURN_RULES,
        "returns_most": RETURNS_MOST,
        "typed": {"unit": DAYS, "returns_max": OTHER_TERMS.returns_max},
        "key": current().ids.new(),
        **offices(actor, (one.terms.arbiter for one in own), language=language),
    }


def _called(one: Organisation, language: str) -> str:
    return (one.name_zh if language == "zh" else "") or one.name
