"""The declaration of notes and attachments."""

from callbox.kernel.declare import ActSpec, KindSpec, Lifecycle, Move, Scope, Service
from callbox.services.note import inputs, rules
from callbox.services.note.facts import Attachment, Note
from callbox.services.note.words import WORDS

OWN, PARTY, UNIT, ANY = Scope.OWN, Scope.PARTY, Scope.UNIT, Scope.ANY

# Whoever works on a case writes in it; how far that reaches is asked of the case.
WRITERS = {
    "call_taker": OWN,
    "crew": UNIT,
    "dispatcher": PARTY,
    "handler": PARTY,
    "mediator": PARTY,
    "supervisor": PARTY,
}
# A note says more than its case's open fields, so nobody sees one but through its case (kernel.parts).
READERS = {"machine": ANY}
# A file that came with a report belongs to the case that the report belongs to, whoever took it in. What somebody called it
# could tell who they are.
OF_THE_MATTER = ("report", "incident", "request", "media_type", "size_bytes", "stored", "added_at", "sha256")

NOTE = Lifecycle(
    begins={"note.written": ("written",)},
    moves=(
        Move("note.struck", ("written",), ("struck",)),
        Move("note.erased", ("written", "struck")),
    ),
    ends=("written", "struck"),
)

ATTACHMENT = Lifecycle(
    begins={"attachment.added": ("added",)},
    moves=(
        Move("attachment.struck", ("added",), ("struck",)),
        Move("attachment.erased", ("added", "struck")),
    ),
    ends=("added", "struck"),
)

SERVICE = Service(
    name="note",
    kinds=(
        KindSpec(record=Note, lifecycle=NOTE, reads=READERS, told_with_case=True),
        KindSpec(
            record=Attachment, lifecycle=ATTACHMENT, reads=READERS, told_with_case=True, holder_sees=OF_THE_MATTER
        ),
    ),
    acts=(
        ActSpec(
            name="note.write",
            rule=rules.write,
            inputs=inputs.Write,
            grants=WRITERS,
            touches={"case": "case"},
        ),
        ActSpec(
            name="note.strike",
            rule=rules.strike,
            inputs=inputs.Strike,
            grants=WRITERS,
            touches={"case": "case", "note": "note"},
            needs_reason=True,
        ),
        ActSpec(
            name="attachment.add",
            rule=rules.add,
            inputs=inputs.Add,
            # Who sent something in adds the photo to what became of it, wherever that is held.
            grants=WRITERS | {"reporter": PARTY},
            touches={"case": "case"},
        ),
        ActSpec(
            name="attachment.strike",
            rule=rules.withdraw,
            inputs=inputs.Withdraw,
            grants=WRITERS,
            touches={"case": "case", "attachment": "attachment"},
            needs_reason=True,
        ),
    ),
    words=WORDS,
)
