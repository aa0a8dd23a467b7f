"""Street posts in a scenario: places beside the stations where policies that move units may let them wait.

Fleet, stations and demand stay as they are, every unit's own station too: a policy that moves nobody never uses a post.
"""

from dataclasses import replace
from typing import Final

import numpy as np

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.cover.posts import street_posts
from callbox.brain.simulate.facts import Ints
from callbox.brain.simulate.scenario import BEGUN_WITH_BUSY, Scenario, ground_of

ROOM: Final = 1
"""How many units find room at a street corner."""


def best_posts(one: Scenario, *, count: int, busy_fraction: float = BEGUN_WITH_BUSY) -> Ints:
    """(at most `count`,) zones, ascending: those of the city's points that the best plans with them would use."""
    sites = sites_of(one)
    if not count or not len(sites):
        return sites[:0]
    site_ms = np.ascontiguousarray(one.city.to_ms[0][:, sites].T)
    chosen = street_posts(ground_of(one), site_ms, units=one.city.units, busy=busy_fraction, most=count)
    return np.sort(sites[chosen])


def sites_of(one: Scenario) -> Ints:
    """(k,) zones that may become a post: nobody waits there yet, and there is a way from every station and back."""
    station, times = one.city.station_zone, one.city.to_ms[0]
    there = (times[:, station] < UNREACHABLE_MS).all(axis=1) & (times[station] < UNREACHABLE_MS).all(axis=0)
    there[station] = False
    return np.flatnonzero(there).astype(np.int32)


def with_posts(one: Scenario, zones: Ints) -> Scenario:
    """The same city with posts in these zones."""
    city = one.city
    room = city.station_capacity if len(city.station_capacity) else np.full(city.stations, city.units, np.int32)
    city = replace(
        city,
        station_zone=np.concatenate([city.station_zone, zones]).astype(np.int32),
        station_capacity=np.concatenate([room, np.full(len(zones), ROOM)]).astype(np.int32),
    )
    return replace(one, city=city, posts=one.posts + len(zones))
