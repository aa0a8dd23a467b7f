"""One record that stands for a whole run: where its arrays lie, how long they are, the rules, the policy, the clock.

The loops take nothing else. `..._of(world)` reads an array out of it, `world.name` a number. m tables, z zones, s stations,
u units, k kinds of units, c calls, p priorities.
"""

from typing import Any, Final, TypeAlias

import numpy as np

from callbox.brain.compiled import array_at
from callbox.brain.simulate.layout import CALL, CANDIDATE, CHANGE, PROGRESS, TRACE, UNIT

World: TypeAlias = Any
"""A record of WORLD. Its fields are known to the compiler of the loops, not to the checker of types."""

COUNTS: Final = (
    "metric_count", "zone_count", "station_count", "hospital_kinds", "hospital_count", "version_count", "change_count",
    "call_count", "unit_count", "kind_count", "list_length", "tree_length", "leaves", "queue_length",
    "candidate_count", "trace_rows", "priority_count", "weight_rows", "point_rows", "points", "look_zones", "look_stations",
    "grades", "grades_and_none", "moments", "seen_rows", "row_length", "busy_rows",
)  # fmt: skip
TABLES: Final = (
    "to_ms", "taken_ms", "via", "station_rank", "station_ms", "hospital", "dominates", "metric_at", "station_zone",
    "hospital_zone", "capacity", "changes", "calls",
)  # fmt: skip
TERMS: Final = ("answer_mode", "carry_mode", "preempts_from", "reassigns")
POLICY: Final = ("weight", "reach", "busy", "gone", "uncovered")
LOOKOUT: Final = (
    "point_weight", "zone_ms", "station_point_ms", "station_grade", "within_ms", "grade_cost", "ahead_ms", "ahead_share",
    "ahead_busy", "seen", "seen_busy", "left", "trial", "row_of",
)  # fmt: skip
LOOK_WHOLE: Final = ("late_ms", "cap_ms", "most_moves", "rest_ms", "clears_ms")
LOOK_WEIGHTS: Final = ("mean_weight", "loss_weight", "swap_cost", "least_gain")
STATE: Final = (
    "units", "tree", "lists", "waiting", "idle", "queue", "progress", "remaining", "candidates", "trace",
)  # fmt: skip
RULES: Final = (
    "preempt_gain_ms", "reassign_gain_ms", "carrying_kinds", "answers_rolling", "queues", "moves_at_most", "move_span_ms",
    "dispatch", "place", "move", "tick_ms",
)  # fmt: skip
CLOCK: Final = (
    "now_ms", "next_tick_ms", "next_call", "next_change", "version", "queued", "again", "kind", "moves_due", "asked",
    "answer", "answer_station", "candidates", "traced",
)  # fmt: skip
AT: Final = "_at"
"""The field of an array's address is its name with this ending."""

WORLD: Final = np.dtype(
    [
        *((name, np.int64) for name in COUNTS),
        *((name + AT, np.int64) for name in (*TABLES, *TERMS, *POLICY, *LOOKOUT, *STATE)),
        *((name, np.int64) for name in (*RULES, *LOOK_WHOLE)),
        *((name, np.float64) for name in ("busy_fraction", "cover_weight_ms", "move_gain", *LOOK_WEIGHTS)),
        *((name, np.int64) for name in CLOCK),
    ]
)

to_ms_of = array_at("to_ms_at", np.int32, "metric_count", "zone_count", "zone_count")
taken_ms_of = array_at("taken_ms_at", np.int32, "metric_count", "zone_count", "zone_count")
via_of = array_at("via_at", np.int16, "metric_count", "zone_count", "zone_count")
station_rank_of = array_at("station_rank_at", np.int16, "metric_count", "zone_count", "station_count")
station_ms_of = array_at("station_ms_at", np.int32, "metric_count", "zone_count", "station_count")
hospital_of = array_at("hospital_at", np.int16, "metric_count", "zone_count", "hospital_kinds")
dominates_of = array_at("dominates_at", np.int8, "metric_count", "metric_count")
metric_at_of = array_at("metric_at_at", np.int16, "version_count", 2, 168)
station_zone_of = array_at("station_zone_at", np.int32, "station_count")
hospital_zone_of = array_at("hospital_zone_at", np.int32, "hospital_count")
capacity_of = array_at("capacity_at", np.int32, "station_count")
changes_of = array_at("changes_at", CHANGE, "change_count")
calls_of = array_at("calls_at", CALL, "call_count")

answer_mode_of = array_at("answer_mode_at", np.int8, "priority_count")
carry_mode_of = array_at("carry_mode_at", np.int8, "priority_count")
preempts_from_of = array_at("preempts_from_at", np.int8, "priority_count")
reassigns_of = array_at("reassigns_at", np.int8, "priority_count")

weight_of = array_at("weight_at", np.float64, "weight_rows", "zone_count")
reach_of = array_at("reach_at", np.int8, "zone_count", "station_count")
busy_of = array_at("busy_at", np.float64, "busy_rows", "unit_count")
gone_of = array_at("gone_at", np.float64, "station_count")
uncovered_of = array_at("uncovered_at", np.float64, "zone_count")

point_weight_of = array_at("point_weight_at", np.float64, "point_rows", "points")
zone_ms_of = array_at("zone_ms_at", np.int32, "look_zones", "points")
station_point_ms_of = array_at("station_point_ms_at", np.int32, "look_stations", "points")
station_grade_of = array_at("station_grade_at", np.uint8, "look_stations", "points")
within_ms_of = array_at("within_ms_at", np.int32, "grades")
grade_cost_of = array_at("grade_cost_at", np.float64, "grades")
ahead_ms_of = array_at("ahead_ms_at", np.int32, "moments")
ahead_share_of = array_at("ahead_share_at", np.float64, "moments")
ahead_busy_of = array_at("ahead_busy_at", np.float64, "moments")
seen_of = array_at("seen_at", np.uint8, "moments", "seen_rows", "points")
seen_busy_of = array_at("seen_busy_at", np.float64, "moments", "seen_rows")
left_of = array_at("left_at", np.float64, "moments", "points", "grades_and_none")
trial_of = array_at("trial_at", np.uint8, "moments", "points")
row_of_of = array_at("row_of_at", np.int32, "row_length")

units_of = array_at("units_at", UNIT, "unit_count")
tree_of = array_at("tree_at", np.int64, "tree_length")
lists_of = array_at("lists_at", np.int32, 4, "list_length")
waiting_of = array_at("waiting_at", np.int32, "station_count", "kind_count")
idle_of = array_at("idle_at", np.int32, "station_count", "kind_count")
queue_of = array_at("queue_at", np.int32, "queue_length")
progress_of = array_at("progress_at", PROGRESS, "call_count")
remaining_of = array_at("remaining_at", np.int8, "call_count", "kind_count")
candidates_of = array_at("candidates_at", CANDIDATE, "candidate_count")
trace_of = array_at("trace_at", TRACE, "trace_rows")
