"""The rules of looking.

1. Whoever opens a record says for what, and it is recorded before anything is shown.
2. Whoever searches personal text does the same; what it brought up is recorded, the words searched for are not.
3. A look at what is hidden from somebody is hidden from them too: it would tell that there is something.
4. Who breaks the glass is shown what they ask for, and is reviewed: by somebody of another organisation.
"""

from callbox.kernel.facts import Act, Change, Changes, New, Refused, Value
from callbox.services.access.facts import Reading
from callbox.services.access.inputs import RecordReading, Review


def record(act: Act[RecordReading]) -> Changes:
    """Somebody opens a record."""
    reading = Reading(
        id=act.inputs.id,
        status="to_review" if act.by.glass else "made",
        organisation=act.by.organisation,
        of_kind=act.inputs.of_kind,
        of=act.inputs.of,
        found=act.inputs.found,
        about=act.inputs.about,
        protected=act.inputs.protected,
        glass=act.by.glass,
    )
    return [New(reading, "reading.made")]


def review(act: Act[Review], *, reading: Reading) -> Changes:
    """Another organisation reviews a breaking of the glass."""
    if reading.status != "to_review":
        raise Refused("reading.nothing_to_review")
    if act.by.organisation == reading.organisation:
        raise Refused("reading.other_organisation")
    sets: dict[str, Value] = {
        "status": "reviewed",
        "reviewed_by": act.by.organisation,
        "justified": act.inputs.justified,
    }
    return [Change(reading, "reading.reviewed", sets)]
