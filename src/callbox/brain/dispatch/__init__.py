"""Whom to send: `recommend` for one case, `recommend_all` for several at once, `still_holds` before it is accepted."""

from callbox.brain.dispatch.facts import Case, Cover, Need, Settings, Situation, UnitState
from callbox.brain.dispatch.fleet import Roster, roster
from callbox.brain.dispatch.holding import Changed, Versions, still_holds, versions
from callbox.brain.dispatch.policies import POLICIES, Policy, named, with_look_ahead
from callbox.brain.dispatch.proposal import Proposal, Way
from callbox.brain.dispatch.question import Question
from callbox.brain.dispatch.recommend import recommend, recommend_all

__all__ = [
    "POLICIES",
    "Case",
    "Changed",
    "Cover",
    "Need",
    "Policy",
    "Proposal",
    "Question",
    "Roster",
    "Settings",
    "Situation",
    "UnitState",
    "Versions",
    "Way",
    "named",
    "recommend",
    "recommend_all",
    "roster",
    "still_holds",
    "versions",
    "with_look_ahead",
]
