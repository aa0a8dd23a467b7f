"""Open incidents that may be the same matter: by place, time and words; looked for under the eyes of the ledger."""

from datetime import timedelta

import pytest
from tests.worlds.city import EAST, NOON, Town, actor

from callbox.kernel import read
from callbox.services.incident.similar import Asked, similar, words_of

DISPATCHER, TAKER = actor("dispatcher"), actor("call_taker")
HERE = {"latitude_deg": 22.5, "longitude_deg": 114.1}


def opened(town: Town, **more: object) -> str:
    told = {"category": "fire.building", "priority": "emergency", "address": "12 Lighthouse Lane", **HERE, **more}
    return town.done("incident.open", DISPATCHER, **told)


def found(asked: Asked, **more: object) -> list[str]:
    return [one.id for one, _ in similar(TAKER, asked, now=NOON, purpose="the same?", **more)]  # type: ignore[arg-type]


def readings() -> int:
    return len(read.select(actor("supervisor"), "reading"))


def test_what_is_near_in_place_and_time_is_shown_and_the_look_is_recorded_once(town: Town) -> None:
    near, far = opened(town), opened(town, latitude_deg=22.6)
    asked = Asked(where=(22.501, 114.1), text="smoke")
    assert found(asked) == [near]
    assert readings() == 1
    assert found(asked, known=[near]) == [near]
    assert readings() == 1  # nothing new was told of
    assert far not in found(asked)


def test_the_same_sort_and_words_in_common_reach_farther(town: Town) -> None:
    one = opened(town, latitude_deg=22.51, summary="smoke from the roof of the school")
    asked = Asked(where=(22.5, 114.1), category="fire.vehicle", text="smoke over the school")
    assert found(asked) == [one]
    assert found(Asked(where=(22.5, 114.1), category="medical.fall", text="smoke over the school")) == []


def test_without_a_place_the_words_of_the_address_must_carry_it(town: Town) -> None:
    one = opened(town, latitude_deg=None, longitude_deg=None, address="灯塔巷十二号")
    assert found(Asked(address="灯塔巷十二号旁边")) == [one]
    assert found(Asked(address="码头路")) == []
    assert found(Asked(text="灯塔巷十二号")) == []


def test_what_is_old_closed_kept_apart_or_out_of_reach_is_not_shown(town: Town) -> None:
    one = opened(town)
    asked = Asked(where=(22.5, 114.1))
    assert found(asked, apart=[one]) == []
    assert similar(actor("call_taker", EAST), asked, now=NOON, purpose="the same?") == []
    assert similar(TAKER, asked, now=NOON + timedelta(hours=4), purpose="the same?") == []
    town.done("incident.close", DISPATCHER, incident=one, disposition="done")
    assert found(asked) == []
    assert readings() == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [("The Pier Road, 12", {"pier"}), ("深南大道", {"深南", "南大", "大道"}), ("at it", set()), ("", set())],
)
def test_the_words_of_a_text_are_those_that_tell_something(text: str, words: set[str]) -> None:
    assert words_of(text) == words
