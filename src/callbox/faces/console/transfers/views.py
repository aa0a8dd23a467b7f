"""Transfers at the console: what waits for our answer, what we sent, what we decide, and what a line may hand back.

Accepting, returning and deciding are ordinary acts. The words of a case from another node are opened for a purpose first.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from callbox.faces.console.asking import asked
from callbox.faces.console.board import choices, reads
from callbox.faces.console.countdown import Countdown, countdowns
from callbox.faces.console.language import language_for
from callbox.faces.console.naming import names, offices
from callbox.faces.console.pages import powers, signed_in, words_of
from callbox.faces.console.transfers.nodes import why
from callbox.kernel import gate
from callbox.kernel.facts import Actor, Id, Ref, Refused
from callbox.kernel.node import current
from callbox.kernel.permission import within
from callbox.kernel.read import Condition, find, opened, select
from callbox.kernel.words import say
from callbox.services.organisation.facts import Organisation
from callbox.services.request.facts import Category
from callbox.services.transfer.facts import AGREED, BACK, LINES, RULED, Peer, Transfer
from callbox.services.transfer.inputs import ReturnTransfer
from callbox.services.transfer.months import month_of, monthly

MOST, HELD_MOST = 200, 50
ACTS: Final = ("accept", "return", "withdraw", "decide", "hand_back")
WAITING: Final = ("offered", "to_arbiter", RULED, AGREED, BACK)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One transfer, and what may be done about it here."""

    transfer: Transfer
    clocks: Sequence[Countdown]
    may: Sequence[str]
    known: Any = None
    not_taken: str = ""

    @property
    def case(self) -> Id:
        """The case, where it is here."""
        return "" if self.untaken else self.transfer.incident or self.transfer.report or self.transfer.request or ""

    @property
    def kind(self) -> str:
        """What the case is here."""
        if self.transfer.incident:
            return "incident"
        return "report" if self.transfer.report else "request"

    @property
    def untaken(self) -> bool:
        """Whether it is another node's, and no copy of it is here yet."""
        return self.transfer.incoming and self.transfer.status == "offered"


