"""What the advisor is asked, read out of plain JSON: every field is looked at before the brain sees it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Final

from callbox.brain.roads.facts import MODES
from callbox.kernel.chain import Json

UNITS_MAX: Final = 5_000
CLOSURES_MAX: Final = 2_000
TEXT_MAX: Final = 200
FAR: Final = 1e15
HOURS: Final = 168

Place = tuple[float, float]
"""Longitude, latitude in degrees."""
Told = Mapping[str, Json]


class NotUnderstood(Exception):
    """A question that cannot be answered as it stands: a code, and the field and what would be right."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code, self.detail = code, detail


@dataclass(frozen=True, kw_only=True)
class Closing:
    """One closure in force, as the roads see it."""

    id: str
    speed_factor: float
    modes: tuple[int, ...]
    outline_deg: tuple[float, ...] = ()
    street: str = ""
    arcs: tuple[int, ...] = ()
    network: str = ""


@dataclass(frozen=True, kw_only=True)
class Conditions:
    """How one drives: with a siren or not, at which hour of the week (Monday 00:00 is 0), past which closures."""

    mode: int
    hour: int
    closings: tuple[Closing, ...]


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A unit and where its way begins."""

    id: str
    place: Place | None


def conditions(told: Told) -> Conditions:
    """The conditions of a question; without any: under siren, Monday at midnight, no closure."""
    mode = _choice(told.get("mode", MODES[0]), "mode", MODES)
    hour = whole(told.get("hour", 0), "hour", most=HOURS - 1)
    closings = tuple(_closing(one) for one in listed(told.get("closures", []), "closures", most=CLOSURES_MAX))
    return Conditions(mode=mode, hour=hour, closings=closings)


def _closing(told: Json) -> Closing:
    one = an_object(told, "closures")
    outline_deg = [
        number(each, "outline_deg") for each in listed(one.get("outline_deg", []), "outline_deg", most=4_000)
    ]
    if len(outline_deg) % 2 or 0 < len(outline_deg) < 6:
        raise NotUnderstood("field.wrong", "outline_deg: longitude, latitude of three corners or more")
    factor = number(one.get("speed_factor", 0.0), "speed_factor")
    if not 0 <= factor < 1:
        raise NotUnderstood("field.wrong", "speed_factor: from 0 to less than 1")
    return Closing(
        id=text(one.get("id", ""), "id"),
        speed_factor=factor,
        modes=tuple(_choice(each, "drivers", MODES) for each in listed(one.get("drivers", []), "drivers", most=2)),
        outline_deg=tuple(outline_deg),
        street=text(one.get("street", ""), "street"),
        arcs=tuple(whole(each, "arcs", most=2**31 - 1) for each in listed(one.get("arcs", []), "arcs", most=20_000)),
        network=text(one.get("network", ""), "network"),
    )


def units(told: Told) -> tuple[Placed, ...]:
    """The units of a question."""
    found = [an_object(one, "units") for one in listed(told.get("units", []), "units", most=UNITS_MAX)]
    return tuple(Placed(id=text(one.get("id", ""), "id"), place=place(one.get("place"), "place")) for one in found)


def place(told: Json, field: str) -> Place | None:
    """A place, [longitude, latitude]; None where none is told."""
    if told is None:
        return None
    pair = [number(one, field) for one in listed(told, field, most=2)]
    if len(pair) != 2 or abs(pair[0]) > 180 or abs(pair[1]) > 90:
        raise NotUnderstood("field.wrong", f"{field}: [longitude, latitude] in degrees")
    return pair[0], pair[1]


def a_place(told: Json, field: str) -> Place:
    """A place that must be told."""
    found = place(told, field)
    if found is None:
        raise NotUnderstood("field.missing", field)
    return found


def an_object(told: Json, field: str) -> dict[str, Json]:
    """An object."""
    if not isinstance(told, dict):
        raise NotUnderstood("field.wrong", f"{field}: must hold objects")
    return told


def listed(told: Json, field: str, *, most: int) -> Sequence[Json]:
    """A list of bounded length."""
    if not isinstance(told, list) or len(told) > most:
        raise NotUnderstood("field.wrong", f"{field}: a list of at most {most}")
    return told


def text(told: Json, field: str) -> str:
    """A short text."""
    if not isinstance(told, str) or len(told) > TEXT_MAX:
        raise NotUnderstood("field.wrong", f"{field}: a text of at most {TEXT_MAX} characters")
    return told


def number(told: Json, field: str) -> float:
    """A finite number."""
    if type(told) is float and -FAR <= told <= FAR:
        return told
    if isinstance(told, bool) or not isinstance(told, int | float) or abs(told) > FAR or not isfinite(told):
        raise NotUnderstood("field.wrong", f"{field}: must be a number")
    return float(told)


def whole(told: Json, field: str, *, most: int) -> int:
    """A whole number from 0 to `most`."""
    if isinstance(told, bool) or not isinstance(told, int) or not 0 <= told <= most:
        raise NotUnderstood("field.wrong", f"{field}: a whole number from 0 to {most}")
    return told


def _choice(told: Json, field: str, words: Sequence[str]) -> int:
    if told not in words:
        raise NotUnderstood("field.wrong", f"{field}: one of {', '.join(words)}")
    return words.index(str(told))
