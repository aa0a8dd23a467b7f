"""Two nodes in memory, each with the services' own rules and a ledger that outlives its death; a network that loses things.

What a node has not in its ledger is gone when it dies: so a death between any two steps is a message that was never sent, or
was sent and whose answer nobody heard. That is what the network here does, at every step, as a seed says.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from callbox.kernel.checkpoint import Signer
from callbox.kernel.facts import Act, Actor, Id, Inputs, Record, Ref, Refused
from callbox.kernel.in_memory import Kept, Records
from callbox.kernel.registry import act as spec_of
from callbox.services.organisation.facts import Organisation
from callbox.services.request.facts import Category, Request
from callbox.services.transfer.acts import NODE, NOTHING_NEW, UNDER_WAY, WITH_WORDS
from callbox.services.transfer.facts import AGREED, Peer, Transfer
from callbox.services.transfer.known import told_of
from callbox.services.transfer.statements import SENDER, heard, parts_of, signed

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HARBOUR, HILLS = "coast/harbour", "coast/hills"
NAMES = {HARBOUR: ("water", "centre"), HILLS: ("water", "centre")}


@dataclass
class Side:
    """One node. `records` is its ledger: all that is left of it when it dies."""

    name: str
    other: str
    signer: Signer
    records: Records = field(default_factory=Records)
    at: datetime = NOON
    stored: int = 0

    @property
    def water(self) -> str:
        return f"{self.name}/water"

    def __getitem__(self, ref: Ref) -> Any:
        return self.records[ref]

    def find(self, kind: str, one: Id) -> Any:
        kept = self.records.held.get(Ref(kind, one))
        return kept.record if kept else None

    def kind(self, kind: str) -> list[Any]:
        return [kept.record for ref, kept in self.records.held.items() if ref.kind == kind]

    def put(self, record: Record) -> None:
        self.records.held[record.ref] = Kept(record)

    def act(self, name: str, by: Actor, /, *, because: str = "", **given: Any) -> None:
        inputs: Inputs = spec_of(name).inputs(**given)
        self.records.do(Act(name=name, by=by, at=self.at, inputs=inputs, because=because))
        self.stored += 1

    def handler(self) -> Actor:
        return Actor(organisation=self.water, roles=frozenset({"handler"}), person=f"{self.name}-handler")

    def to_say(self) -> list[Transfer]:
        """What the worker's loop would say or ask."""
        return [one for one in self.kind("transfer") if one.peer and (not one.told or one.status in UNDER_WAY)]

    def message(self, transfer: Transfer) -> tuple[str, Any, str]:
        """(the note, the words of the case, why it was returned)."""
        words = None
        if not transfer.incoming and not transfer.told and transfer.status in WITH_WORDS:
            case = self.records[Ref(transfer.of_kind, transfer.of)]
            words = told_of(case, self.find("category", case.category))
        reason = transfer.reason if transfer.incoming and transfer.status == "returned" else None
        return signed(transfer, self.signer), words, reason or ""

    def hear(self, message: tuple[str, Any, str], key: str) -> str:
        """Act on a statement, and answer it; as `services.transfer.acts.hear` does with a database."""
        note, known, because = message
        heard(note, key)
        parts = parts_of(note)
        there = self.find("transfer", parts["transfer"])
        try:
            if there is None and parts["side"] == SENDER:
                home = parts["of"] if self.find("request", parts["of"]) else None
                names = {"id": parts["transfer"], "request": home, "sender": parts["sender"], "to": parts["to"]}
                self.act("transfer.take_in", NODE, note=note, known=known or {}, **names)
            elif there is not None:
                self.act("transfer.hear", NODE, because=because, transfer=there.id, note=note, known=known)
        except Refused as no:
            if no.code not in NOTHING_NEW:
                raise
        return signed(self.find("transfer", parts["transfer"]), self.signer)

    def answered(self, said: Transfer, reply: str, key: str) -> None:
        """Act on the answer to what was said."""
        heard(reply, key)
        for name, given in (("tell", {"said": said.status}), ("hear", {"note": reply})):
            try:
                self.act(f"transfer.{name}", NODE, transfer=said.id, **given)
            except Refused as no:
                if no.code not in NOTHING_NEW:
                    raise


