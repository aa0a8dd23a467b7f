"""Proposals on the live list, over HTTP."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from tests.journeys.test_console import entries, taken
from tests.worlds.city import CITY, EAST, SYSTEM, Town, actor
from tests.worlds.console import Desk

from callbox.kernel.advisor import Away, Told, using
from callbox.kernel.facts import Ref
from callbox.kernel.read import opened
from callbox.services.incident.holding import basis_of

Sit = Callable[[str], Desk]
SYSTEM_DISPATCHER = replace(SYSTEM, roles=frozenset({"dispatcher"}))


def test_distances_are_straight_lines_and_looking_is_recorded(people: Town, sit: Sit) -> None:
    by = actor("administrator", "")
    people.done("unit.describe", by, unit=people.units["E1"], home_latitude_deg=22.51, home_longitude_deg=114.1)
    incident = taken(sit("taker"))
    dana, before = sit("dana"), entries("reading.made")

    response = dana.client.post(f"/incidents/{incident}/propose", headers={"HX-Request": "true"})

    page = response.content.decode()
    assert "1.1 km" in page
    assert "straight lines" in page
    assert entries("reading.made") == before + 1


def proposed(people: Town, desk: Desk, incident: str) -> list[str]:
    """The tickets of the ways proposed, best first."""
    for sign, latitude_deg in (("E1", 22.51), ("M2", 22.6)):
        described = {"home_latitude_deg": latitude_deg, "home_longitude_deg": 114.1}
        people.done("unit.describe", actor("administrator", ""), unit=people.units[sign], **described)
    page = desk.client.post(f"/incidents/{incident}/propose", headers={"HX-Request": "true"}).content.decode()
    return re.findall(r'name="ticket" value="([^"]+)"', page)


def test_a_proposal_is_accepted_by_one_press_and_kept_with_the_assignment(people: Town, sit: Sit) -> None:
    incident = taken(sit("taker"))
    dana = sit("dana")
    nearest, _ = proposed(people, dana, incident)

    dana.client.post(f"/incidents/{incident}/accept", {"ticket": nearest, "key": "k"})

    [sent] = people.record("incident", incident).assignments
    assert people.record("assignment", sent).unit == people.units["E1"]
    kept = opened(replace(SYSTEM, roles=frozenset({"machine"})), Ref("assignment", sent), purpose="test").proposal
    assert basis_of(kept)["basis"] == "straight_line"


def test_a_proposal_that_holds_no_more_is_refused_with_the_unit_that_changed(people: Town, sit: Sit) -> None:
    incident, other = taken(sit("taker")), people.incident()
    dana = sit("dana")
    nearest, _ = proposed(people, dana, incident)
    dana.do(other, "assign", signs="e1", how="assign", key="k1")

    page = dana.client.post(f"/incidents/{incident}/accept", {"ticket": nearest, "key": "k2"}).content.decode()

    assert "E1 is assigned now" in page
    assert people.record("incident", incident).assignments == ()


def test_a_proposal_is_for_its_own_incident_and_cannot_be_made_up(people: Town, sit: Sit) -> None:
    incident, other = taken(sit("taker")), people.incident()
    dana = sit("dana")
    ticket, _ = proposed(people, dana, incident)

    for on, told in ((other, ticket), (incident, ticket[:-3] + "abc"), (incident, "")):
        page = dana.client.post(f"/incidents/{on}/accept", {"ticket": told, "key": "k"}).content.decode()
        assert "too old or not of this incident" in page
    assert people.record("incident", other).assignments == ()


def test_a_unit_that_was_there_and_is_done_still_meets_the_need(people: Town, sit: Sit) -> None:
    incident = taken(sit("taker"))
    dana = sit("dana")
    dana.do(incident, "assign", signs="e1", how="assign", key="k")
    [sent] = people.record("incident", incident).assignments
    for minute, step in enumerate(("en_route", "on_scene", "available"), 1):
        people.clock.put(people.clock.now() + timedelta(minutes=minute))
        people.done(f"assignment.{step}", SYSTEM_DISPATCHER, assignment=sent)

    heard: list[Told] = []
    with using(Listening(heard)):
        dana.client.post(f"/incidents/{incident}/propose")

    assert heard[0]["case"]["sent"] == [people.record("unit", people.units["E1"]).unit_kind]  # type: ignore[index,call-overload]


def test_what_an_incident_needs_is_asked_for_by_its_category(people: Town, sit: Sit) -> None:
    incident = taken(sit("taker"))
    named = people.record("incident", incident).category
    for organisation, needs in (
        ("coast", ["ambulance:9"]),
        (CITY, ["engine:2", "ambulance:1:rescue+hazmat"]),
        (EAST, ["boat"]),
    ):
        people.done(
            "category.create", actor("administrator", ""), organisation=organisation, name=named.title(),
            department=organisation, needs=tuple(needs),
        )  # fmt: skip

    heard: list[Told] = []
    with using(Listening(heard)):
        sit("dana").client.post(f"/incidents/{incident}/propose")

    assert heard[0]["case"]["needs"] == [  # type: ignore[index,call-overload]
        {"kind": "engine", "count": 2, "skills": []},
        {"kind": "ambulance", "count": 1, "skills": ["rescue", "hazmat"]},
    ]


def test_incidents_that_wait_too_and_are_as_urgent_are_told_with_the_question_and_the_look_is_recorded(
    people: Town, sit: Sit
) -> None:
    incident = taken(sit("taker"))
    urgent = people.incident(priority="life_threat", latitude_deg=22.5, longitude_deg=114.1)
    routine, sent = people.incident(priority="routine"), people.incident(priority="life_threat")
    dana, heard = sit("dana"), list[Told]()
    dana.do(sent, "assign", signs="e1", how="assign", key="k")
    before = entries("reading.made")

    with using(Listening(heard)):
        dana.client.post(f"/incidents/{incident}/propose")

    told: Any = heard[0]["others"]
    assert [(one["id"], one["priority"], one["place"]) for one in told] == [(urgent, 0, [114.1, 22.5])]
    assert routine not in str(heard)
    assert entries("reading.made") == before + 2


class Listening:
    """An advisor that hears what it is asked, and is away."""

    def __init__(self, heard: list[Told]) -> None:
        self._heard = heard

    def ask(self, question: str, told: Told, *, within_s: float = 0.15) -> Told:  # noqa: ARG002
        self._heard.append(told)
        raise Away("none")
