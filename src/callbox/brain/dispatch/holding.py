"""Whether what a proposal was computed from still holds: never a question of positions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from callbox.brain.dispatch.facts import Situation
from callbox.brain.dispatch.proposal import Proposal, Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """What is so now: versions by id of cases and units, and that of closures."""

    units: Mapping[str, int]
    cases: Mapping[str, int]
    closures: int


class Changed(NamedTuple):
    """One thing that is not as it was: `unit`, `case` or `closures`, and which."""

    what: str
    id: str


def versions(situation: Situation) -> Versions:
    """The versions of a situation."""
    return Versions(
        units={unit.id: unit.version for unit in situation.units},
        cases={case.id: case.version for case in situation.cases},
        closures=situation.closures_version,
    )


def still_holds(proposal: Proposal, now: Versions, *, way: Way | None = None) -> list[Changed]:
    """What changed since; empty while the proposal, or that one way of it, can be carried out as it is.

    What `now` does not know any more has changed. A unit that became free meanwhile changes nothing: accepting an older
    proposal is still true, if no longer the best.
    """
    return list(_changed(proposal, now, way))


def _changed(proposal: Proposal, now: Versions, way: Way | None) -> Iterator[Changed]:
    depends = proposal.depends
    units = depends.units if way is None else way.units
    cases = depends.cases if way is None else {proposal.case, *(one.case for one in way.taken)}
    for name in sorted(cases):
        if now.cases.get(name) != depends.cases.get(name):
            yield Changed("case", name)
    for name in sorted(units):
        if now.units.get(name) != depends.units.get(name):
            yield Changed("unit", name)
    if now.closures != depends.closures:
        yield Changed("closures", "")