def two_nodes() -> tuple[Side, Side]:
    """Harbour and Hills, each with a water department and a line, who know each other."""
    sides = [
        Side(name, other, Signer(f"callbox/live/{name}/transfers", name.encode().ljust(32, b".")))
        for name, other in ((HARBOUR, HILLS), (HILLS, HARBOUR))
    ]
    for side, there in zip(sides, reversed(sides), strict=True):
        peer = Peer(
            id="there",
            status="active",
            organisation=side.name,
            name=there.name,
            address="https://there.example",
            vkey=there.signer.vkey,
        )
        side.put(peer)
        for name in NAMES:
            for step in NAMES[name]:
                what = "centre" if step == "centre" else "department"
                served = None if name == side.name else peer.id
                path = f"{name}/{step}"
                side.put(Organisation(id=path, status="active", name=path, level="county", what=what, peer=served))
        side.put(Category(id="leak", status="active", organisation=side.name, name="Leak", department=side.water))
    return sides[0], sides[1]


def request(side: Side, one: Id) -> Ref:
    """An open request at one node."""
    told: dict[str, Any] = {"category_version": 1, "received_at": side.at, "opened_at": side.at, "deadline_days": 3}
    record = Request(
        id=one,
        status="in_work",
        organisation=side.water,
        category="leak",
        taken_by=f"{side.name}/centre",
        parties=(f"{side.name}/centre",),
        wanted="Water runs down the hill",
        **told,
    )
    side.put(record)
    return record.ref


@dataclass
class Network:
    """Carries statements between two nodes, and loses, doubles and holds them back as a seed says."""

    sides: tuple[Side, Side]
    draw: Random
    loses: float = 0.25
    doubles: float = 0.15
    late: list[tuple[Side, Side, tuple[str, Any, str]]] = field(default_factory=list)
    deaths: int = 0
    look: Callable[[], None] = lambda: None

    def other(self, side: Side) -> Side:
        return self.sides[1] if side is self.sides[0] else self.sides[0]

    def say(self, side: Side, transfer: Transfer) -> None:
        """One statement and its answer; either may be lost, which is also what a death between two steps is."""
        there, message = self.other(side), side.message(transfer)
        if self._dies():
            return
        if self.draw.random() < self.doubles:
            self.late.append((side, there, message))
        reply = there.hear(message, side.signer.vkey)
        self.look()
        if self._dies():
            return
        side.answered(transfer, reply, there.signer.vkey)
        self.look()

    def _dies(self) -> bool:
        dies = self.draw.random() < self.loses
        self.deaths += dies
        return dies

    def bring_late(self) -> None:
        """Something that was held back comes now, whatever happened since."""
        if self.late and self.draw.random() < 0.5:
            side, there, message = self.late.pop(self.draw.randrange(len(self.late)))
            there.hear(message, side.signer.vkey)
            self.look()

    def round(self) -> None:
        for side in self.sides:
            for transfer in side.to_say():
                self.say(side, side.find("transfer", transfer.id))
            self.bring_late()

    def settle(self, rounds: int = 60) -> None:
        """Until both know the same."""
        for _ in range(rounds):
            if not any(not one.told for side in self.sides for one in side.to_say()) and not self.late:
                return
            self.round()


def check_owner(sides: tuple[Side, Side], transfer: Id) -> str:
    """Who owns the case of a transfer now, by the sender's ledger; what each side claims fits that, or it fails."""
    sender = next(side for side in sides if (one := side.find("transfer", transfer)) and not one.incoming)
    receiver = sides[1] if sender is sides[0] else sides[0]
    ours, theirs = sender.find("transfer", transfer), receiver.find("transfer", transfer)
    if ours.acceptance:
        # Ownership moved: signed by the receiver, who had the case before that.
        said = heard(ours.acceptance, receiver.signer.vkey)
        assert (said.transfer, said.says) == (transfer, AGREED)
        assert theirs.status in (AGREED, "accepted")
        assert receiver.find("request", ours.of) is not None
    else:
        assert theirs is None or theirs.status != "accepted", "the receiver says it owns what the sender did not let go"
    return receiver.name if ours.acceptance else sender.name


def owners(sides: tuple[Side, Side], case: Id) -> list[str]:
    """Which nodes' ledgers say that the case is their own."""
    found = []
    for side in sides:
        request: Request | None = side.find("request", case)
        if request is None or request.status == "elsewhere":
            continue
        transfer = side.find("transfer", request.transfer) if request.transfer else None
        if transfer is None or not (transfer.incoming and transfer.status == AGREED):
            found.append(side.name)
    return found


def later(side: Side, minutes: float) -> None:
    side.at = side.at + timedelta(minutes=minutes)


def with_returns(side: Side, ref: Ref, returns: int) -> None:
    side.put(replace(side[ref], returns=returns))
