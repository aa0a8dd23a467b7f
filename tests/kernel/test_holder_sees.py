"""Those who hold a case read the words and photos that belong to it, whoever took them in, for as long as they hold it."""

from io import BytesIO

import pytest
from PIL import Image
from tests.worlds.city import EAST, NOON, Town, actor
from tests.worlds.requests import GARDENER, HANDLER, PARKS, TAKER, offices, request

from callbox.kernel import parts, read
from callbox.kernel.facts import Id, Ref, Refused
from callbox.kernel.story import story
from callbox.services.note.acts import attach, photograph

NEIGHBOUR = actor("call_taker", EAST)
PURPOSE = "to see what it is"


def photo() -> BytesIO:
    drawn = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(drawn, "JPEG")
    return BytesIO(drawn.getvalue())


def told_next_door(town: Town, **more: str) -> tuple[Id, Id]:
    """What somebody told another organisation, with a photo; (the report, the photo)."""
    given = {"said_fact": "Our cellar is full", "caller_name": "Ms Lin", "caller_phone": "555 0142"}
    report = town.done("report.receive", NEIGHBOUR, channel="call", **given, **more)
    taken = photograph(NEIGHBOUR, Ref("report", report), stream=photo(), at=NOON, key="p").ref.id
    return report, taken


def test_who_holds_a_request_reads_the_words_and_photos_that_joined_it_and_never_who_told_them(town: Town) -> None:
    kept = offices(town)
    asked = Ref("request", request(town, kept.leak))
    report, taken = told_next_door(town)
    town.done("report.join", NEIGHBOUR, report=report, request=asked.id)

    found = story(HANDLER, asked, purpose=PURPOSE)
    [told] = [one for one in found.belonging if one.kind == "report"]
    assert (told.said_fact, told.organisation, told.caller_name, told.caller_phone) == (
        "Our cellar is full",
        EAST,
        None,
        None,
    )
    assert "Ms Lin" not in repr(found)
    assert "555 0142" not in repr(found)
    record, _ = parts.opened_one(HANDLER, asked, Ref("attachment", taken), purpose=PURPOSE)
    assert (record.id, getattr(record, "name", "")) == (taken, None)
    with pytest.raises(Refused, match="not_found"):
        read.find(HANDLER, Ref("report", report))
    looks = [(one.of_kind, one.of) for one in read.select(actor("oversight", "coast"), "reading")]
    assert {("report", report), ("attachment", taken)} <= set(looks)

    # Who took the request in has a part in it, and reads what they were told themselves.
    assert [one.id for one in parts.of(TAKER, asked) if one.kind in ("report", "attachment")] == []

    town.done("transfer.accept", GARDENER, transfer=town.done("transfer.offer", HANDLER, request=asked.id, to=PARKS))
    assert report in [one.id for one in parts.of(GARDENER, asked)]
    with pytest.raises(Refused, match="not_found"):
        parts.of(HANDLER, asked)
    town.done("report.separate", NEIGHBOUR, report=report, because="another house")
    assert parts.of(GARDENER, asked)[0].kind == "transfer"
    assert [one.id for one in parts.of(GARDENER, asked) if one.kind in ("report", "attachment")] == []


def test_what_is_written_in_a_case_is_in_its_story_for_those_who_may_see_the_case(town: Town) -> None:
    asked = Ref("request", request(town, offices(town).leak))
    town.done("note.write", HANDLER, case=str(asked), basis="fact", text="The valve is stuck")
    attach(HANDLER, asked, name="plan.jpg", media_type="image/jpeg", stream=photo(), at=NOON)

    assert [one.text for one in story(HANDLER, asked, purpose=PURPOSE).belonging if one.kind == "note"] == [
        "The valve is stuck"
    ]
    assert {line.event for line in story(HANDLER, asked).lines} >= {"note.written", "attachment.added"}
