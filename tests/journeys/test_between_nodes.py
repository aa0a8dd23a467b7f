"""A case goes from this node's database to another node and is owned there, over what the worker says and hears."""

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import pytest
from django.db import connection
from tests.worlds.city import SYSTEM, Town
from tests.worlds.examples_nodes import HILLS, THEIR_WATER
from tests.worlds.examples_requests import opened
from tests.worlds.requests import ADMINISTRATOR, HANDLER, WATER
from tests.worlds.two_nodes import Side, request, two_nodes

from callbox.kernel import gate, rows
from callbox.kernel.facts import Act, Answer, Ref, Refused
from callbox.kernel.rows import Held, read_all
from callbox.kernel.world import Mode
from callbox.services.transfer import acts
from callbox.services.transfer.facts import Peer
from callbox.site.nodes import Talk, Unheard


@dataclass
class Wire:
    """The way to the other node: cut, or there. Everything said goes over as JSON, as it does over HTTP."""

    side: Side
    key: str
    cut: bool = False
    said: list[str] = field(default_factory=list)

    def post(self, _peer: Peer, body: bytes) -> bytes:
        self.said.append(body.decode())
        if self.cut:
            raise Unheard
        messages = [(one["note"], one["known"], one["because"]) for one in json.loads(body)["said"]]
        return json.dumps({"answered": [{"note": self.side.hear(one, self.key)} for one in messages]}).encode()


@dataclass
class Pair:
    """The town with its database, the hills in memory, and time by hand."""

    town: Town
    hills: Side
    wire: Wire
    talk: Talk
    at_s: float = 0.0

    def look(self) -> None:
        """A minute later, and what is said then."""
        self.at_s += 61.0
        self.talk.look()

    def from_hills(self) -> None:
        """The hills say what they have to say."""
        for one in self.hills.to_say():
            note, known, because = self.hills.message(one)
            [reply] = acts.hear([acts.Message(note=note, known=known, because=because)])
            assert reply.refused is None
            self.hills.answered(self.hills.find("transfer", one.id), reply.note, self.wire.key)


@pytest.fixture
def pair(town: Town) -> Pair:
    town.node.world = replace(town.node.world, mode=Mode.LIVE)
    _, hills = two_nodes()
    key = acts.signer(town.node).vkey
    hills.put(replace(hills.find("peer", "there"), vkey=key))
    for path, level in ((HILLS, "city"), (THEIR_WATER, "county")):
        above, _, name = path.rpartition("/")
        town.done("organisation.found", SYSTEM, id=path, above=above, name=name, level=level, what="department")
    told = {"organisation": "coast", "name": "Hills", "address": "https://hills.example"}
    town.done("peer.introduce", ADMINISTRATOR, **told, vkey=hills.signer.vkey, serves=(THEIR_WATER,))
    wire = Wire(hills, key)
    made = Pair(town, hills, wire, Talk(wire.post))
    made.talk.steady_s = lambda: made.at_s
    return made


def _offered(pair: Pair, transfer: str, asked: str) -> None:
    """The hills offer the town a case of theirs, and the town has heard of it."""
    hills = pair.hills
    case = hills.find("request", request(hills, asked).id)
    hills.put(replace(case, taken_by=THEIR_WATER, parties=()))
    hills.act("transfer.offer", hills.handler(), id=transfer, request=asked, to=WATER)
    pair.from_hills()


def in_a_moment(act: Callable[[Act], Answer], asked: Act) -> Answer:
    """What somebody else does meanwhile, over a connection of their own."""

    def alone() -> Answer:
        try:
            return act(asked)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as others:
        return others.submit(alone).result()


