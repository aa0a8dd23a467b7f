"""The codes of every reason that a proposal can give, each with the names of its details. Words stand with the incident.

`unit`, `other`: call signs; `case`: a case's name; `seconds`, `minutes`, `metres`: whole numbers; `calls`: expected
calls in a hundred hours.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from callbox.brain.dispatch.facts import Case, UnitState
from callbox.brain.dispatch.proposal import Reason

CODES: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        code: frozenset(details.split())
        for code, details in {
            # why this way
            "advice.only": "unit",
            "advice.closest": "unit other seconds",
            "advice.as_close": "unit other",
            "advice.keeps_cover": "unit other seconds calls",
            "advice.leaves_other": "unit other seconds case",
            "advice.by_line": "unit other seconds metres",
            "advice.by_policy": "unit other seconds policy",
            "advice.later": "unit other seconds",
            "advice.earlier": "unit other seconds",
            "advice.together": "count first_seconds last_seconds",
            "advice.no_arrival": "unit",
            # what is to be known of a unit
            "advice.taken_from": "unit case",
            "advice.clearing": "unit minutes",
            "advice.from_home": "unit",
            "advice.no_position": "unit",
            "advice.inside_closure": "unit",
            "advice.neighbour": "unit organisation",
            "advice.rested_first": "unit other seconds",
            "advice.unrested": "unit minutes",
            "advice.shift_ends": "unit minutes",
            # what is to be known of the case
            "advice.even": "unit other",
            "advice.no_place": "case",
            "advice.no_road": "case",
            "advice.no_way": "case",
            "advice.to_edge": "case",
            "advice.no_road_times": "case",
            "advice.no_cover_data": "policy",
            "advice.lacking": "count unit_kind",
            "advice.left_for": "unit",
            "advice.promised": "unit",
            # who could be asked
            "advice.ask_clearing": "unit minutes",
            "advice.ask_clearing_unknown": "unit",
            "advice.ask_neighbour": "unit organisation",
            "advice.ask_off_shift": "unit",
            "advice.ask_shift_end": "unit minutes",
            "advice.ask_under_way": "unit case",
            "advice.ask_unmeasured": "unit measure",
            "advice.ask_by_line": "unit metres",
            "advice.ask_stand_by": "unit",
        }.items()
    }
)


def because(code: str, **details: float | str) -> Reason:
    """A reason. Raises ValueError if the code is not among CODES or has other details."""
    if CODES.get(code) != details.keys():
        raise ValueError(f"code: {code} with {', '.join(sorted(details))} is not as CODES lists it")
    return Reason(code, details)


def sign(unit: UnitState) -> str:
    """What a unit is called."""
    return unit.call_sign or unit.id


def title(case: Case) -> str:
    """What a case is called."""
    return case.name or case.id


def seconds(time_ms: float) -> int:
    """Whole seconds, halves up, so that a reason never says 0 for what the ranking saw."""
    return int(time_ms / 1000.0 + 0.5)


def minutes(time_ms: float) -> int:
    """Whole minutes, begun ones counted."""
    return int(-(-time_ms // 60_000))
