"""The plain model: equal to SimPy to the last millisecond, and the same whenever it is asked again."""

import numpy as np
import pytest
from tests.brain.simulate.simpy_model import SimpyCity
from tests.brain.simulate.worlds import demand, plain_city

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.simulate.calls import draw_calls
from callbox.brain.simulate.facts import WEEK_MS, Calls, City
from callbox.brain.simulate.plain import plain
from callbox.brain.simulate.tables import plain_tables


def a_week(seed: int, *, calls_per_h: float) -> tuple[City, Calls]:
    city = plain_city(seed)
    return city, draw_calls(demand(seed, city.zones, calls_per_h=calls_per_h), seed=seed, from_ms=0, until_ms=WEEK_MS)


@pytest.mark.parametrize("calls_per_h", [2.0, 9.0, 18.0], ids=["quiet", "busy", "overrun"])
@pytest.mark.parametrize("seed", range(3))
def test_the_plain_model_is_simpys_to_the_last_millisecond(seed: int, calls_per_h: float) -> None:
    city, calls = a_week(seed, calls_per_h=calls_per_h)
    peer = SimpyCity(city, calls)
    peer.run()
    ours = plain(plain_tables(city), calls)

    assert ours.unit.tolist() == peer.unit
    assert ours.start_ms.tolist() == peer.start_ms
    assert ours.arrival_ms.tolist() == peer.arrival_ms


def test_an_overrun_week_makes_calls_wait_in_line() -> None:
    city, calls = a_week(1, calls_per_h=18.0)
    outcome = plain(plain_tables(city), calls)

    assert (outcome.start_ms > calls.time_ms).mean() > 0.3
    assert (np.diff(outcome.start_ms) >= 0).all()


def test_calls_that_come_in_one_millisecond_are_answered_in_their_order() -> None:
    city, calls = a_week(2, calls_per_h=9.0)
    crowded = calls._replace(time_ms=calls.time_ms // 600_000 * 600_000)
    peer = SimpyCity(city, crowded)
    peer.run()

    assert plain(plain_tables(city), crowded).unit.tolist() == peer.unit


def test_a_zone_that_no_station_reaches_is_told_by_its_field() -> None:
    city = plain_city(1)
    city.to_ms[:, 3, :] = UNREACHABLE_MS
    with pytest.raises(ValueError, match="to_ms: the plain model needs a way"):
        plain_tables(city)
