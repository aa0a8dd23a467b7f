"""From a command line to what is asked of the simulator; whatever cannot be is one line that names it."""

import argparse
import shlex
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from itertools import groupby

from callbox.faces.command import progress
from callbox.faces.command.program import USAGE, WRONG, Stop, language
from callbox.faces.command.simulate.closings import closings_of
from callbox.faces.command.simulations import BUSY, Asked
from callbox.faces.command.underway import Watch, Wrong
from callbox.kernel.words import say, word

ALLOWED = {
    "days": (1, 3660),
    "seed": (0, 2**31),
    "zones": (1, 2500),
    "turning": (0, 2500),
    "crowding": (0.0, 3.0),
    "late_s": (1.0, 86_400.0),
    "turnout_s": (0.0, 3_600.0),
    "on_scene_min": (0.01, 1_440.0),
    "handover_min": (0.01, 1_440.0),
    "transport": (0.0, 1.0),
    "calls_a_day": (0.01, 1_000_000.0),
    "units": (1, 2000),
    "stations": (1, 2000),
    "posts": (0, 200),
    "demand_wrong": (0.1, 10.0),
    "demand_scatter": (0.0, 0.9),
    "speeds_wrong": (0.1, 10.0),
    "speeds_scatter": (0.0, 0.9),
    "close_stations": (0, 2000),
}
"""What each number may be, ends included."""
CHANGES = {
    "posts": 0,
    "demand_wrong": 1,
    "demand_scatter": 0,
    "speeds_wrong": 1,
    "speeds_scatter": 0,
    "close_stations": 0,
}
"""What a city is changed by, and where that is nothing to speak of."""
SLOWEST, FASTEST = 0.05, 5.0
OWN = ".py"
"""A policy that is a file is one of the asker's own."""
LOAD_MOST = 20.0
LOADS_MOST = 12


def asked_of(
    told: argparse.Namespace, *, city: str, policies: Sequence[str], loads: Sequence[float], known: Sequence[str]
) -> Asked:
    """What is to be simulated.

    Raises:
        Stop: naming the option that cannot be.
    """
    if not city and not told.world:
        raise Stop("simulate.no_city", status=USAGE)
    if city and told.world:
        raise Stop("simulate.city_or_world", status=USAGE)
    if (told.since or told.until) and not told.world:
        raise Stop("simulate.dates_need_world", status=USAGE)
    if (told.calls or told.world) and tuple(loads) != (1.0,):
        raise Stop("simulate.load_of_recorded", status=USAGE)
    for name in policies:
        if name not in known and not name.endswith(OWN):
            raise Stop("simulate.no_policy", status=USAGE, name=name, known=", ".join(known))
    for name, (least, most) in ALLOWED.items():
        value = getattr(told, name)
        if value is not None and not least <= value <= most:
            option = f"--{name.replace('_', '-')}"
            raise Stop("simulate.number", status=USAGE, option=option, value=value, least=least, most=most)
    return Asked(
        city=city,
        calls=str(told.calls or ""),
        world=told.world,
        since=day_of("--from", told.since),
        until=day_of("--until", told.until),
        policies=tuple(dict.fromkeys(policies)),
        loads=tuple(loads),
        speeds_by_hour=hours_of(told.hours),
        closings=closings_of(told.close),
        busy=told.busy,
        **{name: getattr(told, name) for name in ALLOWED},
    )


def asked_of_one(told: argparse.Namespace, *, known: Sequence[str]) -> Asked:
    """What is to be simulated where the line names one policy and one load. Raises as `asked_of`."""
    loads = loads_of("--load", told.load)[:1]
    return asked_of(told, city=told.city, policies=(told.policy,), loads=loads, known=known)


def day_of(option: str, text: str) -> str:
    """A date or a moment as it was typed, if it is one."""
    try:
        return text and (
            date.fromisoformat(text).isoformat() if len(text) <= 10 else datetime.fromisoformat(text).isoformat()
        )
    except ValueError as wrong:
        raise Stop("simulate.date", status=USAGE, option=option, value=text) from wrong


