"""Cases change hands between two nodes, and have one owner at every instant, whatever dies, is lost, doubled or late."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from tests.worlds.two_nodes import HARBOUR, HILLS, Network, Side, check_owner, owners, request, two_nodes, with_returns

from callbox.kernel.facts import Actor, Id, Ref, Refused
from callbox.services.transfer.facts import AGREED
from callbox.services.transfer.rules_between import owner


def offered(side: Side, one: Id, *, name: str = "t", to: str = "water", **more: Any) -> None:
    side.act("transfer.offer", side.handler(), id=name, request=one, to=f"{side.other}/{to}", **more)


def whole(sides: tuple[Side, Side]) -> Network:
    """A network that loses nothing."""
    return Network(sides, Random(0), loses=0, doubles=0)


def test_a_case_goes_over_is_worked_on_and_is_owned_by_one() -> None:
    harbour, hills = sides = two_nodes()
    request(harbour, "q")
    offered(harbour, "q")
    network = whole(sides)
    network.round()
    assert hills.find("request", "q") is None
    assert owners(sides, "q") == [HARBOUR]

    hills.act("transfer.accept", hills.handler(), transfer="t", category="leak")
    assert (hills.find("transfer", "t").status, owners(sides, "q")) == (AGREED, [HARBOUR])
    hills.act("request.take_up", hills.handler(), request="q")  # the receiver may work meanwhile
    network.settle()

    assert (check_owner(sides, "t"), owners(sides, "q")) == (HILLS, [HILLS])
    gone, here = harbour.find("request", "q"), hills.find("request", "q")
    assert (gone.status, gone.organisation, gone.parties) == ("elsewhere", hills.water, (f"{HARBOUR}/centre",))
    assert (here.status, here.organisation, here.wanted, here.transfer) == (
        "in_work",
        hills.water,
        "Water runs down the hill",
        None,
    )
    assert here.taken_by == harbour.water


def test_a_case_that_comes_home_is_the_record_that_left() -> None:
    harbour, hills = sides = two_nodes()
    request(harbour, "q")
    network = whole(sides)
    offered(harbour, "q")
    network.round()
    hills.act("transfer.accept", hills.handler(), transfer="t", category="leak")
    network.settle()

    offered(hills, "q", name="back")
    network.round()
    harbour.act("transfer.accept", harbour.handler(), transfer="back")
    network.settle()

    assert owners(sides, "q") == [HARBOUR]
    assert harbour.find("request", "q").taken_by == f"{HARBOUR}/centre"
    assert hills.find("request", "q").status == "elsewhere"


def test_a_return_is_heard_with_its_rule_and_counts_and_the_words_are_forgotten() -> None:
    harbour, hills = sides = two_nodes()
    request(harbour, "q")
    offered(harbour, "q")
    network = whole(sides)
    network.round()
    hills.act("transfer.return", hills.handler(), transfer="t", returned_under="other_area", because="over the ridge")
    network.settle()

    ours = harbour.find("transfer", "t")
    assert (ours.status, ours.returned_under, harbour.find("request", "q").returns) == ("returned", "other_area", 1)
    assert hills.find("transfer", "t").known is None
    assert owners(sides, "q") == [HARBOUR]


def test_an_arbiters_word_binds_the_receiver_and_the_sender_owns_until_it_signs() -> None:
    harbour, hills = sides = two_nodes()
    with_returns(harbour, request(harbour, "q"), 2)
    offered(harbour, "q")
    network = whole(sides)
    network.round()
    hills.act("transfer.return", hills.handler(), transfer="t", returned_under="other_area", because="over the ridge")
    network.settle()
    assert harbour.find("transfer", "t").status == "to_arbiter"

    leader = Actor(organisation="coast", roles=frozenset({"leader"}), person="leo")
    harbour.act("transfer.decide", leader, transfer="t", decided_for=hills.water, because="it is their pipe")
    assert owners(sides, "q") == [HARBOUR]
    network.settle()
    with pytest.raises(Refused, match=r"transfer\.ruled"):
        hills.act("transfer.return", hills.handler(), transfer="t", returned_under="other_area", because="no")
    hills.act("transfer.accept", hills.handler(), transfer="t", category="leak")
    network.settle()

    assert (check_owner(sides, "t"), owners(sides, "q")) == (HILLS, [HILLS])


def test_a_life_in_danger_is_a_report_on_the_other_nodes_line_at_once_and_signed_for() -> None:
    harbour, hills = sides = two_nodes()
    request(harbour, "q")
    offered(harbour, "q", to="centre", danger_to_life=True)
    network = whole(sides)
    network.settle()

    [report] = hills.kind("report")
    assert (report.organisation, report.status, report.said_fact) == (
        f"{HILLS}/centre",
        "received",
        "Water runs down the hill",
    )
    assert harbour.find("transfer", "t").status == "accepted"
    assert harbour.find("request", "q").status == "elsewhere"


def test_who_takes_an_offer_back_before_it_heard_of_the_acceptance_keeps_the_case() -> None:
    harbour, hills = sides = two_nodes()
    request(harbour, "q")
    offered(harbour, "q")
    network = whole(sides)
    network.round()
    hills.act("transfer.accept", hills.handler(), transfer="t", category="leak")
    harbour.act("transfer.withdraw", harbour.handler(), transfer="t")
    network.settle()

    assert owners(sides, "q") == [HARBOUR]
    assert (hills.find("transfer", "t").status, hills.find("request", "q").status) == ("withdrawn", "elsewhere")


@pytest.mark.parametrize("spoil", ["key", "text", "other_transfer"])
def test_what_the_other_node_did_not_sign_moves_nothing(spoil: str) -> None:
    harbour, hills = sides = two_nodes()
    request(harbour, "q")
    offered(harbour, "q")
    whole(sides).round()
    hills.act("transfer.accept", hills.handler(), transfer="t", category="leak")
    note, known, because = hills.message(hills.find("transfer", "t"))
    key = hills.signer.vkey
    if spoil == "key":
        note = harbour.message(harbour.find("transfer", "t"))[0]
    elif spoil == "text":
        note = note.replace('"says":"agreed"', '"says":"accepted"')
    else:
        request(harbour, "other")
        offered(harbour, "other", name="t2")
        note = note.replace('"transfer":"t"', '"transfer":"t2"')
    with pytest.raises(Refused, match=r"transfer\.(signature|statement)"):
        harbour.hear((note, known, because), key)
    assert owners(sides, "q") == [HARBOUR]


def tossed(sides: tuple[Side, Side], count: int, seed: int) -> tuple[int, int]:
    """So many transfers there and back among what is lost, doubled and late; (deaths, how many changed the owner)."""
    draw = Random(seed)
    network = Network(sides, draw)
    moved = 0
    for number in range(count):
        case = f"q{number % max(1, count // 4)}"
        while any(its.settled_between for side in sides if (its := side.find("request", case))):
            case += "+"  # an arbiter decided on that one: it goes nowhere any more
        if not any(side.find("request", case) for side in sides):
            request(sides[draw.randrange(2)], case)
        moved += one_transfer(network, case, f"t{number}")
    return network.deaths, moved


def one_transfer(network: Network, case: Id, name: Id) -> bool:
    """One transfer of a case, whoever owns it, to its end; after every step its owner is looked for."""
    sides, draw = network.sides, network.draw
    sender = next(side for side in sides if side.name in owners(sides, case))
    receiver = network.other(sender)
    offered(sender, case, name=name)

    def look() -> None:
        owner = check_owner(sides, name)
        assert owners(sides, case) in ([owner], []), (owner, owners(sides, case))

    network.look = look
    for _ in range(200):
        network.round()
        look()
        its = sender.find("transfer", name)
        if its.told and its.status not in ("offered", "to_arbiter"):
            break
        step(network, sender, receiver, name)
    network.look = lambda: None
    network.settle()
    assert owners(sides, case) == [check_owner(sides, name)]
    return draw is network.draw and check_owner(sides, name) == receiver.name


def step(network: Network, sender: Side, receiver: Side, name: Id) -> None:
    """Somebody on either side does something about it, or nobody does."""
    draw, there = network.draw, receiver.find("transfer", name)
    chance = draw.random()
    try:
        if chance < 0.04:
            sender.act("transfer.withdraw", sender.handler(), transfer=name)
        elif there is not None and there.status == "offered" and chance < 0.5:
            receiver.act("transfer.accept", receiver.handler(), transfer=name, category="leak")
        elif there is not None and there.status == "offered" and chance < 0.6:
            why = {"returned_under": "other_area", "because": "over the ridge"}
            receiver.act("transfer.return", receiver.handler(), transfer=name, **why)
        elif sender.find("transfer", name).status == "to_arbiter":
            leader = Actor(organisation="coast", roles=frozenset({"leader"}), person="leo")
            chosen = draw.choice((sender.water, receiver.water))
            sender.act("transfer.decide", leader, transfer=name, decided_for=chosen, because="theirs")
    except Refused as no:
        if no.code not in ("transfer.ruled", "transfer.with_arbiter", "transfer.ended"):
            raise


def test_transfers_among_deaths_have_one_owner_at_every_step() -> None:
    deaths, moved = tossed(two_nodes(), 60, seed=5)
    assert deaths > 100
    assert moved > 20


@pytest.mark.slow
def test_ten_thousand_transfers_among_deaths_have_one_owner_at_every_step() -> None:
    deaths, moved = 0, 0
    for seed in range(40):
        died, went = tossed(two_nodes(), 250, seed)
        deaths, moved = deaths + died, moved + went
    print(f"10,000 transfers, {deaths} deaths, {moved} changed the owner: one owner at every step")
    assert deaths > 10_000


def test_the_ledger_of_the_sender_alone_says_who_owns_it() -> None:
    """Were the sender to let go before it holds the signature, this would see it."""
    harbour, hills = sides = two_nodes()
    request(harbour, "q")
    offered(harbour, "q")
    whole(sides).round()
    hills.act("transfer.accept", hills.handler(), transfer="t", category="leak")
    hills.put(hills[Ref("transfer", "t")].__class__(**{**vars(hills.find("transfer", "t")), "status": "accepted"}))
    with pytest.raises(AssertionError, match="did not let go"):
        check_owner(sides, "t")


def taker(side: Side) -> Actor:
    return Actor(organisation=f"{side.name}/centre", roles=frozenset({"call_taker"}), person="lin")


def sent_to_the_line(sides: tuple[Side, Side]) -> Network:
    """A request of the harbour is a report in the queue of the hills, signed for and let go."""
    harbour, hills = sides
    request(harbour, "q")
    offered(harbour, "q", to="centre", danger_to_life=True)
    network = whole(sides)
    network.settle()
    assert (hills.find("transfer", "t").status, harbour.find("request", "q").status) == ("accepted", "elsewhere")
    return network


def test_the_line_of_another_node_hands_back_with_one_key_and_owns_it_until_that_is_signed() -> None:
    harbour, hills = sides = two_nodes()
    network = sent_to_the_line(sides)

    hills.act("transfer.hand_back", taker(hills), transfer="t")
    assert (hills.find("transfer", "t").status, hills.find("report", "t").status) == ("going_back", "received")
    note = hills.message(hills.find("transfer", "t"))
    harbour.hear(note, hills.signer.vkey)
    case = harbour.find("request", "q")
    assert (case.status, case.organisation, case.returns) == ("in_work", harbour.water, 1)
    assert owner(harbour.find("transfer", "t"), case) == f"{HILLS}/centre"
    with pytest.raises(Refused, match=r"transfer\.open_already"):
        offered(harbour, "q", name="t2")
    network.settle()

    ours, theirs = harbour.find("transfer", "t"), hills.find("transfer", "t")
    assert (ours.status, theirs.status) == ("returned", "returned")
    assert ours.returned_under == theirs.returned_under == "no_danger_to_life"
    report = hills.find("report", "t")
    assert (report.status, report.closed_as) == ("closed", "handed_back")
    case = harbour.find("request", "q")
    assert (case.transfer, owner(ours, case)) == (None, harbour.water)


@pytest.mark.parametrize("keeps", [True, False])
def test_handed_back_once_too_often_the_arbiter_decides_while_the_line_holds_it(keeps: bool) -> None:
    harbour, hills = sides = two_nodes()
    network = sent_to_the_line(sides)
    with_returns(harbour, Ref("request", "q"), 1)
    hills.act("transfer.hand_back", taker(hills), transfer="t")
    network.settle()
    assert harbour.find("transfer", "t").status == "to_arbiter"
    assert (harbour.find("request", "q").status, hills.find("report", "t").status) == ("elsewhere", "received")

    leader = Actor(organisation="coast", roles=frozenset({"leader"}), person="leo")
    chosen = f"{HILLS}/centre" if keeps else harbour.water
    harbour.act("transfer.decide", leader, transfer="t", decided_for=chosen, because="the smoke was theirs")
    network.settle()

    case = harbour.find("request", "q")
    if keeps:
        assert (harbour.find("transfer", "t").status, hills.find("transfer", "t").status) == ("accepted", "accepted")
        assert (case.status, hills.find("report", "t").status) == ("elsewhere", "received")
        with pytest.raises(Refused, match=r"transfer\.ruled"):
            hills.act("transfer.hand_back", taker(hills), transfer="t")
    else:
        assert (harbour.find("transfer", "t").status, hills.find("transfer", "t").status) == ("decided", "returned")
        assert (case.status, case.transfer, hills.find("report", "t").status) == ("in_work", None, "closed")
    assert set(case.settled_between) == {harbour.water, f"{HILLS}/centre"}


@pytest.mark.parametrize("seed", range(20))
def test_a_case_that_is_handed_back_among_deaths_has_one_owner_at_every_step(seed: int) -> None:
    harbour, hills = sides = two_nodes()
    sent_to_the_line(sides)
    hills.act("transfer.hand_back", taker(hills), transfer="t")
    network = Network(sides, Random(seed))

    def look() -> None:
        case, theirs = harbour.find("request", "q"), hills.find("transfer", "t")
        here = case.status != "elsewhere" and owner(harbour.find("transfer", "t"), case) == harbour.water
        assert not (here and theirs.status != "returned")

    network.look = look
    network.settle(400)
    assert (harbour.find("transfer", "t").status, hills.find("transfer", "t").status) == ("returned", "returned")
    assert harbour.find("request", "q").transfer is None


def test_what_the_line_has_begun_to_work_on_is_not_handed_back_by_a_key() -> None:
    _, hills = sides = two_nodes()
    sent_to_the_line(sides)
    hills.put(replace(hills.find("report", "t"), status="joined", incident="i"))
    with pytest.raises(Refused, match=r"transfer\.worked_on"):
        hills.act("transfer.hand_back", taker(hills), transfer="t")
