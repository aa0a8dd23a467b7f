"""Posts at street corners stand where stations leave a gap, and at an event where the crowd is."""

import numpy as np
from tests.brain.cover.grounds import drawn, steps

from callbox.brain.cover.facts import Ground
from callbox.brain.cover.posts import event_posts, street_posts

FAR = 2_000_000
GROUND = Ground(
    weight=np.array([0.5, 0.3, 0.2]),
    station_ms=np.array([[0, FAR, FAR]], np.int32),
    grades=steps((480_000, 1.0)),
)
SITES = np.array([[100_000, FAR, FAR], [FAR, 0, FAR], [FAR, FAR, 0]], np.int32)


def test_posts_are_put_where_no_station_reaches_and_the_busiest_gap_first() -> None:
    assert street_posts(GROUND, SITES, units=3, busy=0.2, most=9).tolist() == [1, 2]
    assert street_posts(GROUND, SITES, units=3, busy=0.2, most=1).tolist() == [1]


def test_no_post_is_proposed_that_no_plan_uses() -> None:
    ground = drawn(5)
    assert street_posts(ground, ground.station_ms + 10**6, units=4, busy=0.3, most=5).tolist() == []


def test_at_an_event_units_stand_by_the_crowd_unless_somebody_is_there() -> None:
    crowd = np.array([0.0, 1.0, 9.0])
    nobody = np.zeros((0, 3), np.int32)
    assert event_posts(GROUND, SITES, nobody, weight=crowd, units=2, busy=0.05).tolist() == [2, 1]
    there = np.array([[FAR, FAR, 0]], np.int32)
    assert event_posts(GROUND, SITES, there, weight=crowd, units=1, busy=0.05).tolist() == [1]
