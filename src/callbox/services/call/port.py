"""The neutral port: what an exchange tells of its lines, in batches, becomes acts; what it must do comes back as lines.

Rules in words:
- Each thing told is numbered within its line. The same number again does nothing a second time; a line that is heard of for
  the first time rings first, whatever is told of it.
- What is told too late to matter is answered as `late`, what is known already as `known`; neither is an error.
- Nothing that is wrong with one thing told loses another, and neither a place that cannot be nor a text that cannot be
  kept ever loses a ringing call.
- An exchange's clock may be wrong: what it dates ahead of ours happened now.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from callbox.kernel import gate, permission, registry
from callbox.kernel.checks import UNREADABLE
from callbox.kernel.facts import Act, Actor, Answer, Id, Inputs, Refused
from callbox.kernel.node import current
from callbox.kernel.read import Condition, select
from callbox.services.call import page
from callbox.services.call.facts import LIVE, Call

EVENTS = (
    "ringing",
    "answered",
    "held",
    "resumed",
    "transferred",
    "hung_up",
    "located",
    "said",
    "pressed",
    "delivered",
    "silent",
    "recorded",
)
TEXTS = ("number", "language", "said", "keys", "extension", "to", "civic_address", "translation", "translated_by")
LINES_MAX = 2_000
AGE_MAX_S = 86_400.0
MACHINE = Actor(organisation="", roles=frozenset({"machine"}), via="telephony")

# What a refusal by the rules means to whoever told it.
KNOWN = frozenset({"nothing_changed", "call.answered", "call.not_so"})
LATE = frozenset({"call.told_late", "call.place_older", "call.over", "call.not_ringing"})


@dataclass(frozen=True, kw_only=True)
class Told:
    """One thing an exchange tells of a line. `age_s` is how old the device's place was at `at`."""

    line: str
    sequence: int
    event: str
    at: datetime
    channel: str = "call"
    language: str = ""
    number: str | None = None
    extension: str = ""
    to: str = ""
    latitude_deg: float | None = None
    longitude_deg: float | None = None
    radius_m: float | None = None
    age_s: float = 0.0
    civic_address: str = ""
    said: str = ""
    keys: str = ""
    saying: str = ""
    translation: str = ""
    translated_by: str = ""
    translated_to: str = ""
    link: str = ""
    sha256: str = ""
    length_s: float | None = None

    @property
    def placed(self) -> bool:
        """Whether it says where the device is, and that is on Earth."""
        latitude_deg, longitude_deg = self.latitude_deg, self.longitude_deg
        return latitude_deg is not None and longitude_deg is not None and _on_earth(latitude_deg, longitude_deg)

    @property
    def place(self) -> dict[str, Any]:
        """The device's place as acts are given it; nothing where there is none."""
        if not self.placed:
            return {}
        return {
            "device_latitude_deg": self.latitude_deg,
            "device_longitude_deg": self.longitude_deg,
            "device_radius_m": self.radius_m if self.radius_m is not None and 0 <= self.radius_m < 1e7 else None,
            "device_at": self.at - timedelta(seconds=min(max(self.age_s, 0.0), AGE_MAX_S)),
        }


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What became of one thing told: `taken`, `known`, `late` or `refused`; and the call, which is its report's name too."""

    outcome: str
    call: Id | None = None
    refused: Refused | None = None


@dataclass(frozen=True, kw_only=True)
class Line:
    """How a line stands here: what its exchange must bring about."""

    line: str
    call: Id
    status: str
    channel: str
    extension: str
    transferred_to: str
    supervision: str
    page: str = ""  # the caller's own page, where the call taker wants them to have it: to be sent to them as text


def told(actor: Actor, batch: Sequence[Told], *, now: datetime) -> list[Heard]:
    """Take what an exchange tells, in the order given; for each what became of it.

    Raises:
        Refused: `not_allowed`, when this actor brings no calls.
    """
    must_bring_calls(actor)
    heard: dict[int, Heard] = {}
    for turn in _turns(batch):
        heard |= _heard(actor, {place: _kept(batch[place], now) for place in turn})
    return [heard[place] for place in range(len(batch))]


