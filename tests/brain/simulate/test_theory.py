"""The simulator against theory: within the intervals of long runs, waiting, loss and who goes are what they must be."""

import numpy as np
import pytest

from callbox.brain.simulate.facts import Calls, City, Floats, Ints, Outcome, Params
from callbox.brain.simulate.full import prepare, simulate
from callbox.brain.simulate.theory import erlang_b, erlang_c, hypercube, mean_wait_s, waiting_share

# The whole simulator takes longer to compile than these take to run: `make prove` runs them.
pytestmark = pytest.mark.slow

SERVICE_S = 1000.0
CALLS = 60_000
BLOCKS = 30


def stations_apart(count: int) -> City:
    """Stations a few milliseconds apart, so that where a unit stands decides who goes and costs no time."""
    at_ms = np.cumsum([0, *(1 + step % 3 for step in range(count - 1))])
    to_ms = np.abs(at_ms[:, None] - at_ms[None, :]).astype(np.int32)
    numbers = np.arange(count, dtype=np.int32)
    return City(to_ms=to_ms[None], station_zone=numbers, unit_station=numbers)


def calls_of(rates: Floats, seed: int, *, service: str = "exponential") -> Calls:
    """A stationary stream: Poisson arrivals, zones in proportion, service of one mean in either distribution."""
    rng = np.random.default_rng(seed)
    time_ms = np.cumsum(rng.exponential(1000.0 / rates.sum(), CALLS)).astype(np.int64)
    shape = 1.0 if service == "exponential" else 4.0
    on_scene_s = rng.gamma(shape, SERVICE_S / shape, CALLS)
    nothing, least = np.zeros(CALLS, np.int8), np.zeros(CALLS, np.int32)
    return Calls(
        time_ms=time_ms, zone=rng.choice(len(rates), CALLS, p=rates / rates.sum()).astype(np.int32), priority=nothing,
        need=np.ones((CALLS, 1), np.int8), turnout_ms=least, hospital_kind=nothing - 1, handover_ms=least,
        on_scene_ms=np.maximum(1, on_scene_s * 1000).astype(np.int32),
    )  # fmt: skip


def outcome(rates: Floats, seed: int, *, service: str = "exponential", queues: bool = True) -> Outcome:
    params = Params(
        answer_mode=(0,), carry_mode=(0,), preempts_from=(-1,), reassigns=(False,), queues=queues, answers_rolling=True
    )
    return simulate(prepare(stations_apart(len(rates)), calls_of(rates, seed, service=service), params))


def holds(values: Floats, expected: float) -> bool:
    """Whether a mean of blocks of consecutive calls lies within 4 standard errors of what theory says."""
    blocks = np.array([block.mean() for block in np.array_split(values, BLOCKS)])
    return bool(abs(blocks.mean() - expected) <= 4 * blocks.std(ddof=1) / np.sqrt(BLOCKS))


@pytest.mark.parametrize(("units", "used"), [(1, 0.5), (3, 0.7), (8, 0.8)])
def test_calls_wait_as_long_as_erlang_says(units: int, used: float) -> None:
    rate_per_s = used * units / SERVICE_S
    queued_s = outcome(np.full(units, rate_per_s / units), 1).queued_ms / 1000

    assert holds((queued_s > 0.01).astype(float), erlang_c(units, used * units))
    assert holds(queued_s, mean_wait_s(units, rate_per_s=rate_per_s, service_s=SERVICE_S))
    longer = waiting_share(units, rate_per_s=rate_per_s, service_s=SERVICE_S, longer_than_s=300.0)
    assert holds((queued_s > 300).astype(float), longer)


@pytest.mark.parametrize("service", ["exponential", "gamma"])
def test_calls_are_lost_as_often_as_erlang_says_whatever_the_service(service: str) -> None:
    came = outcome(np.full(4, 3.0 / 4 / SERVICE_S), 2, service=service, queues=False).reached

    assert holds((~came).astype(float), erlang_b(4, 3.0))


@pytest.mark.parametrize("used", [0.3, 0.7])
def test_who_goes_and_who_is_busy_is_what_the_hypercube_says(used: float) -> None:
    shares = np.array([4.0, 1.0, 2.0, 1.0, 3.0])
    rates = shares / shares.sum() * used * 5 / SERVICE_S
    city = stations_apart(5)
    rank: Ints = np.argsort(city.to_ms[0], axis=1, kind="stable").astype(np.int32)
    theory = hypercube(rank, rate_per_s=rates, service_s=SERVICE_S)
    found = outcome(rates, 3)
    at_once = found.queued_ms == 0

    for unit in range(5):
        for zone in range(5):
            mine = found.calls.zone == zone
            assert holds((at_once & (found.unit == unit))[mine].astype(float), theory.sent[zone, unit])
    busy = found.busy_ms / (found.calls.time_ms[-1] - found.calls.time_ms[0])
    assert busy == pytest.approx(theory.busy, rel=0.03)


def test_a_test_of_theory_can_fail() -> None:
    queued_s = outcome(np.full(3, 0.7 / SERVICE_S), 1).queued_ms / 1000

    assert not holds(queued_s, 1.5 * mean_wait_s(3, rate_per_s=2.1 / SERVICE_S, service_s=SERVICE_S))


def test_units_that_cannot_keep_up_are_told() -> None:
    assert erlang_c(2, 2.0) == 1.0
    assert mean_wait_s(2, rate_per_s=0.01, service_s=200.0) == float("inf")
    with pytest.raises(ValueError, match="rate_per_s: 1 units can't keep up"):
        hypercube(np.zeros((1, 1), np.int32), rate_per_s=np.array([0.01]), service_s=200.0)


def test_erlangs_formulas_are_those_of_the_books() -> None:
    assert erlang_b(2, 1.0) == pytest.approx(0.2)
    assert erlang_c(2, 1.0) == pytest.approx(1 / 3)
    assert erlang_c(1, 0.4) == pytest.approx(0.4)
