"""Which idle units should wait elsewhere, live beside the list: looked at again before it is shown; one key accepts it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from callbox.faces.console import told
from callbox.faces.console.language import language_for
from callbox.faces.console.naming import offices
from callbox.faces.console.pages import is_partial, signed_in, words_of
from callbox.kernel import gate
from callbox.kernel.facts import Act, Actor, Id, Refused
from callbox.kernel.node import current
from callbox.kernel.permission import may
from callbox.kernel.registry import act as spec_of
from callbox.kernel.words import say
from callbox.services.unit import redeploying
from callbox.services.unit.facts import Unit
from callbox.services.unit.inputs import MoveUp
from callbox.services.unit.redeploying import Moving, Proposed

SALT: Final = "move"
KEPT_S: Final = 900
# All of one organisation's consoles are shown the same answer for so long; what it rests on is looked at every time.
ASKED_EVERY: Final = timedelta(seconds=20)
WAS_MOST: Final = 10

_answers: dict[tuple[str, str], tuple[datetime, Proposed]] = {}


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One move as the page shows it. `stale`: why it holds no longer; empty while it does."""

    move: Moving
    why: str
    ticket: str
    stale: str = ""


@require_GET
@signed_in
def part(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The moves that are proposed now, and what became of those that the page shows."""
    return render(request, "console/_moves.html", _context(request, actor, was=request.GET.getlist("was")[:WAS_MOST]))


@require_POST
@signed_in
def accept(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Tell the unit to wait there; refused, with a word why, where what the proposal rested on is no more."""
    refused, done = "", ""
    try:
        move = _held(request.POST.get("ticket", ""))
        _told(actor, move, key=request.POST.get("key"))
        done = say("moves.done", language_for(request), unit=move.call_sign)
    except Refused as no:
        refused = words_of(request, no)
    if not is_partial(request):
        return HttpResponseRedirect("/")
    context = _context(request, actor, was=()) | {"refused": refused, "done": done}
    return render(request, "console/_moves.html", context, status=422 if refused else 200)


def sends(actor: Actor) -> bool:
    """Whether units are told where to wait in the post one works in."""
    return may(actor, spec_of("unit.move_up").grants, None)


def _told(actor: Actor, move: Moving, *, key: str | None) -> None:
    inputs = MoveUp(
        unit=move.unit,
        station=move.station,
        latitude_deg=move.latitude_deg,
        longitude_deg=move.longitude_deg,
        proposal=move.basis,
    )
    at = current().world.clock.now()
    gate.act(Act(name="unit.move_up", by=actor, at=at, inputs=inputs, key=key)).ref  # noqa: B018  raises what refused it


def _context(request: HttpRequest, actor: Actor, *, was: Sequence[str]) -> dict[str, Any]:
    language, now = language_for(request), current().world.clock.now()
    proposed = _asked(actor, now) if sends(actor) else Proposed()
    before = [move for ticket in was if (move := _shown_before(ticket))]
    units = redeploying.stands(actor, [*proposed.moves, *before])
    fresh = [one for one in proposed.moves if redeploying.holds(one, units.get(one.unit))]
    gone = [one for one in before if one.unit not in {move.unit for move in fresh}]
    named = offices(actor, [one.station for one in (*fresh, *gone)], language=language)
    moves = [_shown(one, named["offices"], language=language) for one in fresh]
    moves += [_stale(one, units.get(one.unit), named["offices"], language=language) for one in gone]
    return {"moves": moves, "key": current().ids.new(), **named}


def _asked(actor: Actor, now: datetime) -> Proposed:
    """What the advisor proposes, asked once in a while for all who see the same units."""
    place = (str(current().world.folder), actor.organisation)
    at, proposed = _answers.get(place, (datetime.min.replace(tzinfo=now.tzinfo), Proposed()))
    if not timedelta(0) <= now - at < ASKED_EVERY:
        proposed = redeploying.propose(actor, now=now)
        _answers[place] = now, proposed
    return proposed


def _shown(move: Moving, named: Mapping[Id, str], *, language: str) -> Shown:
    why = say(
        "moves.why",
        language,
        unit=move.call_sign,
        station=named.get(move.station, move.station),
        calls=f"{move.fewer_late_per_100:.1f}",
        drive=told.span(move.drive_s, language),
    )
    return Shown(move=move, why=why, ticket=signing.dumps(asdict(move), salt=SALT, compress=True))


def _stale(move: Moving, unit: Unit | None, named: Mapping[Id, str], *, language: str) -> Shown:
    """Why a move that the page still shows holds no longer."""
    state = say(f"value.{unit.status}", language) if unit else "–"
    code = "moves.stale" if unit is None or unit.status != "available" else "moves.better"
    return Shown(
        move=move,
        why=say("moves.move", language, unit=move.call_sign, station=named.get(move.station, move.station)),
        ticket="",
        stale=say(code, language, unit=move.call_sign, status=state),
    )


def _shown_before(ticket: str) -> Moving | None:
    try:
        return _held(ticket)
    except Refused:
        return None


def _held(ticket: str) -> Moving:
    """The move that a ticket stands for.

    Raises:
        Refused: when it is not one of ours, or too old.
    """
    try:
        return Moving(**signing.loads(ticket, salt=SALT, max_age=KEPT_S))
    except (signing.BadSignature, TypeError, json.JSONDecodeError):
        raise Refused("proposal.old") from None
