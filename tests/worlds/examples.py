"""For every act one situation in which it succeeds, and the act, not yet done.

Whoever adds an act adds its example here (or in a module examples_*.py beside this one): the tests
of every act then hold it to the promises of the gate.
"""

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from tests.worlds.city import CENTRE, CITY, EAST, OVERSIGHT, Town, actor

from callbox.kernel.facts import Act, Actor, Id

Example = Callable[[Town], "Act[Any]"]

EXAMPLES: dict[str, Example] = {}

ADMINISTRATOR = actor("administrator", CITY)
SUPERVISOR = actor("supervisor", EAST)
TAKER = actor("call_taker")
MACHINE = Actor(organisation="", roles=frozenset({"machine"}), via="worker")
DIGEST = "0123456789abcdef" * 4


def example(name: str) -> Callable[[Example], Example]:
    """Register the example of an act."""

    def keep(builder: Example) -> Example:
        EXAMPLES[name] = builder
        return builder

    return keep


def load() -> dict[str, Example]:
    """All examples, by the name of their act."""
    for path in sorted(Path(__file__).parent.glob("examples_*.py")):
        import_module(f"tests.worlds.{path.stem}")
    return EXAMPLES


def bring_about(name: str, town: Town) -> "Act[Any]":
    """The example of an act. Its absence fails whichever test asks."""
    if name not in load():
        pytest.fail(f"{name} has no example: add one to tests/worlds/examples.py that brings it about")
    return EXAMPLES[name](town)


def unit(town: Town) -> Id:
    """A unit that is on nothing, with a call sign of its own."""
    return town.done("unit.commission", ADMINISTRATOR, organisation=f"{EAST}/station-1", call_sign=town.node.ids.new())


def post(town: Town) -> Id:
    return town.done("post.create", ADMINISTRATOR, organisation=CENTRE, title="Desk", roles=("dispatcher",))


def person(town: Town) -> Id:
    return town.done("person.admit", ADMINISTRATOR, organisation=CENTRE, sign_in=town.node.ids.new(), name="Lin Hai")


def calendar(town: Town) -> Id:
    return town.done("calendar.keep", ADMINISTRATOR, organisation=CITY, name="Office", zone="Asia/Shanghai")


def token(town: Town) -> Id:
    return town.done("token.issue", ADMINISTRATOR, **_token(town))


def _token(town: Town) -> dict[str, Any]:
    digest = town.node.ids.new().replace("-", "").encode().hex().ljust(64, "0")
    return {"organisation": CENTRE, "name": "alarm panel", "roles": ("reporter",), "digest": digest}


def report(town: Town, **more: Any) -> Id:
    return town.done("report.receive", TAKER, channel="call", address="12 Harbour Road", said_fact="smoke", **more)


# Who may act


@example("organisation.found")
def found(town: Town) -> Act:
    path = f"{EAST}/{town.node.ids.new()}"
    return town.asked("organisation.found", ADMINISTRATOR, id=path, above=EAST, name="Post", level="station")


@example("organisation.describe")
def describe(town: Town) -> Act:
    return town.asked("organisation.describe", ADMINISTRATOR, organisation=EAST, name_zh="东区")


@example("post.create")
def create_post(town: Town) -> Act:
    return town.asked("post.create", ADMINISTRATOR, organisation=CENTRE, title="Desk 1", roles=("dispatcher",))


@example("post.describe")
def describe_post(town: Town) -> Act:
    return town.asked("post.describe", ADMINISTRATOR, post=post(town), duties="sends units")


@example("post.appoint")
def appoint(town: Town) -> Act:
    return town.asked("post.appoint", ADMINISTRATOR, post=post(town), person=person(town))


@example("person.admit")
def admit(town: Town) -> Act:
    named: dict[str, Any] = {"sign_in": town.node.ids.new(), "name": "Lin Hai"}
    return town.asked("person.admit", ADMINISTRATOR, organisation=CENTRE, **named)


@example("person.describe")
def describe_person(town: Town) -> Act:
    return town.asked("person.describe", ADMINISTRATOR, person=person(town), name="Lin Hai Yan")


@example("person.invite")
def invite(town: Town) -> Act:
    until = town.clock.now() + timedelta(hours=1)
    return town.asked("person.invite", ADMINISTRATOR, person=person(town), digest=DIGEST, expires_at=until)


@example("person.redeem")
def redeem(town: Town) -> Act:
    invited = invite(town)
    who = town.done("person.invite", invited.by, **{name: getattr(invited.inputs, name) for name in INVITED})
    return town.asked("person.redeem", MACHINE, person=who, digest=DIGEST)


INVITED = ("person", "digest", "expires_at")


@example("person.dismiss")
def dismiss(town: Town) -> Act:
    who = person(town)
    town.done("post.appoint", ADMINISTRATOR, post=post(town), person=who)
    return town.asked("person.dismiss", ADMINISTRATOR, person=who)


@example("calendar.keep")
def keep_calendar(town: Town) -> Act:
    return town.asked("calendar.keep", ADMINISTRATOR, organisation=CITY, name="Office", zone="Asia/Shanghai")


@example("calendar.tell")
def tell_calendar(town: Town) -> Act:
    days: dict[str, Any] = {"holidays": ("2026-10-01",), "known_years": (2026,)}
    return town.asked("calendar.tell", ADMINISTRATOR, calendar=calendar(town), **days)


@example("token.issue")
def issue(town: Town) -> Act:
    return town.asked("token.issue", ADMINISTRATOR, **_token(town))


@example("token.revoke")
def revoke(town: Town) -> Act:
    return town.asked("token.revoke", ADMINISTRATOR, token=token(town))


# Looking


@example("reading.record")
def record_reading(town: Town) -> Act:
    return town.asked("reading.record", TAKER, of_kind="report", of=report(town), because="the caller rang again")


@example("reading.review")
def review(town: Town) -> Act:
    breaker = actor("analyst", glass=True)
    reading = town.done("reading.record", breaker, of_kind="report", of=report(town), because="a life in danger")
    return town.asked(
        "reading.review", actor("oversight", OVERSIGHT), reading=reading, justified=True, because="it was"
    )


# Units


@example("unit.commission")
def commission(town: Town) -> Act:
    sign = town.node.ids.new()
    return town.asked("unit.commission", ADMINISTRATOR, organisation=EAST, call_sign=sign, skills=("rescue",))


@example("unit.describe")
def describe_unit(town: Town) -> Act:
    return town.asked("unit.describe", SUPERVISOR, unit=unit(town), unit_kind="ladder", home_latitude_deg=30.5)


@example("unit.out_of_service")
def out_of_service(town: Town) -> Act:
    return town.asked("unit.out_of_service", SUPERVISOR, unit=unit(town), reason_code="vehicle")


@example("unit.in_service")
def in_service(town: Town) -> Act:
    out = town.done("unit.out_of_service", SUPERVISOR, unit=unit(town))
    return town.asked("unit.in_service", SUPERVISOR, unit=out)