def loads_of(option: str, text: str) -> tuple[float, ...]:
    """Factors that calls are multiplied by: `0.75,1,1.5`."""
    try:
        found = tuple(dict.fromkeys(float(one) for one in text.split(",")))
    except ValueError:
        found = ()
    if not found or len(found) > LOADS_MOST or not all(0 < one <= LOAD_MOST for one in found):
        raise Stop("simulate.loads", status=USAGE, option=option, value=text, most=f"{LOAD_MOST:g}")
    return found


def hours_of(text: str) -> tuple[float, ...]:
    """Speeds in each hour of the day, where some are given as `7-9:0.7,16-18:0.6`: from 7 to 9 at 0.7 of a free road's."""
    speeds = [1.0] * 24
    try:
        for one in text.split(",") if text else ():
            hours, speed = one.split(":")
            first, last = (int(end) for end in hours.split("-"))
            if not (0 <= first < last <= 24 and SLOWEST <= float(speed) <= FASTEST):
                raise ValueError
            speeds[first:last] = [float(speed)] * (last - first)
    except ValueError:
        raise Stop("simulate.hours", status=USAGE, value=text, least=f"{SLOWEST:g}", most=f"{FASTEST:g}") from None
    return tuple(speeds) if text else ()


def told_hours(speeds: Sequence[float]) -> str:
    """The same as it is typed."""
    spans = [(list(hours), speed) for speed, hours in groupby(range(len(speeds)), key=lambda hour: speeds[hour])]
    return ",".join(f"{hours[0]}-{hours[-1] + 1}:{speed:g}" for hours, speed in spans if speed != 1.0)


def stopped(wrong: Wrong) -> Stop:
    """The one line for something that cannot be simulated; faults of road files have the words of `callbox city`."""
    own = f"simulate.wrong.{wrong.code}"
    code = own if word(own, "en") else f"city.wrong.{wrong.code}"
    named = "path" in wrong.details and "{path}" not in (word(code, "en") or "")
    path = f"{wrong.details['path']}: " if named else ""
    line = say(code, language(), **wrong.details)
    return Stop("simulate.line", status=WRONG if wrong.code in NODE_FAULTS else USAGE, where=path, line=line)


NODE_FAULTS = frozenset({"no_calls", "no_roads", "no_units"})
"""Faults of what is there, not of the line."""


def _step(code: str, details: Mapping[str, object]) -> str:
    if "policy" in details:
        details = {**details, "policy": policy_name(str(details["policy"]), language())}
    return say(code, language(), **details)


def shown() -> AbstractContextManager[Watch]:
    """What the simulator tells how far it is. Raises Stop where it says that it cannot simulate what is asked."""
    return progress.shown(stopped=stopped, worded=_step)


def policy_name(policy: str, lang: str) -> str:
    """What a policy is called."""
    return word(f"simulate.policy.{policy}", lang) or policy


def priority_name(priority: str, lang: str) -> str:
    """What a priority is called: in our words where we have them, else in the file's own."""
    return word(f"simulate.priority.{priority}", lang) or word(f"value.{priority}", lang) or priority


def command_of(asked: Asked, *, what: str, cities: Sequence[str] = ()) -> str:
    """The line that asks for the same again."""
    plural = what == "compare"
    words = ["callbox", "simulate", what, *(cities or ([asked.city] if asked.city else []))]
    words += ["--policies" if plural else "--policy", ",".join(asked.policies)]
    words += ["--loads" if plural else "--load", ",".join(f"{one:g}" for one in asked.loads)]
    given = {
        "calls": asked.calls, "world": asked.world, "from": asked.since, "until": asked.until,
        "hours": told_hours(asked.speeds_by_hour), "busy": asked.busy if asked.busy != BUSY[0] else "",
    }  # fmt: skip
    unused = {name for name, nothing in CHANGES.items() if getattr(asked, name) == nothing}
    unused |= {"days"} if what == "watch" or asked.calls or asked.world else set()
    numbers = {name.replace("_", "-"): getattr(asked, name) for name in ALLOWED if name not in unused}
    words += [f"--close={one.told}" for one in asked.closings]
    for name, value in {**given, **numbers}.items():
        if value not in {None, ""}:
            words += [f"--{name}", f"{value:g}" if isinstance(value, float) else str(value)]
    return shlex.join(words)
