from tests.worlds.pure import CENTRE, EAST, applied, asked, events, refusal, somebody

from callbox.services.access.facts import Reading
from callbox.services.access.inputs import RecordReading, Review
from callbox.services.access.rules import record, review

GLASS = Reading(id="r", status="to_review", organisation=CENTRE, of_kind="report", of="p", glass=True)
JUSTIFIED = Review(reading="r", justified=True)


def test_who_opens_a_record_leaves_a_reading_of_their_own_organisation() -> None:
    changes = record(asked(RecordReading(id="r", of_kind="report", of="p"), by=somebody("handler", EAST)))

    assert events(changes) == ["reading.made"]
    made = applied(changes)[GLASS.ref]
    assert (made.status, made.organisation, made.of_kind, made.of, made.glass) == ("made", EAST, "report", "p", False)


def test_who_breaks_the_glass_is_to_be_reviewed() -> None:
    made = applied(record(asked(RecordReading(id="r", of_kind="report", of="p"), by=somebody(glass=True))))[GLASS.ref]

    assert (made.status, made.glass) == ("to_review", True)


def test_a_search_keeps_what_it_brought_up() -> None:
    made = applied(record(asked(RecordReading(id="r", of_kind="report", of="", found=("p", "q")))))[GLASS.ref]

    assert (made.of, made.found) == ("", ("p", "q"))


def test_another_organisation_reviews_the_broken_glass() -> None:
    changes = review(asked(JUSTIFIED, by=somebody("oversight", "coast/oversight")), reading=GLASS)

    after = applied(changes)[GLASS.ref]
    assert (after.status, after.reviewed_by, after.justified) == ("reviewed", "coast/oversight", True)


def test_nobody_reviews_their_own_organisation() -> None:
    assert refusal(review, asked(JUSTIFIED), reading=GLASS) == "reading.other_organisation"


def test_an_ordinary_reading_needs_no_review() -> None:
    made = Reading(id="r", status="made", organisation=CENTRE, of_kind="report", of="p")

    assert (
        refusal(review, asked(JUSTIFIED, by=somebody("oversight", EAST)), reading=made) == "reading.nothing_to_review"
    )
