"""Policies by expected cover decide the same in the loops and in plain Python, with one busy fraction and with many."""

import numpy as np
import pytest
from tests.brain.simulate.cover_in_python import CoverInPython, busy_at_random
from tests.brain.simulate.days import a_day, differences
from tests.brain.simulate.worlds import demand

from callbox.brain.simulate.exact import Floor
from callbox.brain.simulate.facts import City
from callbox.brain.simulate.full import begin, prepare, result, simulate
from callbox.brain.simulate.policy import COVER, NO_HOURS, STATIC, Policy

# Compiling what these need takes longer than all they do: `make prove` runs them.
pytestmark = pytest.mark.slow


def covering(city: City, seed: int, *, by_unit: bool) -> Policy:
    weight = demand(seed, city.zones, calls_per_h=6.0).rate_per_h.sum(axis=2)
    return STATIC._replace(
        dispatch=COVER, place=COVER, move=COVER, weight=np.ascontiguousarray(weight),
        reach=np.ascontiguousarray(city.to_ms[0][:, city.station_zone] <= 240_000, np.int8),
        # By powers of a half, products come out the same in whatever order they are made.
        busy_fraction=0.25, busy=busy_at_random(seed, city.units) if by_unit else NO_HOURS,
        cover_weight_ms=40_000.0, move_gain=0.2,
    )  # fmt: skip


def compared(seed: int, *, by_unit: bool) -> dict[str, int]:
    city, calls, params = a_day(seed)
    policy = covering(city, seed, by_unit=by_unit)
    decider = CoverInPython(city, params, policy)
    floor = decider.floor = Floor(city, calls, params, decider=decider)
    floor.run()
    return differences(simulate(prepare(city, calls, params), policy), floor.outcome())


@pytest.mark.parametrize("by_unit", [False, True], ids=["one", "unit-hour"])
@pytest.mark.parametrize("block", range(10))
def test_cover_is_reckoned_the_same_in_both_modes_on_a_hundred_days(block: int, by_unit: bool) -> None:
    assert [seed for seed in range(3000 + 10 * block, 3010 + 10 * block) if compared(seed, by_unit=by_unit)] == []


def test_units_that_are_busier_than_others_change_what_is_decided() -> None:
    city, calls, params = a_day(3)
    model = prepare(city, calls, params)
    one, many = (simulate(model, covering(city, 3, by_unit=by_unit)) for by_unit in (False, True))
    assert differences(one, many)


def test_busy_fractions_alike_for_all_units_and_hours_decide_as_one_number() -> None:
    city, calls, params = a_day(3)
    model, one = prepare(city, calls, params), covering(city, 3, by_unit=False)
    many = one._replace(busy=np.full((24, city.units), one.busy_fraction))
    assert differences(simulate(model, one), simulate(model, many)) == {}


def test_busy_fractions_of_other_units_are_refused_in_one_line() -> None:
    city, calls, params = a_day(3)
    model = prepare(city, calls, params)
    wrong = covering(city, 3, by_unit=False)._replace(busy=np.full((24, city.units + 1), 0.3))
    with pytest.raises(ValueError, match=f"^busy: give shape \\(hours, {city.units}\\)$"):
        simulate(model, wrong)
    assert result(model, begin(model)).moves.sum() == 0
