import pytest

from callbox.brain.statistics import Summary, quantile, summary, table


def test_of_no_durations_there_is_no_median() -> None:
    assert summary([]) == Summary(0, None, None)


def test_one_duration_is_its_own_median_and_90th_percentile() -> None:
    assert summary([42.0]) == Summary(1, 42.0, 42.0)


def test_quantiles_are_linear_between_the_two_durations_around_them() -> None:
    assert summary(iter([40.0, 10.0, 30.0, 20.0])) == Summary(4, 25.0, 37.0)


def test_each_group_has_a_summary_of_its_own() -> None:
    assert table({1: [60.0, 120.0], 2: []}) == {1: Summary(2, 90.0, 114.0), 2: Summary(0, None, None)}


def test_an_unknown_duration_is_refused_rather_than_counted() -> None:
    with pytest.raises(ValueError, match=r"^durations_s: "):
        summary([1.0, float("nan")])


def test_a_share_above_one_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^share: "):
        quantile([1.0], 1.5)
