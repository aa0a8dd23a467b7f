from dataclasses import replace
from typing import Any

import pytest
from tests.worlds.pure import EAST, NOON, applied, asked, events, minute, refusal, somebody

from callbox.kernel.facts import Actor
from callbox.services.incident import assigning, watching
from callbox.services.incident.facts import Incident
from callbox.services.incident.inputs import Assign, HandWatch, StandIn, Watch
from callbox.services.organisation.facts import Post
from callbox.services.unit.facts import Unit

DANA = somebody("dispatcher", post="desk-1")
DIAO = somebody("dispatcher", person="diao", post="desk-2")
FIRE = Incident(
    id="fire",
    status="open",
    organisation=EAST,
    category="fire",
    priority="emergency",
    received_at=NOON,
    opened_at=NOON,
)
HERS = replace(FIRE, watcher="desk-1", watched_since=NOON)
DESK_2 = Post(
    id="desk-2", status="active", organisation="coast/harbour", title="", roles=("dispatcher",), person="diao"
)
ENGINE = Unit(id="e1", status="available", organisation=EAST, call_sign="E1")


def watched_by(by: Actor, incident: Incident) -> Any:
    return applied(watching.watch(asked(Watch(incident="fire"), by=by, at=minute(2)), incident=incident))[FIRE.ref]


@pytest.mark.parametrize("incident", [FIRE, HERS, replace(HERS, watch_lapsed=True), replace(HERS, watch_to="desk-2")])
def test_whoever_is_there_may_take_watch_of_any_incident(incident: Incident) -> None:
    after = watched_by(DIAO, incident)

    assert (after.watcher, after.watch_to, after.watch_lapsed) == ("desk-2", None, False)
    assert after.watched_since == minute(2)


def test_handing_over_frees_nobody_until_the_other_takes_it() -> None:
    act = asked(HandWatch(incident="fire", to="desk-2"), by=DANA)

    after = applied(watching.hand_watch(act, incident=HERS, to=DESK_2))[FIRE.ref]

    assert (after.watcher, after.watch_to) == ("desk-1", "desk-2")
    assert watched_by(DANA, after).watch_to is None  # she keeps it
    assert watched_by(DIAO, after).watcher == "desk-2"


def test_nobody_takes_watch_without_a_post_or_a_name() -> None:
    for by in (replace(DANA, post=None), replace(DANA, person=None)):
        assert (
            refusal(watching.watch, asked(Watch(incident="fire"), by=by), incident=FIRE) == "incident.watch_needs_post"
        )


def test_a_watch_is_handed_only_to_a_post_that_somebody_holds_and_that_sends_units_there() -> None:
    strange = [
        replace(DESK_2, person=None),
        replace(DESK_2, roles=("call_taker",)),
        replace(DESK_2, organisation="coast/harbour/west"),
        replace(DESK_2, status="ended"),
    ]
    for to in strange:
        act = asked(HandWatch(incident="fire", to="desk-2"), by=DANA)
        assert refusal(watching.hand_watch, act, incident=HERS, to=to) == "incident.cannot_watch"


def test_who_sends_the_first_unit_to_what_nobody_watches_watches_it() -> None:
    act = asked(Assign(id="a", incident="fire", unit="e1"), by=DANA)

    after = applied(assigning.assign(act, incident=FIRE, unit=ENGINE, others=()))[FIRE.ref]

    assert after.watcher == "desk-1"


def test_who_sends_a_unit_to_what_a_colleague_watches_takes_nothing_from_them() -> None:
    act = asked(Assign(id="a", incident="fire", unit="e1"), by=DIAO)

    after = applied(assigning.assign(act, incident=HERS, unit=ENGINE, others=()))[FIRE.ref]

    assert after.watcher == "desk-1"


def test_a_crew_that_attaches_itself_watches_nothing() -> None:
    crew = somebody("crew", EAST, unit="e1", post="seat")
    act = asked(Assign(id="a", incident="fire", unit="e1", self_attached=True), by=crew)

    assert applied(assigning.assign(act, incident=FIRE, unit=ENGINE, others=()))[FIRE.ref].watcher is None


def test_the_machine_puts_somebody_in_or_brings_it_to_the_next_above_and_takes_no_name_away() -> None:
    gone = asked(StandIn(incident="fire", gone="desk-1"))

    relieved = watching.stand_in(gone, incident=HERS, to=DESK_2)
    alone = watching.stand_in(gone, incident=HERS, to=None)

    assert events(relieved) == ["incident.watch_assigned"]
    assert applied(relieved)[FIRE.ref].watcher == "desk-2"
    after = applied(alone)[FIRE.ref]
    assert (after.watcher, after.watch_lapsed, after.escalations) == ("desk-1", True, 1)
    assert refusal(watching.stand_in, gone, incident=after, to=None) == "incident.watch_changed"


def test_the_machine_puts_nobody_in_where_somebody_took_watch_meanwhile() -> None:
    act = asked(StandIn(incident="fire", gone=None, to="desk-2"))

    assert refusal(watching.stand_in, act, incident=HERS, to=DESK_2) == "incident.watch_changed"


def test_a_closed_incident_is_watched_by_nobody_anew() -> None:
    closed = replace(HERS, status="closed")
    assert refusal(watching.watch, asked(Watch(incident="fire"), by=DIAO), incident=closed) == "incident.closed"