def _kept(one: Told, now: datetime) -> Told:
    """As it can be kept: what cannot be read in a text is left out, for a call is never lost over it."""
    texts: dict[str, Any] = {name: UNREADABLE.sub("", text) for name in TEXTS if (text := getattr(one, name))}
    return replace(one, at=min(one.at, now), **texts)


def must_bring_calls(actor: Actor) -> None:
    """Refuse whoever has no power to let a call ring.

    Raises:
        Refused: `not_allowed`.
    """
    if not permission.may(actor, registry.act("call.ring").grants, None):
        raise Refused("not_allowed", act="call.ring")


def lines(actor: Actor) -> tuple[Line, ...]:
    """The lines of this organisation that ring or have somebody on them. What is not named any more is over.

    Raises:
        Refused: `not_allowed`, when this actor brings no calls.
    """
    must_bring_calls(actor)
    mine = Condition("taken_by = %s AND status = ANY(%s)", (actor.organisation, list(LIVE)))
    # Were there ever more than this, those that ring would be left out first: they are not ended for not being named.
    found = select(MACHINE, "call", where=[mine], order="status = 'ringing', rang_at DESC, id", most=LINES_MAX)
    return tuple(
        Line(
            line=one.line,
            call=one.id,
            status=one.status,
            channel=one.channel,
            extension=one.extension,
            transferred_to=one.transferred_to,
            supervision=one.supervision,
            page=page.path_of(one) if one.page_at else "",
        )
        for one in found
    )


def _on_earth(latitude_deg: float, longitude_deg: float) -> bool:
    return -90 <= latitude_deg <= 90 and -180 <= longitude_deg <= 180


def _turns(batch: Sequence[Told]) -> Iterator[list[int]]:
    """The places in the batch, so that no line comes twice in one turn and each line keeps its order."""
    met: dict[str, int] = {}
    turns: dict[int, list[int]] = {}
    for place, one in enumerate(batch):
        met[one.line] = turn = met.get(one.line, -1) + 1
        turns.setdefault(turn, []).append(place)
    yield from turns.values()


def _heard(actor: Actor, batch: Mapping[int, Told]) -> dict[int, Heard]:
    """One turn: first every line that is new rings, then what else is told of it is done."""
    known = _calls(actor, batch.values())
    new = {place: one for place, one in batch.items() if one.line not in known}
    rang = _performed(actor, {place: _ring(one) for place, one in new.items()})
    known |= _calls(actor, new.values()) if new else {}
    done = {place for place, one in new.items() if one.event == "ringing" and rang[place].ok}
    rest = {place: one for place, one in batch.items() if place not in done and one.line in known}
    heard = {place: _outcome(answer) for place, answer in rang.items() if place not in rest} | _told(
        actor, {place: (one, known[one.line]) for place, one in rest.items()}
    )
    named = {place: known[batch[place].line].id for place in batch if batch[place].line in known}
    return {place: replace(one, call=named.get(place)) for place, one in heard.items()}


def _told(actor: Actor, batch: Mapping[int, tuple[Told, Call]]) -> dict[int, Heard]:
    """What is told of lines that are known: one act for each, or two."""
    heard = dict.fromkeys(batch, Heard(outcome="known"))
    steps = {place: _steps(one, call) for place, (one, call) in batch.items()}
    for turn in (0, 1):
        acts = {place: asked for place, step in steps.items() if (asked := step[turn]) is not None}
        for place, answer in _performed(actor, acts).items():
            heard[place] = _better(heard[place], _outcome(answer), first=turn == 0)
    return heard


def _calls(actor: Actor, of: Any) -> dict[str, Call]:
    """The calls of this organisation's lines, those too that were hidden from it since."""
    wanted = sorted({one.line for one in of})
    mine = Condition("taken_by = %s AND line = ANY(%s)", (actor.organisation, wanted))
    return {one.line: one for one in select(MACHINE, "call", where=[mine], most=len(wanted))}


@dataclass(frozen=True)
class _Asked:
    """One act to ask for: its name, when, its key and what it is given."""

    name: str
    at: datetime
    key: str
    given: Mapping[str, Any]


