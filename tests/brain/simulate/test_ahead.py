"""The policy that looks ahead: bounded, repeatable, and fewer late than closest idle on days it was not set up on."""

from dataclasses import replace

import numpy as np
import pytest
from tests.brain.simulate.worlds import demand, street_table

from callbox.brain.cover.grades import Class, by_class
from callbox.brain.cover.moving import Outlook
from callbox.brain.simulate.ahead import lookout
from callbox.brain.simulate.calls import draw_calls
from callbox.brain.simulate.facts import HOUR_MS, NOBODY, City, Outcome, Params
from callbox.brain.simulate.full import Model, advance, begin, prepare, result, simulate
from callbox.brain.simulate.policy import AHEAD, STATIC, Policy

# Compiling what these need takes longer than all they do: `make prove` runs them.
pytestmark = pytest.mark.slow

DAYS = 20
ZONES, UNITS = 80, 9


def a_city(seed: int = 4) -> City:
    rng = np.random.default_rng(seed)
    siren = street_table(rng, ZONES, minutes_across=22.0)
    return City(
        to_ms=siren[None],
        station_zone=rng.choice(ZONES, 7, replace=False).astype(np.int32),
        unit_station=np.arange(UNITS, dtype=np.int32) % 7,
    )


def a_model(*, moves: int = 8) -> Model:
    city = a_city()
    calls = draw_calls(demand(4, ZONES, calls_per_h=6.0), seed=11, from_ms=0, until_ms=DAYS * 24 * HOUR_MS)
    params = Params(answer_mode=(0, 0, 0), reassigns=(True,) * 3, reassign_gain_ms=1000, moves_a_span=moves)
    return prepare(city, calls, params)


def ahead(city: City, *, cap_ms: int = 2**40, rest_ms: int = 0, least_gain: float = 0.003) -> Policy:
    look = lookout(
        point_zone=np.arange(ZONES, dtype=np.int32),
        point_weight=demand(4, ZONES, calls_per_h=6.0).rate_per_h.sum(axis=(0, 2))[None],
        station_zone=city.station_zone,
        siren_ms=city.to_ms[0],
        grades=by_class([Class(1.0)], mean_weight=0.1),
        outlook=Outlook(ahead_ms=(600_000, 1_800_000), share=(0.5, 0.5), busy=(0.1, 0.2), clears_in_ms=1_200_000),
    )
    look = look._replace(cap_ms=cap_ms, rest_ms=rest_ms, least_gain=least_gain)
    return STATIC._replace(dispatch=AHEAD, place=AHEAD, move=AHEAD, lookout=look)


def late(outcome: Outcome, priority: int | None = None) -> int:
    mine = slice(None) if priority is None else outcome.calls.priority == priority
    return int((outcome.response_ms[mine] > 480_000).sum())


def test_fewer_calls_are_late_than_with_closest_idle_and_none_of_the_most_urgent_pay_for_it() -> None:
    model = a_model()
    plain = replace(
        model, terms=model.terms._replace(preempts_from=np.full(3, NOBODY, np.int8), reassign_gain_ms=2**62)
    )
    static, ours = simulate(plain), simulate(model, ahead(model.city, cap_ms=60_000))
    assert late(ours) < 0.85 * late(static)
    assert late(ours, 0) < late(static, 0)
    assert ours.response_ms.mean() < 1.02 * static.response_ms.mean()


def test_a_run_is_the_same_in_one_piece_and_day_by_day() -> None:
    model = a_model()
    policy, state = ahead(model.city), begin(model)
    whole = simulate(model, policy)
    for day in range(DAYS):
        advance(model, state, policy=policy, until_ms=day * 24 * HOUR_MS)
    advance(model, state, policy=policy)
    pieces = result(model, state)
    assert (pieces.first_arrival_ms == whole.first_arrival_ms).all()
    assert (pieces.moves == whole.moves).all()


@pytest.mark.parametrize("most", [0, 2])
def test_no_unit_moves_more_often_than_it_may(most: int) -> None:
    model = a_model(moves=most)
    assert simulate(model, ahead(model.city)).moves.max() <= most * 2 * (DAYS + 1)


def test_a_unit_that_rests_between_moves_moves_less_often_and_a_dearer_move_is_rarer() -> None:
    model = a_model(moves=99)
    free = simulate(model, ahead(model.city)).moves.sum()
    assert simulate(model, ahead(model.city, rest_ms=3_600_000)).moves.sum() < free
    assert simulate(model, ahead(model.city, least_gain=0.05)).moves.sum() < free


def test_a_lookout_for_another_city_is_refused() -> None:
    model = a_model()
    other = ahead(model.city)._replace(lookout=STATIC.lookout)
    with pytest.raises(ValueError, match=r"lookout: give one for 80 zones and 7 stations"):
        simulate(model, other)
