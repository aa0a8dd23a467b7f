"""Made-up callers ring, wait, give up and hang up, in time that is only told."""

from random import Random
from typing import Any

import pytest

from callbox.faces.command.phone import playing, scenarios
from callbox.faces.command.phone.playing import Caller
from callbox.services.call.port import EVENTS

NEAR = (31.23, 121.47)


def caller(name: str, seed: int = 1, *, near: scenarios.Near = NEAR) -> Caller:
    return Caller("l", scenarios.drawn(name, Random(seed), near=near), due_s=0.0, patience_s=45.0)


def events(one: Caller, now_s: float) -> list[str]:
    return [told["event"] for told in one.events(now_s, speed=1.0)]


@pytest.mark.parametrize("name", scenarios.NAMES)
def test_a_seed_draws_the_same_callers_again_with_numbers_that_ring_nowhere(name: str) -> None:
    for seed in range(30):
        drawn = caller(name, seed).drawn
        assert drawn == caller(name, seed).drawn
        assert drawn.number.startswith("+120255501")
        assert [step.event for step in drawn.steps if step.event not in EVENTS] == []
        assert (drawn.steps[0].event, drawn.steps[-1].event) == ("ringing", "hung_up")


def test_a_device_is_found_closer_and_closer() -> None:
    told = [step.told["place"] for step in caller("talk").drawn.steps if step.told]
    assert [place["radius_m"] for place in told] == [1_200.0, 150.0, 12.0]
    assert all(abs(place["latitude_deg"] - 31.23) < 0.1 for place in told)
    assert all(not step.told for step in caller("talk", near=None).drawn.steps)


def test_who_rings_and_drops_hangs_up_before_an_answer() -> None:
    one = caller("ring-and-drop")
    assert events(one, 0.0) == ["ringing"]
    assert events(one, 1.0) == []
    assert events(one, 10.0) == ["hung_up"]
    assert one.over


def test_who_is_not_answered_loses_patience() -> None:
    one = caller("talk", near=None)
    assert events(one, 0.0) == ["ringing"]
    one.seen("ringing", 30.0, speed=1.0)
    assert events(one, 44.0) == []
    assert events(one, 45.0) == ["hung_up"]
    assert playing.tally([one]) == {"calls": 1, "answered": 0, "refused": 0}


def test_who_is_answered_is_held_taken_up_and_hangs_up() -> None:
    one, met = caller("hold", near=None), []
    now_s = 0.0
    while not one.over:
        met += events(one, now_s)
        one.seen("answered" if now_s > 5 else "ringing", now_s, speed=1.0)
        now_s += 0.5
    assert met == ["ringing", "held", "resumed", "hung_up"]
    assert playing.tally([one])["answered"] == 1


def test_a_call_that_our_side_ended_is_over() -> None:
    one = caller("talk", near=None)
    events(one, 0.0)
    one.seen("answered", 1.0, speed=1.0)
    one.seen("", 2.0, speed=1.0)
    assert one.over


def test_what_is_due_of_many_callers_is_told_together() -> None:
    told: list[dict[str, Any]] = playing.due([caller("talk"), caller("text")], 0.0, speed=1.0)
    assert [(one["event"], one["channel"]) for one in told] == [("ringing", "call"), ("ringing", "text")]
