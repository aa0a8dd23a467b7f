"""Policies by name, each set up for a city by what its own runs have shown: to add one, write a function and name it.

A `Ground` holds the scenario, whose units stand at their best stations, and how busy they were in runs on days of
their own; a policy's function makes of it what the simulator takes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final, NamedTuple

import numpy as np

from callbox.brain.simulate.facts import NOBODY, Floats, Params
from callbox.brain.simulate.full import Model
from callbox.brain.simulate.looking_ahead import CAP_MS, policy_ahead, rules_ahead
from callbox.brain.simulate.own import Own
from callbox.brain.simulate.policy import COVER, NO_HOURS, STATIC, Policy
from callbox.brain.simulate.scenario import Scenario, late_on_road_ms

BASELINE: Final = "static"
"""What all others are measured against."""
SLOWER_S: Final = 300.0
"""Seconds that the whole of expected cover is worth when a unit is chosen by time and cover."""
MOVE_GAIN: Final = 0.01
"""Share of all calls that a move-up must cover in addition."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuned:
    """What a policy may know of a city before the days it is judged on."""

    scenario: Scenario
    busy_fraction: float
    """Of the units' time on shift, as the static plan's own runs on other days had it."""
    busy: Floats = field(default_factory=lambda: NO_HOURS)
    """(24, u) the same by unit and hour of the day (see `busy`); empty: policies reckon with the one number."""
    model: Model | None = None
    """One of a city that differs from the scenario's in its units' stations alone: it saves preparing another."""


class Method(NamedTuple):
    """How units are sent, placed and moved, and the rules of the floor that hold meanwhile."""

    policy: Policy
    params: Params
    own: Own | None = None
    """A policy in Python, asked instead."""


def static(tuned: Tuned) -> Method:
    """The closest free unit by road, back to its own station; who is sent once is not sent elsewhere."""
    params, count = tuned.scenario.params, len(tuned.scenario.priorities)
    return Method(STATIC, replace(params, preempts_from=(NOBODY,) * count, reassigns=(False,) * count))


def relieve(tuned: Tuned) -> Method:
    """The same, and units under way change: to a more urgent call, or for one that came free nearer by."""
    return Method(STATIC, tuned.scenario.params)


def covering(tuned: Tuned) -> Policy:
    """What every policy that asks for cover looks up."""
    one = tuned.scenario
    stations_ms = one.city.taken_ms[0][:, one.city.station_zone]
    return STATIC._replace(
        weight=weight_by_hour(one),
        reach=np.ascontiguousarray(stations_ms <= late_on_road_ms(one), np.int8),
        busy_fraction=tuned.busy_fraction,
        busy=tuned.busy,
    )


def weight_by_hour(one: Scenario) -> Floats:
    """(168, z) calls an hour, or (1, z) where all hours are alike."""
    rate = one.demand.rate_per_h.sum(axis=2)
    return np.ascontiguousarray(rate[:1] if (rate == rate[:1]).all() else rate)


def redeploy(tuned: Tuned) -> Method:
    """DMEXCLP: who becomes free goes to wait where it adds most cover (Jagtenberg, Bhulai and van der Mei 2015)."""
    return Method(covering(tuned)._replace(place=COVER), tuned.scenario.params)


def dispatch(tuned: Tuned) -> Method:
    """Whose going costs least time and cover; back to the own station."""
    return Method(covering(tuned)._replace(dispatch=COVER, cover_weight_ms=per_call_ms(tuned)), tuned.scenario.params)


def both(tuned: Tuned) -> Method:
    """Redeployment and dispatch by time and cover together."""
    sent = dispatch(tuned)
    return sent._replace(policy=sent.policy._replace(place=COVER))


def move_up(tuned: Tuned) -> Method:
    """The same, and waiting units close gaps: at most so many moves a shift, each for a stated gain."""
    placed, gain = both(tuned), MOVE_GAIN * float(tuned.scenario.weight.sum())
    return placed._replace(policy=placed.policy._replace(move=COVER, move_gain=gain))


def ahead(tuned: Tuned) -> Method:
    """Whom to send, where to wait and who moves up by the late calls to come; see `looking_ahead`."""
    return Method(policy_ahead(tuned.scenario), rules_ahead(tuned.scenario))


def ahead_capped(tuned: Tuned) -> Method:
    """The same, and to the most urgent nobody goes who is there a minute later than the first could be."""
    return Method(policy_ahead(tuned.scenario, cap_ms=CAP_MS), rules_ahead(tuned.scenario))


def ahead_still(tuned: Tuned) -> Method:
    """The same without move-ups: only who becomes free may go somewhere else to wait."""
    return Method(policy_ahead(tuned.scenario, moves=0), rules_ahead(tuned.scenario))


def per_call_ms(tuned: Tuned) -> float:
    """Milliseconds for one covered call an hour, so that all of them together are worth SLOWER_S."""
    return SLOWER_S * 1000.0 / max(1e-9, float(tuned.scenario.weight.sum()))


POLICIES: Final[Mapping[str, Callable[[Tuned], Method]]] = MappingProxyType(
    {
        BASELINE: static,
        "relieve": relieve,
        "redeploy": redeploy,
        "dispatch": dispatch,
        "both": both,
        "move-up": move_up,
        "ahead": ahead,
        "ahead-capped": ahead_capped,
        "ahead-still": ahead_still,
    }
)
"""By the name that a command is given. Words of them: `simulate.policy.NAME`."""
BY_COVER: Final = frozenset({"redeploy", "dispatch", "both", "move-up"})
"""Those that reckon with busy fractions."""
