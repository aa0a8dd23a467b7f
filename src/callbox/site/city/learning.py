"""What a world has learnt from its own trips: how fast each class of road is by hour, and how busy units are.

It lies beside the city (`city/learnt.json`) and outlives an import: it speaks of classes, hours and units, of no place.
"""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np

from callbox.brain.roads.facts import MODES, ROAD_CLASSES, Ints
from callbox.brain.roads.speeds import Floats, Speeds, Trips, free_speeds, learnt
from callbox.faces.command.cities import Cell, Driven, Lesson, OnDuty
from callbox.site.city.errors import CityError

FILE: Final = "learnt.json"
FORMAT: Final = 1
BEGINS: Final = (6, 10, 16, 19, 22)
"""The hours at which traffic changes; the last group is the night."""
TRIPS_LEAST: Final = 30
"""Fewer trips of one mode teach nothing: free roads stay."""
SHOWN_LEAST: Final = 5.0
"""A class at an hour with fewer trips' worth is not shown: it borrows nearly all from its neighbours."""
DUTY_USUAL_S: Final = 7 * 24 * 3600.0
"""A unit's own share counts half once it was on duty for a week, and what all of them have for the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """What is known, by mode and by unit; empty: nothing yet."""

    speeds: Mapping[int, Speeds] = field(default_factory=dict)
    busy: Mapping[str, float] = field(default_factory=dict)
    """The share of its time on duty that each unit is on an assignment."""


NOTHING: Final = Learnt()


def groups() -> Ints:
    """(24,) the group of each hour."""
    return np.searchsorted(BEGINS, np.arange(24), side="right").astype(np.int32) % len(BEGINS)


def hours_of(group: int) -> tuple[int, int]:
    """The hours a group lasts from and to."""
    return BEGINS[group - 1], BEGINS[group]


def learn(driven: Sequence[Driven], duty: Mapping[str, OnDuty], before: Learnt) -> tuple[Learnt, Lesson]:
    """What these trips teach, and the table that shows it."""
    speeds: dict[int, Speeds] = {}
    cells: list[Cell] = []
    errors: list[tuple[Floats, Floats]] = []
    for mode in range(len(MODES)):
        trips = trips_of([one for one in driven if one.mode == MODES[mode]])
        old = before.speeds.get(mode) or free_speeds(groups())
        if len(trips.taken_ms) < TRIPS_LEAST:
            speeds.update({mode: old} if mode in before.speeds else {})
            continue
        new = speeds[mode] = learnt(trips, group=groups())
        cells += cells_of(mode, old, new)
        errors.append((_errors(trips, old), _on_unseen(trips)))
    busy = busy_of(duty)
    told = Lesson(
        trips=len(driven), least=TRIPS_LEAST, cells=tuple(cells), units=len(busy),
        busy=float(np.mean(list(busy.values()))) if busy else None,
        error_before=_typical([one for one, _ in errors]), error_after=_typical([one for _, one in errors]),
    )  # fmt: skip
    return Learnt(speeds=speeds, busy=busy or before.busy), told


def trips_of(driven: Sequence[Driven]) -> Trips:
    """Trips of one mode as the brain takes them."""
    free_ms = [[float(one.free_ms.get(name, 0)) for name in ROAD_CLASSES] for one in driven]
    return Trips(
        hour=np.array([one.hour for one in driven], dtype=np.int32),
        free_ms=np.array(free_ms, dtype=np.float64).reshape(-1, len(ROAD_CLASSES)),
        taken_ms=np.array([one.taken_ms for one in driven], dtype=np.float64),
    )


def cells_of(mode: int, old: Speeds, new: Speeds) -> list[Cell]:
    """The factors that rest on enough trips, before and after."""
    found: list[Cell] = []
    for row, group in zip(*np.nonzero(new.trips.T >= SHOWN_LEAST), strict=True):
        begin, end = hours_of(int(group))
        found.append(
            Cell(
                mode=MODES[mode],
                road_class=ROAD_CLASSES[row],
                begin=begin,
                end=end,
                trips=float(new.trips[group, row]),
                before=float(old.factor[group, row]),
                after=float(new.factor[group, row]),
            )
        )
    return found


def _errors(trips: Trips, speeds: Speeds) -> Floats:
    """(t,) by how much each trip was off what these speeds expect, as a logarithm."""
    told_ms = (trips.free_ms * speeds.factor[speeds.group[trips.hour]]).sum(axis=1)
    return np.asarray(np.abs(np.log(trips.taken_ms / told_ms)), dtype=np.float64)


def _on_unseen(trips: Trips) -> Floats:
    """(t,) the same for speeds learnt from the other half of the trips."""
    odd = np.arange(len(trips.taken_ms)) % 2 == 1
    halves = [
        Trips(hour=trips.hour[one], free_ms=trips.free_ms[one], taken_ms=trips.taken_ms[one]) for one in (odd, ~odd)
    ]
    return np.concatenate([_errors(other, learnt(one, group=groups())) for one, other in (halves, halves[::-1])])


def _typical(errors: Sequence[Floats]) -> float | None:
    """The median error as a share: 0.2 is a fifth too slow or too fast."""
    return float(np.expm1(np.median(np.concatenate(errors)))) if errors else None


def busy_of(duty: Mapping[str, OnDuty]) -> dict[str, float]:
    """Each unit's busy share, drawn towards that of all where it was on duty for little time."""
    total_s = sum(one.duty_s for one in duty.values())
    if total_s <= 0:
        return {}
    usual = sum(one.busy_s for one in duty.values()) / total_s
    return {
        unit: (one.busy_s + usual * DUTY_USUAL_S) / (one.duty_s + DUTY_USUAL_S) for unit, one in sorted(duty.items())
    }


