"""Speeds are learnt from trips: much driving is believed, little of it is drawn towards what is known of its kind."""

import numpy as np

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.roads.facts import PRIMARY, ROAD_CLASSES, STREET, TRACK
from callbox.brain.roads.speeds import Trips, free_speeds, learnt, travel_at

GROUP = np.repeat(np.arange(4, dtype=np.int32), 6)
CLASSES = len(ROAD_CLASSES)


def drawn_trips(draw: np.random.Generator, *, count: int, truth: np.ndarray, noise: float = 0.2) -> Trips:
    """Trips over streets and primary roads whose times follow the true factors, with noise."""
    hour = draw.integers(0, 24, count).astype(np.int32)
    free_ms = np.zeros((count, CLASSES))
    free_ms[:, STREET], free_ms[:, PRIMARY] = draw.uniform(0, 3e5, count), draw.uniform(0, 3e5, count)
    taken_ms = (free_ms * truth[GROUP[hour]]).sum(axis=1) * np.exp(draw.normal(0, noise, count))
    return Trips(hour=hour, free_ms=free_ms, taken_ms=taken_ms)


def truth_by_hour() -> np.ndarray:
    truth = np.ones((4, CLASSES))
    truth[:, STREET] = truth[:, PRIMARY] = [0.9, 1.5, 1.2, 1.0]
    return truth


def test_with_many_trips_the_factors_are_the_true_ones() -> None:
    truth = truth_by_hour()
    speeds = learnt(drawn_trips(np.random.default_rng(1), count=20_000, truth=truth), group=GROUP)
    assert np.abs(speeds.factor / truth - 1)[:, [STREET, PRIMARY]].max() < 0.03


def test_a_class_that_nobody_drove_takes_what_is_known_of_all_roads() -> None:
    truth = np.full((4, CLASSES), 1.4)
    speeds = learnt(drawn_trips(np.random.default_rng(2), count=2_000, truth=truth), group=GROUP)
    assert speeds.trips[:, TRACK].tolist() == [0, 0, 0, 0]
    assert np.abs(speeds.factor[:, TRACK] - 1.4).max() < 0.05


def errors(seed: int) -> tuple[float, float]:
    """Of 40 noisy trips: how far the learnt factors and the plain means by hour group are off."""
    truth = truth_by_hour() ** 0.3
    trips = drawn_trips(np.random.default_rng(seed), count=40, truth=truth, noise=0.5)
    ratio, of = np.log(trips.taken_ms / trips.free_ms.sum(axis=1)), GROUP[trips.hour]
    plain = np.array([ratio[of == g].mean() for g in range(4)])
    wanted, found = np.log(truth[:, STREET]), np.log(learnt(trips, group=GROUP).factor[:, STREET])
    return float(np.abs(found - wanted).mean()), float(np.abs(plain - wanted).mean())


def test_with_few_trips_pooling_errs_less_than_the_plain_means() -> None:
    pooled, plain = np.mean([errors(seed) for seed in range(30)], axis=0)
    assert pooled < 0.9 * plain


def test_classes_that_are_driven_together_are_told_apart() -> None:
    truth = np.ones((4, CLASSES))
    truth[:, STREET] = 2.0
    speeds = learnt(drawn_trips(np.random.default_rng(3), count=20_000, truth=truth), group=GROUP)
    assert np.abs(speeds.factor / truth - 1)[:, [STREET, PRIMARY]].max() < 0.05


def test_without_trips_roads_are_free_and_with_absurd_ones_factors_stay_sane() -> None:
    none = Trips(hour=np.zeros(0, np.int32), free_ms=np.zeros((0, CLASSES)), taken_ms=np.zeros(0))
    assert (learnt(none, group=GROUP).factor == free_speeds(GROUP).factor).all()
    absurd = Trips(hour=np.array([3, 4], np.int32), free_ms=np.ones((2, CLASSES)), taken_ms=np.array([1e12, -5.0]))
    factor = learnt(absurd, group=GROUP).factor
    assert np.isfinite(factor).all()
    assert factor.max() <= 40


def test_travel_times_follow_the_class_and_closed_streets_stay_closed() -> None:
    speeds = free_speeds(GROUP)
    speeds.factor[1, STREET] = 1.5
    free_ms = np.array([100, 100, UNREACHABLE_MS], np.int32)
    found_ms = travel_at(free_ms, np.array([STREET, PRIMARY, STREET], np.int8), speeds=speeds, group=1)
    assert found_ms.tolist() == [150, 100, UNREACHABLE_MS]
