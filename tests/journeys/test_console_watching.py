"""Who watches what, at the console: taken, handed over, and never lost when somebody goes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.worlds.city import CITY, EAST, NOON, Town, actor
from tests.worlds.console import Desk

from callbox.kernel import presence
from callbox.kernel.read import Condition, select
from callbox.services.incident import standing_in

Sit = Callable[[str], Desk]
TAKER = actor("call_taker", CITY)


def opened(town: Town, **more: Any) -> str:
    return town.done("incident.open", TAKER, **{"category": "fire", "priority": "emergency", **more})


def post_of(town: Town, name: str) -> str:
    """The post that somebody works in."""
    [person] = select(standing_in.RELIEF, "person", where=[Condition("sign_in = %s", (name,))])
    return str(person.posts[0])


def test_a_watch_is_taken_handed_and_taken_by_the_other(sit: Sit, people: Town) -> None:
    dana, diao = sit("dana"), sit("diao")
    incident = opened(people)
    assert 'data-watcher="" data-watch-to=""' in dana.get("/")

    dana.do(incident, "watch")
    assert f'data-watcher="{post_of(people, "dana")}"' in diao.get("/board/shared")

    dana.do(incident, "hand_watch", to=post_of(people, "diao"))
    handed = people.record("incident", incident)
    assert (handed.watcher, handed.watch_to) == (post_of(people, "dana"), post_of(people, "diao"))

    diao.do(incident, "watch")
    assert people.record("incident", incident).watcher == post_of(people, "diao")


def test_who_signs_out_leaves_nothing_without_a_watcher(sit: Sit, people: Town) -> None:
    dana, diao = sit("dana"), sit("diao")
    incident = opened(people)
    diao.get("/")
    dana.get("/")
    dana.do(incident, "watch")

    dana.client.post("/sign-out")
    assert standing_in.relieve(now=people.clock.now()) == 1

    after = people.record("incident", incident)
    assert (after.watcher, after.watch_lapsed) == (post_of(people, "diao"), False)


def test_a_watched_district_has_a_watcher_for_whatever_opens_in_it_also_once_that_one_left(
    sit: Sit, people: Town
) -> None:
    dana, diao = sit("dana"), sit("diao")
    diao.get("/")
    dana.get("/")
    assert dana.client.post("/areas/do", {"what": "watch", "area": EAST}).status_code == 302
    assert people.record("incident", opened(people, area=EAST)).watcher == post_of(people, "dana")
    at_station = opened(people, area=f"{EAST}/station-1", priority="routine")
    assert standing_in.relieve(now=people.clock.now()) == 1
    assert people.record("incident", at_station).watcher == post_of(people, "dana")
    assert people.record("incident", opened(people, area="Pier Road")).watcher is None

    dana.client.post("/sign-out")
    standing_in.relieve(now=people.clock.now())
    assert people.record("organisation", EAST).watcher == post_of(people, "diao")
    diao.client.post("/sign-out")
    standing_in.relieve(now=people.clock.now())
    assert people.record("organisation", EAST).watcher is None
    assert "Nobody watches" in sit("sam").get("/areas")


def test_where_nobody_is_there_to_follow_it_is_brought_to_the_next_above_and_said_loudly(
    sit: Sit, people: Town
) -> None:
    dana = sit("dana")
    incident = opened(people)
    dana.get("/")
    dana.do(incident, "watch")
    before = people.record("incident", incident).escalations

    people.clock.put(NOON + presence.QUIET)
    assert [standing_in.relieve(now=people.clock.now()) for _ in range(2)] == [1, 0]

    after = people.record("incident", incident)
    assert (after.watcher, after.watch_lapsed) == (post_of(people, "dana"), True)
    assert after.escalations == before + 1
    assert "Left alone" in sit("sam").get("/board/shared")


def test_what_nobody_takes_in_time_is_given_to_somebody_who_is_there(sit: Sit, people: Town) -> None:
    sit("dana").get("/")
    incident = opened(people, priority="life_threat")

    assert standing_in.relieve(now=people.clock.now()) == 0
    people.clock.put(NOON + timedelta(seconds=20))
    assert standing_in.relieve(now=people.clock.now()) == 1

    assert people.record("incident", incident).watcher == post_of(people, "dana")


def test_a_system_that_works_in_a_post_without_a_console_keeps_what_it_watches(sit: Sit, people: Town) -> None:
    sit("dana").get("/")
    incident = opened(people)
    people.done("incident.watch", actor("dispatcher", CITY), incident=incident)

    people.clock.put(NOON + timedelta(hours=2))
    standing_in.relieve(now=people.clock.now())

    assert people.record("incident", incident).watcher == "post-dispatcher"


def test_a_sign_of_presence_is_forgotten_after_a_day(sit: Sit, people: Town) -> None:
    sit("dana").client.get("/here")
    assert len(presence.known(now=NOON)) == 1

    assert presence.purge(now=NOON + presence.KEPT) == 1