def save(folder: Path, known: Learnt, *, at: str) -> None:
    """Keep it in the place of what was known.

    Raises:
        CityError: when it cannot be written; what was there stays.
    """
    speeds = {
        MODES[mode]: {"factor": one.factor.round(4).tolist(), "trips": one.trips.round(1).tolist()}
        for mode, one in known.speeds.items()
    }
    busy = {unit: round(share, 4) for unit, share in known.busy.items()}
    told = {
        "format": FORMAT,
        "at": at,
        "classes": list(ROAD_CLASSES),
        "begins": list(BEGINS),
        "speeds": speeds,
        "busy": busy,
    }
    path = folder / FILE
    beside = folder / f".{FILE}.new"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(told, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as wrong:
        raise CityError("city.not_written", path=path, reason=wrong.strerror or str(wrong)) from wrong


def load(folder: Path) -> Learnt:
    """What is known; nothing where nothing was learnt, or by other classes or hours than today's.

    Raises:
        CityError: when the file is damaged.
    """
    path = folder / FILE
    try:
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if (told["format"], told["classes"], told["begins"]) != (FORMAT, list(ROAD_CLASSES), list(BEGINS)):
            return Learnt()
        speeds = {MODES.index(mode): _speeds(one) for mode, one in told["speeds"].items()}
        return Learnt(speeds=speeds, busy={str(unit): float(share) for unit, share in told["busy"].items()})
    except FileNotFoundError:
        return Learnt()
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise CityError("city.broken", path=path) from wrong


def stamp(folder: Path) -> str:
    """What changes whenever something is learnt; empty where nothing was."""
    try:
        found = (folder / FILE).stat()
    except OSError:
        return ""
    return f" {found.st_ino} {found.st_mtime_ns}"


def _speeds(told: Mapping[str, Any]) -> Speeds:
    shape = len(BEGINS), len(ROAD_CLASSES)
    factor, trips = (np.array(told[name], dtype=np.float64).reshape(shape) for name in ("factor", "trips"))
    if not (factor > 0).all():
        raise ValueError("factor")
    return Speeds(group=groups(), factor=factor, trips=trips)
