"""English."""

WORDS: dict[str, str] = {
    "kind.reading": "reading",
    "act.reading.record": "Open personal data",
    "act.reading.review": "Review broken glass",
    "event.reading.made": "Personal data opened",
    "event.reading.reviewed": "Broken glass reviewed",
    "event.reading.erased": "Personal data in the reading's purpose erased",
    "field.reading.found": "What a search found",
    "field.reading.about": "Organisation that what was opened is about",
    "field.reading.protected": "What was opened is protected",
    "field.reading.organisation": "Who looked",
    "field.reading.of_kind": "Kind of record opened",
    "field.reading.of": "Record opened",
    "field.reading.glass": "Glass was broken",
    "field.reading.reviewed_by": "Reviewed by",
    "field.reading.justified": "Found justified",
    "value.made": "made",
    "value.to_review": "to be reviewed",
    "value.reviewed": "reviewed",
    "refused.reading.nothing_to_review": "this reading does not wait for a review",
    "refused.reading.other_organisation": "a reading is reviewed by another organisation than the one that looked",
}
