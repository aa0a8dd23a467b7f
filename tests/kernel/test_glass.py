"""Breaking the glass: what it opens, what it never opens, and who looks at it afterwards."""

from dataclasses import replace

import pytest
from django.db import connection
from tests.worlds.city import CENTRE, EAST, OVERSIGHT, WEST, Town, actor

from callbox.kernel import read
from callbox.kernel.facts import Ref, Refused
from callbox.services.access.acts import to_review

STRANGER = actor("dispatcher", EAST)
BREAKER = actor("dispatcher", EAST, glass=True)
OVERSEER = actor("oversight", OVERSIGHT)


def case(town: Town) -> Ref:
    return Ref("incident", town.incident(address="12 Harbour Road"))


def complaint(town: Town, **more: object) -> Ref:
    """A report about EAST, received by the centre."""
    return Ref("report", town.done("report.receive", actor("call_taker"), said_fact="the crew was rude", **more))


def test_who_breaks_the_glass_sees_what_they_could_not_and_waits_for_a_review(town: Town) -> None:
    incident = case(town)
    with pytest.raises(Refused, match="not_found"):
        read.opened(STRANGER, incident, purpose="the neighbour asks")

    assert read.opened(BREAKER, incident, purpose="the neighbour asks").address == "12 Harbour Road"

    [reading] = to_review(OVERSEER).records
    assert (reading.organisation, reading.of, reading.glass) == (EAST, incident.id, True)


def test_a_review_is_another_organisations(town: Town) -> None:
    read.opened(BREAKER, case(town), purpose="the neighbour asks")
    [reading] = to_review(OVERSEER).records
    insider = actor("oversight", EAST)
    assert to_review(insider).records == ()
    own = town.act("reading.review", insider, reading=reading.id, justified=True, because="it was me")
    assert own.refused == Refused("reading.other_organisation")

    town.done("reading.review", OVERSEER, reading=reading.id, justified=False, because="no reason was given")

    assert to_review(OVERSEER).records == ()
    assert town.record("reading", reading.id).justified is False


def test_the_glass_is_not_broken_for_what_one_may_see_anyway(town: Town) -> None:
    read.opened(actor("dispatcher", CENTRE, glass=True), case(town), purpose="it is mine")
    assert to_review(OVERSEER).records == ()


@pytest.mark.parametrize(
    "who",
    [
        replace(BREAKER, person=None),
        actor("reporter", EAST, glass=True),
        actor("administrator", EAST, glass=True),
    ],
    ids=["a system without a person", "a token that only reports", "a post that reads no incidents"],
)
def test_the_glass_is_not_for_everybody(town: Town, who: object) -> None:
    incident = case(town)
    with pytest.raises(Refused, match="not_found"):
        read.opened(who, incident, purpose="to see")  # type: ignore[arg-type]
    assert to_review(OVERSEER).records == ()


@pytest.mark.parametrize("hidden", [{"about": EAST}, {"protected": True}])
def test_the_glass_never_opens_what_is_out_of_reach(town: Town, hidden: dict[str, str | bool]) -> None:
    incident = case(town)
    report = complaint(town)
    _hide(report, hidden)

    assert read.opened(BREAKER, incident, purpose="to see")
    with pytest.raises(Refused) as refused:
        read.opened(BREAKER, report, purpose="to see")

    assert refused.value == Refused("not_found", kind="report", id=report.id)


def test_the_glass_needs_a_purpose_and_opens_no_list(town: Town) -> None:
    incident = case(town)
    with pytest.raises(Refused, match=r"reason\.missing"):
        read.opened(BREAKER, incident, purpose=" ")
    assert read.listing(BREAKER, "incident").records == ()
    assert read.opened(actor("dispatcher", WEST, glass=True), incident, purpose="fire next door")


def _hide(report: Ref, fields: dict[str, str | bool]) -> None:
    """Put a row out of reach behind the gate: the acts that do it belong to other services."""
    with connection.cursor() as cursor:
        for name, value in fields.items():
            cursor.execute(f"UPDATE {report.kind} SET {name} = %s WHERE id = %s", [value, report.id])
