"""The rules of mutual aid, asked by themselves."""

from dataclasses import replace
from typing import Any

import pytest
from tests.worlds.pure import CENTRE, EAST, NOON, applied, asked, events, minute, refusal, somebody

from callbox.kernel.clocks import written
from callbox.kernel.facts import Actor, Ref
from callbox.services.aid import rules
from callbox.services.aid.facts import Aid
from callbox.services.aid.inputs import Accept, Ask, Decline, Due, OfAid
from callbox.services.incident.facts import Incident
from callbox.services.organisation.facts import Organisation
from callbox.services.unit.facts import Unit

RIVER = "inland/river"
FIRE = Incident(
    id="i", status="open", organisation=CENTRE, category="fire", priority="life_threat", area="east",
    received_at=NOON, opened_at=NOON,
)  # fmt: skip
ENDED = replace(FIRE, status="closed")
NEIGHBOUR = Organisation(id=RIVER, status="active", name="River", level="city")
ASKED = Aid(
    id="a", status="asked", organisation=CENTRE, parties=(RIVER,), to=RIVER, incident="i", category="fire",
    priority="life_threat", asked_at=NOON,
)  # fmt: skip
LENT = replace(ASKED, status="accepted", units=("u",))
ENGINE = Unit(id="u", status="available", organisation=f"{RIVER}/station", call_sign="R1")
ON_LOAN = replace(ENGINE, parties=(CENTRE,), lent_for="i")
THERE = somebody(organisation=RIVER)


def asking(*, to: Organisation = NEIGHBOUR, count: int = 2) -> Any:
    return asked(Ask(id="a", incident="i", to=to.id, unit_kind=" engine ", count=count, words="foam"))


def lending(by: Actor = THERE) -> Any:
    return asked(Accept(aid="a", units=("u",)), by=by, at=minute(1))


def test_a_neighbour_is_told_what_was_declared_and_not_the_incident_itself() -> None:
    aid: Aid = applied(rules.ask(asking(), incident=FIRE, to=NEIGHBOUR))[Ref("aid", "a")]

    assert (aid.organisation, aid.to, aid.parties, aid.incident) == (CENTRE, RIVER, (RIVER,), "i")
    assert (aid.category, aid.priority, aid.area, aid.unit_kind, aid.count) == (
        "fire",
        "life_threat",
        "east",
        "engine",
        2,
    )
    assert (aid.status, aid.asked_at, aid.words) == ("asked", NOON, "foam")


@pytest.mark.parametrize("to", [CENTRE, f"{CENTRE}/desk", "coast"])
def test_only_an_organisation_outside_is_a_neighbour(to: str) -> None:
    near = replace(NEIGHBOUR, id=to)

    assert refusal(rules.ask, asking(to=near), incident=FIRE, to=near) == "aid.no_neighbour"


def test_who_stands_above_may_ask_beside_but_not_below_themselves() -> None:
    above = asked(Ask(id="a", incident="i", to=EAST), by=somebody("supervisor", "coast/harbour"))

    assert refusal(rules.ask, above, incident=FIRE, to=replace(NEIGHBOUR, id=EAST)) == "aid.no_neighbour"
    assert events(rules.ask(asking(to=replace(NEIGHBOUR, id=EAST)), incident=FIRE, to=replace(NEIGHBOUR, id=EAST)))


@pytest.mark.parametrize(("count", "code"), [(0, "aid.count"), (51, "aid.count")])
def test_some_are_asked_for_and_no_army(count: int, code: str) -> None:
    assert refusal(rules.ask, asking(count=count), incident=FIRE, to=NEIGHBOUR) == code
    for right in (1, 50):
        assert events(rules.ask(asking(count=right), incident=FIRE, to=NEIGHBOUR)) == ["aid.asked"]


def test_for_a_closed_incident_nobody_is_asked_and_nothing_lent() -> None:
    assert refusal(rules.ask, asking(), incident=ENDED, to=NEIGHBOUR) == "incident.closed"
    assert refusal(rules.accept, lending(), aid=ASKED, units=(ENGINE,), incident=ENDED) == "incident.closed"


def test_a_lent_unit_may_be_sent_by_who_asked_to_this_incident() -> None:
    after = applied(rules.accept(lending(), aid=ASKED, units=(ENGINE,), incident=FIRE))

    aid, unit = after[Ref("aid", "a")], after[Ref("unit", "u")]
    assert (aid.status, aid.answered_at, aid.units) == ("accepted", minute(1), ("u",))
    assert (unit.parties, unit.lent_for, unit.organisation) == ((CENTRE,), "i", f"{RIVER}/station")


