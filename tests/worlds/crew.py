"""A crew that can sign in to the console: one person in the post of unit E1."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from tests.worlds.city import CITY, EAST, SYSTEM, Town, actor
from tests.worlds.console import PASSWORD

DISPATCHER = actor("dispatcher", CITY)
STATION = f"{EAST}/station-1"


@pytest.fixture
def crew_of_e1(people: Town) -> Town:
    """The town with its people, and wang in the crew of E1."""
    person = people.done("person.admit", SYSTEM, organisation=STATION, sign_in="wang", name="Wang Canary")
    given: dict[str, Any] = {"organisation": STATION, "title": "E1", "roles": ("crew",), "unit": people.units["E1"]}
    people.done("post.appoint", SYSTEM, post=people.done("post.create", SYSTEM, **given), person=person)
    get_user_model()(username="wang", password=make_password(PASSWORD)).save()
    return people


def sent(town: Town, **more: Any) -> tuple[str, str]:
    """A fire with E1 assigned to it: the incident and the assignment."""
    given = {"category": "fire", "priority": "emergency", "address": "9 Harbour Road", "summary": "smoke on the stairs"}
    incident = town.done("incident.open", DISPATCHER, **given | more)
    return incident, town.done("incident.assign", DISPATCHER, incident=incident, unit=town.units["E1"])
