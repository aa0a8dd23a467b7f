"""What made-up callers do, as steps in time. Pure: a seed gives the same callers again.

Numbers are out of the blocks kept for fiction (+1-202-555-0100 to 0199, North American Numbering Plan), so that nobody's
telephone rings when somebody tries to call one back.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import cos, radians
from random import Random
from typing import Any

FICTION = "+1202555{:04d}"
M_PER_DEG = 111_195.0


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing that happens: so long after the one before, and only once the call was answered where it says so."""

    event: str
    after_s: float
    answered: bool = False
    told: Mapping[str, Any] | None = None


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """One caller: what every event of the line says, and the steps."""

    number: str
    channel: str
    steps: tuple[Step, ...]


Near = tuple[float, float] | None
"""Latitude and longitude in degrees around which callers are; None: their devices tell no place."""


def _places(random: Random, near: Near) -> list[dict[str, Any]]:
    """A device's places from its cell to its satellites: the radius shrinks, the place settles."""
    if near is None:
        return [{}, {}, {}]
    north_m, east_m = random.gauss(0, 1_500), random.gauss(0, 1_500)
    told: list[dict[str, Any]] = []
    for radius_m, age_s in ((1_200.0, 6.0), (150.0, 2.0), (12.0, 0.5)):
        latitude_deg = near[0] + (north_m + random.gauss(0, radius_m / 2)) / M_PER_DEG
        east_deg = (east_m + random.gauss(0, radius_m / 2)) / (M_PER_DEG * max(0.01, cos(radians(near[0]))))
        place = {"latitude_deg": round(latitude_deg, 6), "longitude_deg": round(near[1] + east_deg, 6)}
        told.append({"place": {**place, "radius_m": radius_m, "age_s": age_s}})
    return told


def _ring_and_drop(random: Random, near: Near) -> tuple[Step, ...]:
    cell, *_ = _places(random, near)
    return (
        Step(event="ringing", after_s=0, told=cell),
        Step(event="hung_up", after_s=random.uniform(2, 9)),
    )


def _located(places: list[dict[str, Any]]) -> tuple[Step, ...]:
    return tuple(Step(event="located", after_s=4, told=place) for place in places[1:] if place)


def _talk(random: Random, near: Near) -> tuple[Step, ...]:
    places = _places(random, near)
    return (
        Step(event="ringing", after_s=0, told=places[0]),
        *_located(places),
        Step(event="hung_up", after_s=random.uniform(30, 120), answered=True),
    )


def _hold(random: Random, near: Near) -> tuple[Step, ...]:
    places = _places(random, near)
    return (
        Step(event="ringing", after_s=0, told=places[0]),
        *_located(places),
        Step(event="held", after_s=random.uniform(10, 20), answered=True),
        Step(event="resumed", after_s=random.uniform(8, 30), answered=True),
        Step(event="hung_up", after_s=random.uniform(15, 60), answered=True),
    )


def _text(random: Random, near: Near) -> tuple[Step, ...]:
    cell, *_ = _places(random, near)
    lines = ("Someone is in the house. I can't talk.", "I am upstairs, back room.", "I hear the stairs", "police here")
    written = [
        Step(event="said", after_s=random.uniform(5, 15), answered=True, told={"said": line}) for line in lines[1:]
    ]
    return (
        Step(event="ringing", after_s=0, told={**cell, "said": lines[0]}),
        *written,
        Step(event="hung_up", after_s=10, answered=True),
    )


def _silent(random: Random, near: Near) -> tuple[Step, ...]:
    cell, *_ = _places(random, near)
    taps = [Step(event="pressed", after_s=random.uniform(3, 8), answered=True, told={"keys": key}) for key in "55"]
    return (
        Step(event="ringing", after_s=0, told=cell),
        Step(event="silent", after_s=4, answered=True),
        *taps,
        Step(event="hung_up", after_s=random.uniform(10, 40), answered=True),
    )


def _chat(random: Random, near: Near) -> tuple[Step, ...]:
    """A web chat in another language, which a machine translates: what was written always comes with it."""
    cell, *_ = _places(random, near)
    written = (("Дым на третьем этаже", "Smoke on the third floor"), ("Я не могу выйти", "I cannot get out"))
    by = {"language": "ru", "translated_by": "made-up machine", "translated_to": "en"}
    told = [{"said": said, "translation": translation, **by} for said, translation in written]
    return (
        Step(event="ringing", after_s=0, told={**cell, "language": "ru", "said": "Помогите, пожар"}),
        *(Step(event="said", after_s=random.uniform(5, 15), answered=True, told=one) for one in told),
        Step(event="hung_up", after_s=60, answered=True),
    )


DRAWS: Mapping[str, tuple[str, Callable[[Random, Near], tuple[Step, ...]]]] = {
    "ring-and-drop": ("call", _ring_and_drop),
    "talk": ("call", _talk),
    "hold": ("call", _hold),
    "text": ("text", _text),
    "relay": ("relay", _text),
    "chat": ("web", _chat),
    "silent": ("call", _silent),
}
MIXED = "mixed"
NAMES = (*DRAWS, MIXED)
# Of a hundred callers; about one in five hangs up before an answer.
WEIGHTS = {"ring-and-drop": 20, "talk": 55, "hold": 12, "text": 5, "relay": 1, "chat": 2, "silent": 5}


def drawn(name: str, random: Random, *, near: Near) -> Drawn:
    """A caller who does as the scenario says."""
    if name == MIXED:
        name = random.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
    channel, steps = DRAWS[name]
    return Drawn(number=FICTION.format(100 + random.randrange(100)), channel=channel, steps=steps(random, near))