@pytest.mark.parametrize(
    "unit",
    [
        replace(ENGINE, organisation=EAST),
        replace(ENGINE, lent_for="another"),
        replace(ENGINE, status="out_of_service"),
        replace(ENGINE, status="off_shift"),
    ],
)
def test_what_is_not_ones_own_or_does_not_serve_cannot_be_lent(unit: Unit) -> None:
    assert refusal(rules.accept, lending(), aid=ASKED, units=(unit,), incident=FIRE) == "aid.cannot_lend"


def test_to_accept_is_to_name_units() -> None:
    assert refusal(rules.accept, lending(), aid=ASKED, units=(), incident=FIRE) == "field.empty"


@pytest.mark.parametrize("by", [somebody(), somebody(organisation=f"{RIVER}/station"), replace(THERE, person=None)])
def test_only_a_named_person_of_the_neighbour_answers(by: Actor) -> None:
    declining = asked(Decline(aid="a", declined_for="none_free"), by=by)

    assert refusal(rules.accept, lending(by), aid=ASKED, units=(ENGINE,), incident=FIRE) == "aid.not_asked"
    assert refusal(rules.decline, declining, aid=ASKED) == "aid.not_asked"


def test_a_neighbour_that_declines_says_why_and_keeps_its_units() -> None:
    [change] = rules.decline(asked(Decline(aid="a", declined_for="own_need"), by=THERE, at=minute(2)), aid=ASKED)

    declined: Aid = applied([change])[Ref("aid", "a")]
    assert (declined.status, declined.declined_for, declined.answered_at) == ("declined", "own_need", minute(2))


def test_only_who_asked_takes_it_back() -> None:
    act = asked(OfAid(aid="a"), at=minute(3))

    withdrawn: Aid = applied(rules.withdraw(act, aid=ASKED))[Ref("aid", "a")]
    assert (withdrawn.status, withdrawn.ended_at) == ("withdrawn", minute(3))
    assert refusal(rules.withdraw, replace(act, by=THERE), aid=ASKED) == "aid.not_theirs"


@pytest.mark.parametrize("rule", ["accept", "decline", "withdraw", "end"])
def test_what_was_answered_is_not_answered_again(rule: str) -> None:
    over = replace(ASKED, status="declined")
    told = {
        "accept": (lending(), {"units": (ENGINE,), "incident": FIRE}),
        "decline": (asked(Decline(aid="a", declined_for="other"), by=THERE), {}),
        "withdraw": (asked(OfAid(aid="a")), {}),
        "end": (asked(OfAid(aid="a")), {"units": (ON_LOAN,), "incident": FIRE}),
    }
    act, more = told[rule]

    assert refusal(getattr(rules, rule), act, aid=over, **more) == "aid.status"


def test_units_go_back_when_none_is_on_the_incident_any_more() -> None:
    act = asked(OfAid(aid="a"), at=minute(40))
    sent_to_it = replace(ON_LOAN, assignment="s")
    elsewhere = replace(ON_LOAN, assignment="t")
    fire = replace(FIRE, assignments=("s",))

    assert refusal(rules.end, act, aid=LENT, units=(sent_to_it,), incident=fire) == "aid.units_out"
    after = applied(rules.end(act, aid=LENT, units=(elsewhere,), incident=fire))
    unit = after[Ref("unit", "u")]
    assert (after[Ref("aid", "a")].status, after[Ref("aid", "a")].ended_at) == ("ended", minute(40))
    assert (unit.parties, unit.lent_for) == ((), None)


def test_a_unit_lent_again_meanwhile_stays_lent() -> None:
    lent_on = replace(ON_LOAN, lent_for="another")

    assert events(rules.end(asked(OfAid(aid="a")), aid=LENT, units=(lent_on,), incident=FIRE)) == ["aid.ended"]


def test_an_asking_nobody_answers_is_brought_up_and_stays_open() -> None:
    waiting = replace(ASKED, clocks={"answer": {"state": "running", "due": written(minute(1))}}, escalations=1)
    changes = rules.overdue(asked(Due(aid="a", clock="answer"), at=minute(1)), aid=waiting)

    late: Aid = applied(changes, {waiting.ref: waiting})[waiting.ref]
    assert events(changes) == ["aid.escalated"]
    assert (late.status, late.escalations, late.clocks["answer"]["state"]) == ("asked", 2, "fired")
