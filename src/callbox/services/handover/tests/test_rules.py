from dataclasses import replace
from typing import Any

import pytest
from tests.worlds.pure import CENTRE, NOON, applied, asked, minute, refusal, somebody

from callbox.kernel.facts import Actor
from callbox.services.handover import rules
from callbox.services.handover.facts import Handover
from callbox.services.handover.inputs import Due, Offer, Take
from callbox.services.incident.facts import Incident
from callbox.services.organisation.facts import Organisation

OFF = somebody("dispatcher")
ON = somebody("dispatcher", person="dispatcher-2")
OFFERED = Handover(
    id="h", status="offered", organisation=CENTRE, person="dispatcher-1", offered_at=NOON, incidents=("i", "j")
)
ANSWER = Take(handover="h")


def test_who_goes_off_signs_what_is_open() -> None:
    after = applied(rules.offer(asked(Offer(id="h", incidents=("i", "j", "i")), by=OFF)))

    assert after[OFFERED.ref] == OFFERED


def test_a_machine_hands_nothing_over() -> None:
    assert refusal(rules.offer, asked(Offer(id="h"), by=replace(OFF, person=None))) == "handover.needs_person"


def test_nothing_is_handed_over_that_could_not_be_read() -> None:
    many = tuple(str(number) for number in range(rules.MATTERS_MOST + 1))
    assert refusal(rules.offer, asked(Offer(id="h", incidents=many), by=OFF)) == "handover.too_many"


def test_who_comes_on_signs_it_too() -> None:
    after = applied(rules.take(asked(ANSWER, by=ON, at=minute(4)), handover=OFFERED, incidents=()))[OFFERED.ref]

    assert (after.status, after.taken_by, after.taken_at) == ("taken", "dispatcher-2", minute(4))


def test_nobody_signs_for_both() -> None:
    assert refusal(rules.take, asked(ANSWER, by=OFF), handover=OFFERED, incidents=()) == "handover.same_person"
    unnamed = replace(ON, person=None)
    assert refusal(rules.take, asked(ANSWER, by=unnamed), handover=OFFERED, incidents=()) == "handover.needs_person"


def test_only_who_offered_it_takes_it_back() -> None:
    assert applied(rules.withdraw(asked(ANSWER, by=OFF), handover=OFFERED))[OFFERED.ref].status == "withdrawn"
    assert refusal(rules.withdraw, asked(ANSWER, by=ON), handover=OFFERED) == "handover.not_theirs"


@pytest.mark.parametrize("status", ["taken", "withdrawn"])
def test_what_is_over_is_signed_no_more(status: str) -> None:
    over = replace(OFFERED, status=status)
    assert refusal(rules.take, asked(ANSWER, by=ON), handover=over, incidents=()) == "handover.over"
    assert refusal(rules.withdraw, asked(ANSWER, by=OFF), handover=over) == "handover.over"


def test_an_offer_that_nobody_takes_goes_to_the_next_above_and_stays_open() -> None:
    running = {"taken": {"state": "running", "started": NOON.isoformat(), "due": minute(15).isoformat()}}
    late = replace(OFFERED, clocks=running)

    after = applied(rules.overdue(asked(Due(handover="h", clock="taken"), at=minute(15)), handover=late))[OFFERED.ref]

    assert (after.status, after.escalations) == ("offered", 1)
    early = asked(Due(handover="h", clock="taken"), at=minute(14))
    assert refusal(rules.overdue, early, handover=late) == "clock.not_due"


def incident(name: str, **more: Any) -> Incident:
    told: dict[str, Any] = {"status": "open", "category": "fire", "priority": "emergency", "organisation": CENTRE}
    return Incident(id=name, received_at=NOON, opened_at=NOON, **{**told, **more})


def test_what_the_first_watched_and_what_nobody_watched_is_watched_by_the_second() -> None:
    theirs = incident("theirs", watcher="desk-1")
    nobodys = incident("nobodys")
    left = incident("left", watcher="desk-3", watch_lapsed=True)
    another = incident("another", watcher="desk-3")
    over = incident("over", watcher="desk-1", status="closed")
    by, handover = replace(ON, post="desk-2"), replace(OFFERED, post="desk-1")

    act = asked(ANSWER, by=by, at=minute(4))
    after = applied(rules.take(act, handover=handover, incidents=(theirs, nobodys, left, another, over)))

    followed = {ref.id: one.watcher for ref, one in after.items() if ref.kind == "incident"}
    assert followed == {"theirs": "desk-2", "nobodys": "desk-2", "left": "desk-2"}


def test_no_signature_takes_watch_of_what_the_post_neither_reaches_nor_sends_units_to() -> None:
    elsewhere, here = incident("elsewhere", organisation="coast/harbour/west"), incident("here")
    sender, taker = replace(ON, post="desk-2"), somebody("call_taker", person="taker-2", post="desk-4")

    def followed(by: Actor) -> list[str]:
        act = asked(ANSWER, by=by, at=minute(4))
        after = applied(rules.take(act, handover=OFFERED, incidents=(elsewhere, here)))
        return [ref.id for ref in after if ref.kind == "incident"]

    assert (followed(sender), followed(taker)) == (["here"], [])


def district(name: str, watcher: str | None) -> Organisation:
    told: dict[str, Any] = {"level": "county", "name": name, "watcher": watcher}
    return Organisation(id=f"{CENTRE}/{name}", status="active", **told)


def taken(*areas: Organisation, takes: tuple[str, ...], **by: Any) -> Any:
    given = Take(handover="h", areas=tuple(f"{CENTRE}/{name}" for name in takes))
    handover = replace(OFFERED, post="post-1", areas=tuple(one.id for one in areas))
    return rules.take, asked(given, by=replace(ON, post="post-2", **by)), {"handover": handover, "areas": areas}


def test_who_comes_on_says_of_each_district_whether_they_watch_it_now() -> None:
    east, west = district("east", "post-1"), district("west", "post-1")

    rule, act, shown = taken(east, west, takes=("east",))
    after = applied(rule(act, incidents=(), **shown))

    assert after[east.ref].watcher == "post-2"
    assert west.ref not in after, "a district that nobody takes stays watched by who watched it"
    assert after[OFFERED.ref].status == "taken"


@pytest.mark.parametrize(
    ("watcher", "takes", "by", "why"),
    [
        ("post-1", ("west",), {}, "handover.not_handed"),
        ("post-3", ("east",), {}, "handover.area_taken"),
        ("post-1", ("east",), {"organisation": "hills"}, "handover.area_beyond"),
        ("post-1", ("east",), {"roles": frozenset({"call_taker"})}, "incident.watch_needs_post"),
    ],
)
def test_a_district_that_cannot_be_taken_says_why(
    watcher: str, takes: tuple[str, ...], by: dict[str, Any], why: str
) -> None:
    rule, act, shown = taken(district("east", watcher), takes=takes, **by)

    assert refusal(rule, act, incidents=(), **shown) == why