@require_GET
@signed_in
def transfers(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The page."""
    return render(request, "console/transfers.html", _shown(request, actor))


@require_POST
@signed_in
def read(request: HttpRequest, actor: Actor, one: Id) -> HttpResponse:
    """What another node tells of a case. The look is recorded first."""
    found: Transfer = opened(actor, Ref("transfer", one), purpose=say("purpose.transfer", language_for(request)))
    return render(request, "console/transfers.html", _shown(request, actor, known={one: found.known}))


@require_POST
@signed_in
def do(request: HttpRequest, actor: Actor, one: Id) -> HttpResponse:
    """Accept it, return it, take it back, decide on it, hand it back."""
    what = request.POST.get("what", "")
    if what not in ACTS:
        raise Http404
    given = _given(request) | {"transfer": one}
    try:
        gate.act(asked(f"transfer.{what}", actor, given, key=_key(request))).ref  # noqa: B018  raises what refused it
    except Refused as refused:
        context = _shown(request, actor) | {"refused": words_of(request, refused)}
        return render(request, "console/transfers.html", context, status=422)
    return HttpResponseRedirect("/transfers")


@require_http_methods(["GET", "POST"])
@signed_in
def offer(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Offer one case to another organisation."""
    given = _given(request) if request.method == "POST" else request.GET.dict()
    case = _case(actor, str(given.get("case", "")))
    context = _offering(request, actor, case)
    if request.method == "GET":
        return render(request, "console/transfer_offer.html", context)
    told = {**given, case.kind: case.id}
    try:
        gate.act(asked("transfer.offer", actor, told, key=_key(request))).ref  # noqa: B018  raises what refused it
    except Refused as refused:
        context |= {"refused": words_of(request, refused), "typed": given}
        return render(request, "console/transfer_offer.html", context, status=422)
    return HttpResponseRedirect("/transfers")


@require_GET
@signed_in
def month(request: HttpRequest, actor: Actor) -> HttpResponse:
    """How many went which way in a month, and came back."""
    if not reads(actor, Transfer):
        raise Refused("not_allowed", act="transfer.offer")
    world = current().world
    wanted = request.GET.get("month") or month_of(world.clock.now(), world.zone)
    ways = monthly(actor, wanted, zone=world.zone)
    named = offices(
        actor, [side for way in ways for side in (way.organisation, way.to)], language=language_for(request)
    )
    return render(request, "console/transfer_month.html", {"actor": actor, "ways": ways, "month": wanted, **named})


def _given(request: HttpRequest) -> dict[str, str]:
    return {name: str(told) for name, told in request.POST.items()}


def _key(request: HttpRequest) -> str | None:
    return request.POST.get("key") or None


def _case(actor: Actor, one: Id) -> Ref:
    """The case of this name.

    Raises:
        Refused: `not_found`.
    """
    for kind in ("request", "incident"):
        try:
            return find(actor, Ref(kind, one)).ref
        except Refused:
            continue
    raise Refused("not_found", kind="case", id=one)


def _offering(request: HttpRequest, actor: Actor, case: Ref) -> dict[str, Any]:
    language, held = language_for(request), find(actor, case)
    apart = Condition("id <> %s AND what <> 'oversight'", (getattr(held, "organisation", ""),))
    found: Sequence[Organisation] = select(actor, "organisation", where=[apart], order="name, id", most=MOST)
    called = names(actor, "organisation", (one.id for one in found), language=language)
    return {
        "actor": actor,
        "record": held,
        "to": sorted(((one.id, called[one.id]) for one in found), key=lambda told: told[1]),
        "lines": [one.id for one in found if one.what in LINES],
        "key": current().ids.new(),
        "typed": {},
    }


def _shown(request: HttpRequest, actor: Actor, *, known: dict[Id, Any] | None = None) -> dict[str, Any]:
    if not reads(actor, Transfer):
        raise Refused("not_allowed", act="transfer.offer")
    language = language_for(request)
    still = Condition("status = ANY(%s)", (list(WAITING),))
    found: Sequence[Transfer] = select(actor, "transfer", where=[still], order="offered_at, id", most=MOST)
    nodes: dict[Id, Peer] = {one.id: one for one in select(actor, "peer", order="name, id", most=MOST)}
    lines = [_line(actor, one, known or {}, not_taken=_not_taken(one, nodes, language)) for one in found]
    held = _held(actor)
    return {
        "actor": actor,
        "to_answer": [line for line in lines if "accept" in line.may],
        "to_decide": [line for line in lines if "decide" in line.may],
        "others": [line for line in lines if not {"accept", "decide"} & set(line.may)],
        "held": held,
        "rules": choices(ReturnTransfer, "returned_under"),
        "categories": _categories(actor, lines, language),
        "key": current().ids.new(),
        "nodes": {one.id: one.name for one in nodes.values()},
        **offices(actor, _sides([*lines, *held]), language=language),
    }


def _sides(lines: Iterable[Line]) -> list[Id]:
    return [side for line in lines for side in (line.transfer.organisation, line.transfer.to, line.transfer.arbiter)]


def _line(actor: Actor, one: Transfer, known: dict[Id, Any], *, not_taken: str) -> Line:
    clocks = countdowns(one.clocks, now=current().world.clock.now(), settled={})
    return Line(transfer=one, clocks=clocks, may=_may(actor, one), known=known.get(one.id), not_taken=not_taken)


def _not_taken(one: Transfer, nodes: Mapping[Id, Peer], language: str) -> str:
    """Why the other node does not take what it is told of a transfer; empty where it does."""
    told = nodes[one.peer].turned_down.get(one.id) if one.peer is not None and one.peer in nodes else None
    return why(str(told["code"]), language) if told else ""


def _may(actor: Actor, one: Transfer) -> Sequence[str]:
    """What this actor may do about a transfer that is under way."""
    power = powers(actor, {name: f"transfer.{name}" for name in ACTS}, one)
    ours, sent = within(one.to, actor.organisation), within(one.organisation, actor.organisation)
    answers = ours and one.status == "offered"
    able = {
        "accept": answers and (one.peer is None or one.incoming),
        "return": answers and (one.peer is None or one.incoming) and one.decided_for is None,
        "withdraw": sent and one.status == "offered" and not one.incoming,
        "decide": one.status == "to_arbiter" and actor.organisation == one.arbiter and not one.incoming,
    }
    return [name for name, fits in able.items() if fits and power[name]]


def _held(actor: Actor) -> list[Line]:
    """What an emergency line was handed and still holds, the newest first: it may hand it back at once."""
    lines = select(actor, "organisation", where=[Condition("what = ANY(%s)", (sorted(LINES),))], most=MOST)
    ours = [one.id for one in lines if within(one.id, actor.organisation)]
    if not ours:
        return []
    came = Condition("status = 'accepted' AND (peer IS NULL OR incoming) AND \"to\" = ANY(%s)", (ours,))
    found: Sequence[Transfer] = select(actor, "transfer", where=[came], order="offered_at DESC, id", most=HELD_MOST)
    return [
        Line(transfer=one, clocks=(), may=("hand_back",))
        for one in found
        if powers(actor, {"hand_back": "transfer.hand_back"}, one)["hand_back"] and _still_held(actor, one)
    ]


def _still_held(actor: Actor, one: Transfer) -> bool:
    if one.incoming:
        return _waits(actor, one)
    kind, case = ("incident", one.incident) if one.incident else ("request", one.request)
    try:
        record: Any = find(actor, Ref(kind, case or ""))
    except Refused:
        return False
    return bool(record.organisation == one.to and record.status != "closed" and record.transfer is None)


def _waits(actor: Actor, one: Transfer) -> bool:
    """Whether what came from another node is still in the queue, and no arbiter has said that it stays."""
    try:
        report = find(actor, Ref("report", one.report or ""))
    except Refused:
        return False
    return report.status == "received" and one.decided_for is None


def _categories(actor: Actor, lines: Sequence[Line], language: str) -> Sequence[tuple[Id, str]]:
    """Our own list, where something came from another node's."""
    if not any(line.untaken for line in lines) or not reads(actor, Category):
        return ()
    found: Sequence[Category] = select(
        actor, "category", where=[Condition("status = 'active'")], order="name, id", most=MOST
    )
    return [(one.id, (one.name_zh if language == "zh" else "") or one.name) for one in found]
