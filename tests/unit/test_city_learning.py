"""Speeds are learnt from trips that carry no place, and what is learnt is kept beside the city."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from callbox.brain.roads.facts import PRIMARY, ROAD_CLASSES, SIREN, STREET
from callbox.faces.command.cities import Driven, OnDuty
from callbox.services.incident.facts import Assignment
from callbox.services.incident.learning import Trip, trip_of
from callbox.site.city import learning
from callbox.site.city.errors import CityError
from callbox.site.city.learning import FILE, Learnt, busy_of, hours_of, learn, load, save

NIGHT, MORNING = 2, 8
TRUE = {(PRIMARY, MORNING): 1.8, (STREET, MORNING): 1.3, (PRIMARY, NIGHT): 1.0, (STREET, NIGHT): 1.1}
BEGAN = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)


def driven(count: int) -> list[Driven]:
    """Trips on streets and primary roads that take as long as `TRUE` says, give or take."""
    draw, found = np.random.default_rng(2), []
    for _ in range(count):
        hour = MORNING if draw.random() < 0.5 else NIGHT
        free_ms = {PRIMARY: int(draw.integers(20_000, 400_000)), STREET: int(draw.integers(20_000, 200_000))}
        taken_ms = sum(TRUE[one, hour] * ms for one, ms in free_ms.items()) * np.exp(draw.normal(0, 0.1))
        by_class = {ROAD_CLASSES[one]: ms for one, ms in free_ms.items()}
        found.append(Driven(mode="siren", hour=hour, free_ms=by_class, taken_ms=round(taken_ms)))
    return found


def test_trips_teach_how_slow_each_class_is_at_each_hour_and_the_file_keeps_it(tmp_path: Path) -> None:
    known, lesson = learn(driven(400), {}, Learnt())
    save(tmp_path, known, at="now")
    kept = load(tmp_path)

    speeds = kept.speeds[SIREN]
    for (road_class, hour), factor in TRUE.items():
        assert speeds.factor[speeds.group[hour], road_class] == pytest.approx(factor, rel=0.08)
    assert list(kept.speeds) == [SIREN]
    assert lesson.error_before is not None
    assert lesson.error_after is not None
    assert lesson.error_after < 0.12 < lesson.error_before
    shown = {(cell.road_class, cell.begin): cell for cell in lesson.cells}
    assert set(shown) == {(name, begin) for name in ("primary", "street") for begin in (6, 22)}
    assert shown["primary", 6].before == 1.0
    again = learn(driven(400), {}, kept)[1]
    assert {cell.before for cell in again.cells} == {round(cell.after, 4) for cell in lesson.cells}


def test_few_trips_teach_nothing_and_what_was_known_stays(tmp_path: Path) -> None:
    known = learn(driven(400), {"u": OnDuty(duty_s=100.0, busy_s=50.0)}, Learnt())[0]
    after, lesson = learn(driven(learning.TRIPS_LEAST - 1), {}, known)

    assert np.array_equal(after.speeds[SIREN].factor, known.speeds[SIREN].factor)
    assert (after.busy, lesson.cells, lesson.error_before, lesson.busy) == (known.busy, (), None, None)


def test_a_unit_that_was_on_duty_for_little_is_taken_to_be_as_busy_as_all() -> None:
    week_s = learning.DUTY_USUAL_S
    busy = busy_of({"long": OnDuty(duty_s=9 * week_s, busy_s=0.0), "new": OnDuty(duty_s=week_s / 9, busy_s=week_s / 9)})

    usual = (1 / 9) / (9 + 1 / 9)
    assert busy["long"] == pytest.approx(usual / 10)
    assert busy["new"] == pytest.approx((1 / 9 + usual) / (1 + 1 / 9))
    assert busy_of({}) == {}


def test_nothing_was_learnt_yet_and_a_damaged_file_says_so(tmp_path: Path) -> None:
    assert load(tmp_path) == Learnt()
    (tmp_path / FILE).write_text('{"format": 1}')
    with pytest.raises(CityError, match="learnt"):
        load(tmp_path)
    (tmp_path / FILE).write_text('{"format": 99, "classes": [], "begins": []}')
    assert load(tmp_path) == Learnt()


def test_the_groups_of_hours_are_where_they_say() -> None:
    groups = learning.groups()
    for group in range(int(groups.max()) + 1):
        begin, end = hours_of(group)
        assert {hour for hour in range(24) if groups[hour] == group} == {
            (begin + more) % 24 for more in range((end - begin) % 24)
        }


def assignment(proposal: str | None, *, after: timedelta | None = None) -> Assignment:
    """An assignment whose unit set out, and arrived after so long."""
    return Assignment(
        id="a", status="available", organisation="o", incident="i", unit="u", proposal=proposal, en_route_at=BEGAN,
        on_scene_at=None if after is None else BEGAN + after,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("proposal", "minutes", "counts"),
    [
        ('{"driven": {"u": {"mode": "siren", "free_ms": {"street": 60000}}}}', 3, True),
        ('{"driven": {"u": {"mode": "siren", "free_ms": {"street": 60000}}}}', -3, False),
        ('{"driven": {"u": {"mode": "siren", "free_ms": {"street": 60000}}}}', 300, False),
        ('{"driven": {"other": {"mode": "siren", "free_ms": {"street": 60000}}}}', 3, False),
        ('{"driven": {"u": {"mode": "siren", "free_ms": {"street": "long"}}}}', 3, False),
        ('{"driven": {"u": {"mode": "siren", "free_ms": {}}}}', 3, False),
        ('{"units": {}}', 3, False),
        ("[]", 3, False),
        ("no JSON", 3, False),
        (None, 3, False),
    ],
)
def test_a_trip_counts_when_its_proposal_knew_the_way_and_it_arrived(
    proposal: str | None, minutes: int, counts: bool
) -> None:
    arrived = assignment(proposal, after=timedelta(minutes=minutes))
    expected = [Trip(mode="siren", hour=15, free_ms={"street": 60_000}, taken_ms=180_000)] if counts else []

    assert trip_of(arrived, ZoneInfo("Asia/Shanghai")) == expected
    assert trip_of(assignment(proposal), ZoneInfo("UTC")) == []
