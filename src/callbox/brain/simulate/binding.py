"""Filling in a WORLD: where the arrays of a city, its rules, a policy and a state lie just now."""

import numpy as np

from callbox.brain.simulate.ahead import at_own_desk
from callbox.brain.simulate.layout import Records, State, Tables, Terms
from callbox.brain.simulate.policy import AHEAD, Policy
from callbox.brain.simulate.world import AT, LOOK_WEIGHTS, LOOK_WHOLE, LOOKOUT, POLICY, RULES, STATE, TABLES, TERMS


def at_desk(policy: Policy, *, tables: Tables, units: int) -> Policy:
    """The same with room of its own to reckon in, so that runs side by side do not disturb each other."""
    return policy._replace(
        lookout=at_own_desk(policy.lookout, units),
        gone=np.zeros(len(tables.station_zone)),
        uncovered=np.zeros(tables.to_ms.shape[1]),
    )


def bind(state: State, *, tables: Tables, terms: Terms, policy: Policy) -> Records:
    """The state's WORLD, pointing to these arrays; valid as long as they live and are not replaced."""
    world, row = state.world, state.world[0]
    check_policy(policy, tables, units=len(state.units))
    owners = ((tables, TABLES), (terms, TERMS), (policy, POLICY), (policy.lookout, LOOKOUT), (state, STATE))
    for owner, names in owners:
        for name in names:
            array: Records = getattr(owner, name)
            assert array.flags.c_contiguous, name
            row[name + AT] = array.__array_interface__["data"][0]
    for name in RULES:
        row[name] = getattr(terms if name in terms._fields else policy, name)
    for name in ("busy_fraction", "cover_weight_ms", "move_gain"):
        row[name] = getattr(policy, name)
    for name in (*LOOK_WHOLE, *LOOK_WEIGHTS):
        row[name] = getattr(policy.lookout, name)
    for name, count in counts(state, tables=tables, terms=terms, policy=policy).items():
        row[name] = count
    return world


def check_policy(policy: Policy, tables: Tables, *, units: int) -> None:
    """Raises ValueError naming the policy's field that does not fit the city."""
    zones, stations = tables.to_ms.shape[1], len(tables.station_zone)
    if policy.reach.shape != (zones, stations) and policy.reach.size > 1:
        raise ValueError(f"reach: give shape ({zones}, {stations})")
    if policy.weight.shape[1] != zones and policy.weight.size > 1:
        raise ValueError(f"weight: give shape (1 or 168, {zones})")
    if policy.busy.shape[1] != units and policy.busy.size:
        raise ValueError(f"busy: give shape (hours, {units})")
    look = policy.lookout
    ahead = AHEAD in {policy.dispatch, policy.place, policy.move}
    if ahead and (len(look.zone_ms) != zones or len(look.station_point_ms) != stations):
        raise ValueError(f"lookout: give one for {zones} zones and {stations} stations")


def counts(state: State, *, tables: Tables, terms: Terms, policy: Policy) -> dict[str, int]:
    """How long the arrays are, by the names of WORLD."""
    metrics, zones, stations = tables.station_rank.shape
    return {
        "metric_count": metrics,
        "zone_count": zones,
        "station_count": stations,
        "hospital_kinds": tables.hospital.shape[2],
        "hospital_count": len(tables.hospital_zone),
        "version_count": len(tables.metric_at),
        "change_count": len(tables.changes),
        "call_count": len(tables.calls),
        "unit_count": len(state.units),
        "kind_count": state.idle.shape[1],
        "list_length": state.lists.shape[1],
        "tree_length": len(state.tree),
        "leaves": len(state.tree) // 2,
        "queue_length": len(state.queue),
        "candidate_count": len(state.candidates),
        "trace_rows": len(state.trace),
        "priority_count": len(terms.answer_mode),
        "weight_rows": len(policy.weight),
        "busy_rows": len(policy.busy),
        **look_counts(policy),
    }


def look_counts(policy: Policy) -> dict[str, int]:
    """How long the arrays of a policy's lookout are."""
    look = policy.lookout
    rows, points = look.point_weight.shape
    return {
        "point_rows": rows,
        "points": points,
        "look_zones": len(look.zone_ms),
        "look_stations": len(look.station_point_ms),
        "grades": len(look.within_ms),
        "grades_and_none": look.left.shape[2],
        "moments": len(look.ahead_ms),
        "seen_rows": look.seen.shape[1],
        "row_length": len(look.row_of),
    }
