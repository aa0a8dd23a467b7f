"""Where something is, from what is typed: coordinates are read as they stand, all else is looked up in the city's names.

Rules in words. What is typed is always kept, found or not. Nothing here refuses: what is doubtful is told, so that the call
taker reads it back. A place that a device told of never takes the place of one that a person confirmed.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from callbox.kernel import advisor
from callbox.kernel.advisor import Away
from callbox.kernel.chain import Json
from callbox.kernel.globe import Place, straight_line_m

SHOWN_MOST: Final = 8
LETTERS_MAX: Final = 200
DISAGREES_M: Final = 500.0
_NUMBER = r"[-+]?\d{1,3}(?:\.\d+)?"
PAIR: Final = re.compile(rf"^\s*({_NUMBER})\s*°?\s*([NSns]?)\s*[,;，\s]\s*({_NUMBER})\s*°?\s*([EWew]?)\s*$")


@dataclass(frozen=True, kw_only=True)
class Found:
    """A place that what was typed may mean."""

    kind: str
    """street, address, crossing, landmark or coordinates"""
    label: str
    longitude_deg: float
    latitude_deg: float
    near: str = ""
    """What stands or crosses near it, where its name alone does not tell it apart."""
    same: int = 1
    """How many places there are of this name."""
    sure: bool = True
    """Whether it is called what was typed; else only nearly so."""


@dataclass(frozen=True, kw_only=True)
class Places:
    """Places that were found, best first. `away`: why none could be looked for; empty: they were."""

    found: Sequence[Found] = ()
    away: str = ""


def places(text: str, *, near: Place | None = None, most: int = SHOWN_MOST) -> Places:
    """The places that what was typed may mean. `near` is (latitude, longitude): of equals the nearest comes first."""
    pair = coordinates(text)
    if pair is not None:
        return Places(found=(_spelt(pair),))
    if not text.strip():
        return Places()
    told: dict[str, Json] = {"text": text.strip()[:LETTERS_MAX], "most": most}
    if near is not None:
        told["near"] = [near[1], near[0]]
    try:
        answer: Mapping[str, Any] = advisor.current().ask("search", told)
    except Away as away:
        return Places(away=away.code)
    return Places(found=tuple(_found(one) for one in answer.get("places", ())))


def coordinates(text: str) -> Place | None:
    """(latitude, longitude) in degrees, where a pair of numbers was typed: `22.5431, 114.0579` or `22.5431N 114.0579E`."""
    told = PAIR.match(text)
    if told is None:
        return None
    latitude = float(told[1]) * (-1 if told[2] in "Ss" and told[2] else 1)
    longitude = float(told[3]) * (-1 if told[4] in "Ww" and told[4] else 1)
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def disagreement_m(confirmed: Place | None, device: Place | None, *, radius_m: float) -> float | None:
    """How far a device says it is from the place that was confirmed; None where that is within what it may be wrong by."""
    if confirmed is None or device is None or not math.isfinite(radius_m):
        return None
    apart_m = straight_line_m(confirmed, device)
    return apart_m if apart_m > max(0.0, radius_m) + DISAGREES_M else None


def _spelt(pair: Place) -> Found:
    label = f"{pair[0]:.5f}, {pair[1]:.5f}"
    return Found(kind="coordinates", label=label, latitude_deg=pair[0], longitude_deg=pair[1])


def _found(told: Mapping[str, Any]) -> Found:
    longitude_deg, latitude_deg = told["place"]
    return Found(
        kind=str(told["kind"]),
        label=str(told["label"]),
        longitude_deg=float(longitude_deg),
        latitude_deg=float(latitude_deg),
        near=str(told.get("near", "")),
        same=int(told.get("same", 1)),
        sure=told.get("sure") is not False,
    )
