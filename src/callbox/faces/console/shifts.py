"""Who is on duty: units with the shift each is on, and the planned ones. Names of a crew are shown when asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from callbox.faces.console.asking import asked
from callbox.faces.console.board import LOOKS, reads
from callbox.faces.console.language import language_for
from callbox.faces.console.pages import powers, signed_in, words_of
from callbox.kernel import gate
from callbox.kernel.facts import Actor, Id, Ref, Refused
from callbox.kernel.node import current
from callbox.kernel.read import Condition, opened, select
from callbox.kernel.words import say
from callbox.services.shift.facts import ON, Shift
from callbox.services.unit.facts import Unit

UNITS_MOST = 2000
HOURS = (4, 8, 10, 12)
TURNS = ("begin", "rest", "go_on", "end", "call_off")
# What may be done with a shift, by how it stands.
NEXT = {"planned": ("begin", "call_off"), "on": ("rest", "end"), "resting": ("go_on", "end")}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One unit, the shift it is on and those planned for it."""

    unit: Unit
    shift: Shift | None
    planned: Sequence[Shift]
    turns: Sequence[str]

    @property
    def look(self) -> str:
        return LOOKS.get(self.unit.status, "out")


@require_http_methods(["GET", "POST"])
@signed_in
def shifts(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The list; posted, a unit is signed on."""
    _must_read(actor)
    if request.method == "GET":
        return render(request, "console/shifts.html", _shown(actor))
    given = {name: str(told) for name, told in request.POST.items()}
    try:
        given["ends_at"] = _end(given.get("hours", "")).isoformat()
        gate.act(asked("shift.sign_on", actor, given, key=given.get("key"))).ref  # noqa: B018  raises what refused it
    except Refused as refused:
        context = _shown(actor) | {"refused": words_of(request, refused), "typed": given}
        return render(request, "console/shifts.html", context, status=422)
    return HttpResponseRedirect("/shifts")


@require_POST
@signed_in
def turn(request: HttpRequest, actor: Actor, one: Id) -> HttpResponse:
    """A shift begins, rests, goes on, ends or is called off."""
    what = request.POST.get("what", "")
    if what not in TURNS:
        raise Http404
    given = {"shift": one, "because": request.POST.get("because", "")}
    try:
        key = request.POST.get("key")
        gate.act(asked(f"shift.{what}", actor, given, key=f"{key}-{one}-{what}"[:200] if key else None)).ref  # noqa: B018
    except Refused as refused:
        return render(
            request, "console/shifts.html", _shown(actor) | {"refused": words_of(request, refused)}, status=422
        )
    return HttpResponseRedirect("/shifts")


@require_POST
@signed_in
def crew(request: HttpRequest, actor: Actor, one: Id) -> HttpResponse:
    """Who is on a shift. The look is recorded first."""
    shift = opened(actor, Ref("shift", one), purpose=say("purpose.crew", language_for(request)))
    assert isinstance(shift, Shift)
    return render(request, "console/shifts.html", _shown(actor) | {"crew_of": one, "crew": _names(actor, shift)})


def _names(actor: Actor, shift: Shift) -> list[str]:
    """What the people of a crew are called; the id of whom the actor may not see."""
    wanted = list(shift.crew or ())
    found = {one.id: one for one in select(actor, "person", where=[Condition("id = ANY(%s)", (wanted,))])}
    return [str(getattr(found.get(one), "sign_in", "") or one) for one in wanted]


def _must_read(actor: Actor) -> None:
    if not reads(actor, Shift):
        raise Refused("not_allowed", act="shift.sign_on")


def _end(hours: str) -> datetime:
    if not (hours.isascii() and hours.isdigit() and 1 <= int(hours[:3]) <= 24):
        raise Refused("console.hours", field="hours")
    return current().world.clock.now() + timedelta(hours=int(hours))


def _shown(actor: Actor) -> dict[str, Any]:
    units: Sequence[Unit] = select(actor, "unit", order="call_sign, id", most=UNITS_MOST)
    open_ones = Condition("status = ANY(%s)", (["planned", *ON],))
    found: Sequence[Shift] = select(actor, "shift", where=[open_ones], order="starts_at, id", most=UNITS_MOST)
    may = powers(actor, {name: f"shift.{name}" for name in ("sign_on", *TURNS)}, None)
    lines = _lines(units, found, may)
    return {
        "actor": actor,
        "lines": lines,
        "on": sum(one.shift is not None for one in lines),
        "may": may,
        "without": [one.unit for one in lines if one.shift is None],
        "hours": HOURS,
        "typed": {},
        "key": current().ids.new(),
    }


def _lines(units: Sequence[Unit], found: Sequence[Shift], may: Mapping[str, bool]) -> list[Line]:
    known = {one.id: one for one in found}
    lines = []
    for unit in units:
        shift = known.get(unit.shift or "")
        turns = [name for name in NEXT.get(shift.status, ()) if may[name]] if shift else []
        planned = [one for one in found if one.unit == unit.id and one.status == "planned"]
        lines.append(Line(unit=unit, shift=shift, planned=planned, turns=turns))
    return sorted(lines, key=lambda one: (one.shift is None, one.unit.call_sign))