def _ring(one: Told) -> _Asked:
    """The ring of a line that is new; implied where something later was told first."""
    rings = one.event == "ringing"
    given: dict[str, Any] = {
        "id": current().ids.new(),
        "line": one.line,
        "sequence": one.sequence if rings else 0,
        "channel": one.channel,
        "language": one.language,
        "number": one.number,
        "civic_address": one.civic_address or None,
        "said": (one.said or None) if rings else None,
        **(one.place if rings else {}),
    }
    return _Asked("call.ring", one.at, f"{one.line}#{one.sequence if rings else 'ring'}", given)


def _steps(one: Told, call: Call) -> tuple[_Asked | None, _Asked | None]:
    """The one or two acts that something told of a known line asks for."""
    key = f"{one.line}#{one.sequence}"
    locate = _Asked("call.locate", one.at, f"{key}:place", {"call": call.id, **one.place}) if one.placed else None
    if one.event == "located":
        known = {"call": call.id, "civic_address": one.civic_address}
        named = _Asked("call.identify", one.at, f"{key}:civic", known) if one.civic_address else None
        return locate or named, named if locate else None
    if one.event == "ringing":
        late = {"call": call.id, "number": one.number, "language": one.language}
        late |= {"civic_address": one.civic_address or None}
        return _Asked("call.identify", one.at, f"{key}:late", late), locate
    name, given = _act_of(one)
    of = {} if one.event == "delivered" else {"call": call.id}
    return _Asked(name, one.at, key, of | given), locate


def _act_of(one: Told) -> tuple[str, dict[str, Any]]:
    numbered = {"sequence": one.sequence}
    recorded = {"id": current().ids.new(), "link": one.link, "sha256": one.sha256, "length_s": one.length_s}
    translated = {name: getattr(one, name) for name in ("translation", "translated_by", "translated_to")}
    by_event: dict[str, tuple[str, dict[str, Any]]] = {
        "answered": ("call.answer", numbered | {"extension": one.extension}),
        "held": ("call.hold", numbered),
        "resumed": ("call.resume", numbered),
        "transferred": ("call.transfer", numbered | {"to": one.to, "extension": one.extension}),
        "hung_up": ("call.hang_up", numbered),
        "said": ("call.say", {"id": current().ids.new(), "said": one.said, "language": one.language} | translated),
        "pressed": ("call.say", {"id": current().ids.new(), "keys": one.keys}),
        "delivered": ("call.reach", {"saying": one.saying} | translated),
        "silent": ("call.silent", {}),
        "recorded": ("call.attach_recording", recorded),
    }
    return by_event[one.event]


def _performed(actor: Actor, asked: Mapping[int, _Asked]) -> dict[int, Answer]:
    """Ask for acts, all in one transaction; what was hidden from the exchange can at least still end."""
    acts = {place: _act(actor, one) for place, one in asked.items()}
    answers = dict(zip(acts, gate.perform(list(acts.values())), strict=True)) if acts else {}
    hidden = [place for place, answer in answers.items() if _is_hidden(acts[place], answer)]
    if hidden:
        again = gate.perform([replace(acts[place], by=MACHINE) for place in hidden])
        answers |= dict(zip(hidden, again, strict=True))
    return answers


def _act(actor: Actor, one: _Asked) -> Act:
    inputs: Inputs = registry.act(one.name).inputs(**one.given)
    return Act(name=one.name, by=actor, at=one.at, inputs=inputs, key=one.key)


def _is_hidden(act: Act, answer: Answer) -> bool:
    return act.name == "call.hang_up" and answer.refused is not None and answer.refused.code == "not_found"


def _outcome(answer: Answer) -> Heard:
    if answer.refused is None:
        return Heard(outcome="known" if answer.replayed else "taken")
    if answer.refused.code in KNOWN:
        return Heard(outcome="known")
    if answer.refused.code in LATE:
        return Heard(outcome="late")
    return Heard(outcome="refused", refused=answer.refused)


# What is said of something told that asked for two acts: the first of these that either came to.
_ORDER = ("refused", "taken", "known", "late")


def _better(one: Heard, other: Heard, *, first: bool) -> Heard:
    return other if first else min(one, other, key=lambda heard: _ORDER.index(heard.outcome))