def test_a_case_goes_to_another_node_and_comes_home(pair: Pair) -> None:
    town, hills = pair.town, pair.hills
    asked = opened(town).request
    sent = town.done("transfer.offer", HANDLER, request=asked, to=THEIR_WATER)

    pair.wire.cut = True
    pair.look()
    pair.look()
    looks = read_all("reading", "of_kind = 'request' AND of = %s", [asked])
    assert (len(pair.wire.said), len(looks)) == (2, 1)  # said twice, and its words opened once for it

    pair.wire.cut = False
    pair.look()
    hills.act("transfer.accept", hills.handler(), transfer=sent, category="leak")
    assert town.record("request", asked).organisation == WATER
    pair.from_hills()
    ours, case = town.record("transfer", sent), town.record("request", asked)
    assert (ours.status, case.status, case.organisation) == ("accepted", "elsewhere", THEIR_WATER)
    assert hills.signer.vkey.split("+")[0] in ours.acceptance
    pair.look()
    assert hills.find("transfer", sent).status == "accepted"

    hills.act("transfer.offer", hills.handler(), id="home", request=asked, to=WATER)
    pair.from_hills()
    town.done("transfer.accept", HANDLER, transfer="home")
    pair.look()
    pair.from_hills()

    assert (town.record("transfer", "home").status, hills.find("request", asked).status) == ("accepted", "elsewhere")
    home = town.record("request", asked)
    assert (home.status, home.organisation, home.transfer) == ("in_work", WATER, None)


def test_what_the_other_node_turns_down_holds_up_nothing_that_comes_after(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acts, "AT_ONCE", 2)
    refused = {f"t{number}" for number in range(3)}

    def picky(_peer: Peer, body: bytes) -> bytes:
        said = json.loads(body)["said"]
        pair.wire.said += [one["note"] for one in said]
        turned = [any(f'"{name}"' in one["note"] for name in refused) for one in said]
        return json.dumps({"answered": [{"code": "no"} if no else {"note": ""} for no in turned]}).encode()

    pair.talk.post = picky
    for name in (*sorted(refused), "z-later"):
        asked = opened(pair.town).request
        pair.town.done("transfer.offer", HANDLER, id=name, request=asked, to=THEIR_WATER)
    for _ in range(4):
        pair.at_s += 2.0
        pair.talk.look()

    assert any("z-later" in note for note in pair.wire.said)


def test_a_case_accepted_in_the_moment_its_offer_is_taken_back_is_not_held_twice(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker hears that the offer was taken back, and before it has its locks a handler accepts and is done."""
    town, hills = pair.town, pair.hills
    category = town.record("request", opened(town).request).category
    _offered(pair, "t", "q")
    hills.act("transfer.withdraw", hills.handler(), transfer="t")
    accepting = [town.asked("transfer.accept", HANDLER, transfer="t", category=category)]

    rows_read = rows.read

    def read(kind: str, ids: Sequence[str], *, lock: bool = False) -> dict[Ref, Held]:
        if kind == "transfer" and lock and accepting:
            assert in_a_moment(gate.act, accepting.pop()).refused is None
        return rows_read(kind, ids, lock=lock)

    monkeypatch.setattr(rows, "read", read)
    pair.from_hills()

    assert (town.record("transfer", "t").status, town.record("request", "q").status) == ("withdrawn", "elsewhere")


def test_many_cases_of_another_node_are_accepted_in_one_batch(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    category = pair.town.record("request", opened(pair.town).request).category
    for number in range(6):
        _offered(pair, f"t{number}", f"q{number}")

    monkeypatch.setattr(gate, "TRIES", 4)
    told = [{"transfer": f"t{number}", "category": category} for number in range(6)]
    answers = gate.perform([pair.town.asked("transfer.accept", HANDLER, **one) for one in told])

    assert [answer.refused for answer in answers] == [None] * 6


def test_what_nobody_known_here_signed_is_turned_down_and_leaves_nothing(pair: Pair) -> None:
    harbour, stranger = two_nodes()
    stranger.signer = replace(stranger.signer, seed=b"s" * 32)
    request(stranger, "q")
    stranger.act("transfer.offer", stranger.handler(), id="t", request="q", to=harbour.water)
    signed = stranger.message(stranger.find("transfer", "t"))[0]

    for note in ("nothing", signed):
        [reply] = acts.hear([acts.Message(note=note)])
        assert reply.refused == Refused("transfer.signature")
    assert read_all("transfer", "TRUE", []) == []
