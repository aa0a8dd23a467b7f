"""The declaration of place notes."""

from callbox.kernel.declare import ActSpec, ClockSpec, KindSpec, Lifecycle, Move, Scope, Service
from callbox.services.place_note import inputs, rules
from callbox.services.place_note.facts import PlaceNote
from callbox.services.place_note.words import WORDS

OWN, ANY = Scope.OWN, Scope.ANY
# Whoever hears of it sets it; an inspection's own system may, too.
SETTERS = dict.fromkeys(("call_taker", "crew", "dispatcher", "planner", "reporter", "supervisor"), OWN)
KEEPERS = dict.fromkeys(("dispatcher", "planner", "supervisor"), OWN)
ON_NOTE = {"place_note": "place_note"}
SHOWN = rules.SHOWN

LIFECYCLE = Lifecycle(
    begins={"place_note.set": ("in_force",)},
    moves=(
        Move("place_note.confirmed", SHOWN, ("in_force",)),
        Move("place_note.replaced", SHOWN, ("in_force",)),
        Move("place_note.withdrawn", SHOWN, ("withdrawn",)),
        Move("place_note.expired", ("in_force",), ("expired",)),
        Move("place_note.lapsed", ("expired",), ("ended",)),
        Move("place_note.erased", (*SHOWN, "withdrawn", "ended")),
    ),
    ends=("withdrawn", "ended"),
)

CLOCKS = (
    ClockSpec(
        name=rules.EXPIRY,
        starts=("place_note.set",),
        stops=("place_note.withdrawn",),
        seconds=rules.length_s,
        on_due="place_note.run_out",
    ),
    ClockSpec(
        name=rules.LAPSE,
        starts=("place_note.expired",),
        stops=("place_note.withdrawn",),
        seconds=lambda _: rules.SHOWN_AFTER.total_seconds(),
        on_due="place_note.lapse",
    ),
)

SERVICE = Service(
    name="place_note",
    kinds=(
        KindSpec(
            record=PlaceNote,
            lifecycle=LIFECYCLE,
            # Who keeps them sees them as records; who goes there is told of them through the case (acts.py).
            reads={**KEEPERS, "administrator": OWN, "oversight": ANY, "machine": ANY},
            clocks=CLOCKS,
        ),
    ),
    acts=(
        ActSpec(
            name="place_note.set",
            rule=rules.set_note,
            inputs=inputs.SetNote,
            grants=SETTERS,
            touches={"organisation": "organisation"},
        ),
        ActSpec(name="place_note.confirm", rule=rules.confirm, inputs=inputs.Confirm, grants=KEEPERS, touches=ON_NOTE),
        ActSpec(name="place_note.replace", rule=rules.replace, inputs=inputs.Replace, grants=KEEPERS, touches=ON_NOTE),
        ActSpec(
            name="place_note.withdraw",
            rule=rules.withdraw,
            inputs=inputs.Withdraw,
            grants=KEEPERS,
            touches=ON_NOTE,
            needs_reason=True,
        ),
        ActSpec(
            name="place_note.run_out",
            rule=rules.run_out,
            inputs=inputs.Due,
            grants={"machine": ANY},
            touches=ON_NOTE,
        ),
        ActSpec(
            name="place_note.lapse",
            rule=rules.lapse,
            inputs=inputs.Due,
            grants={"machine": ANY},
            touches=ON_NOTE,
        ),
    ),
    words=WORDS,
)
