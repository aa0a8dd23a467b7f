"""Files of cases: put away whole or not at all, opened by those who may see the case, and refused when touched."""

import io
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.worlds.city import EAST, NOON, OVERSIGHT, Town, actor

from callbox.kernel import files, parts, read
from callbox.kernel.facts import SEALED, Actor, Ref, Refused
from callbox.services.note import acts
from callbox.services.note.rules import FILE_BYTES_MAX

DISPATCHER = actor("dispatcher")
WORDS = b"the pier at night"


def case(town: Town) -> Ref:
    return Ref("incident", town.incident())


def attached(town: Town, to: Ref, content: bytes = WORDS, who: Actor = DISPATCHER) -> Ref:
    return acts.attach(
        who, to, name="pier.jpg", media_type="image/jpeg", stream=io.BytesIO(content), at=town.clock.now()
    ).ref


def content(to: Ref, attachment: Ref, who: Actor = DISPATCHER) -> bytes:
    return b"".join(acts.opened(who, to, attachment.id, purpose="to see")[1])


def stored(town: Town) -> list[Path]:
    return [path for path in town.node.world.files_folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    "size",
    [1, files.SEGMENT_BYTES - 1, files.SEGMENT_BYTES, files.SEGMENT_BYTES + 1, 2 * files.SEGMENT_BYTES],
)
def test_what_is_put_away_comes_back(town: Town, size: int) -> None:
    to, told = case(town), bytes(number % 251 for number in range(1009)) * (size // 1009 + 1)
    assert content(to, attached(town, to, told[:size])) == told[:size]


def test_its_name_and_its_hash_are_personal_and_nothing_on_the_disk_tells_them(town: Town) -> None:
    to = case(town)
    attachment = town.record("attachment", attached(town, to).id)
    [path] = stored(town)
    assert (attachment.name, attachment.sha256) == (SEALED, SEALED)
    assert attachment.size_bytes == len(WORDS)
    assert path.name == attachment.stored
    assert WORDS not in path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_file_that_no_record_names_is_taken_away_after_a_day(town: Town) -> None:
    to = case(town)
    attachment = attached(town, to)
    kept = files.put(DISPATCHER, to, io.BytesIO(WORDS))
    torn = files.path_of(kept.stored).with_name(f"{kept.stored}.part")
    torn.write_bytes(b"half")
    for path in stored(town):
        os.utime(path, (NOON.timestamp(), NOON.timestamp()))

    assert files.sweep(before=NOON) == 0
    assert len(stored(town)) == 3
    assert files.sweep(before=NOON + timedelta(seconds=1)) == 2

    assert [path.name for path in stored(town)] == [town.record("attachment", attachment.id).stored]
    assert content(to, attachment) == WORDS


def test_a_look_at_a_file_is_recorded_with_its_purpose(town: Town) -> None:
    to = case(town)
    attachment = attached(town, to)
    content(to, attachment)
    [reading] = read.listing(actor("oversight", OVERSIGHT), "reading").records
    assert (reading.of_kind, reading.of) == ("attachment", attachment.id)


def test_who_may_not_see_the_case_gets_no_file_and_leaves_none(town: Town) -> None:
    to = case(town)
    attachment = attached(town, to)
    stranger = actor("dispatcher", EAST)
    for refused_act in (lambda: content(to, attachment, stranger), lambda: attached(town, to, who=stranger)):
        with pytest.raises(Refused) as refused:
            refused_act()
        assert refused.value == Refused("not_found", kind="incident", id=to.id)
    assert len(stored(town)) == 1


def test_a_file_is_opened_through_its_own_case_only(town: Town) -> None:
    attachment = attached(town, case(town))
    with pytest.raises(Refused, match="not_found"):
        content(case(town), attachment)
    with pytest.raises(Refused, match="not_found"):
        read.find(DISPATCHER, attachment)


def test_who_may_see_but_not_write_leaves_no_file_behind(town: Town) -> None:
    to = case(town)
    answer = acts.attach(
        actor("leader"), to, name="x", media_type="image/png", stream=io.BytesIO(WORDS), at=town.clock.now()
    )
    assert answer.refused == Refused("not_allowed", act="attachment.add")
    assert stored(town) == []


@pytest.mark.parametrize("media_type", ["text/html", "image/svg+xml", "application/x-msdownload", "", "IMAGE/JPEG "])
def test_a_kind_of_file_that_no_case_needs_is_refused(town: Town, media_type: str) -> None:
    to = case(town)
    with pytest.raises(Refused, match=r"attachment\.media_type"):
        acts.attach(DISPATCHER, to, name="x", media_type=media_type, stream=io.BytesIO(WORDS), at=NOON)
    assert stored(town) == []


@pytest.mark.parametrize("size", [0, files.BYTES_MAX + 1])
def test_an_empty_or_too_large_file_leaves_nothing(town: Town, size: int) -> None:
    with pytest.raises(Refused, match=r"file\.size"):
        files.put(DISPATCHER, case(town), io.BytesIO(bytes(size)))
    assert stored(town) == []
    assert files.BYTES_MAX == FILE_BYTES_MAX


@pytest.mark.parametrize("change", ["cut", "swapped", "flipped", "gone"])
def test_a_file_that_was_touched_is_not_given_out(town: Town, change: str) -> None:
    to = case(town)
    attachment = attached(town, to, WORDS * 150_000)
    [path] = stored(town)
    whole, segment = path.read_bytes(), files.SEGMENT_BYTES + files.TAG_BYTES
    parts_of = {
        "cut": whole[: 2 * segment],
        "swapped": whole[segment : 2 * segment] + whole[:segment] + whole[2 * segment :],
        "flipped": whole[:-1] + bytes([whole[-1] ^ 1]),
        "gone": b"",
    }
    path.write_bytes(parts_of[change])
    with pytest.raises(files.Damaged):
        content(to, attachment)


def test_another_cases_file_cannot_be_claimed(town: Town) -> None:
    first, second = case(town), case(town)
    attached(town, first)
    [path] = stored(town)
    claim: dict[str, Any] = {
        "media_type": "image/jpeg",
        "size_bytes": 9,
        "stored": path.name,
        "name": "x",
        "sha256": "ab" * 32,
    }
    assert town.act("attachment.add", DISPATCHER, case=str(second), **claim).refused == Refused(
        "taken", what="one_attachment_per_file"
    )


@pytest.mark.parametrize("name", ["../../keys/master.key", "", "A" * 32, "/etc/passwd", "0" * 31])
def test_a_name_that_the_folder_did_not_give_is_refused(town: Town, name: str) -> None:
    given: dict[str, Any] = {
        "media_type": "image/jpeg",
        "size_bytes": 9,
        "stored": name,
        "name": "x",
        "sha256": "ab" * 32,
    }
    answer = town.act("attachment.add", DISPATCHER, case=str(case(town)), **given)
    assert answer.refused == Refused("attachment.stored")


def test_the_parts_of_a_case_are_listed_sealed_and_opened_together(town: Town) -> None:
    to = case(town)
    town.done("note.write", DISPATCHER, case=str(to), basis="opinion", text="it was the wiring")
    attached(town, to)
    assert [(part.kind, part.status) for part in parts.of(DISPATCHER, to)] == [
        ("note", "written"),
        ("attachment", "added"),
    ]
    _, opened = parts.opened(DISPATCHER, to, purpose="to see")
    assert [getattr(part, "text", None) or part.name for part in opened] == ["it was the wiring", "pier.jpg"]


def test_a_crew_writes_on_the_incident_it_is_on_and_on_no_other(town: Town) -> None:
    crew = actor("crew", f"{EAST}/station-1", unit=town.units["E1"])
    mine, other = case(town), case(town)
    town.done("incident.assign", DISPATCHER, incident=mine.id, unit=town.units["E1"])
    town.done("note.write", crew, case=str(mine), basis="fact", text="second floor, two people")
    refused = town.act("note.write", crew, case=str(other), basis="fact", text="second floor").refused
    assert refused is not None
    assert refused.code in ("not_found", "not_allowed")


def test_a_note_is_struck_by_its_writer_or_a_supervisor_and_says_why(town: Town) -> None:
    to = case(town)
    given: dict[str, Any] = {
        "case": str(to),
        "note": town.done("note.write", DISPATCHER, case=str(to), basis="fact", text="smoke"),
    }
    other = town.act("note.strike", actor("call_taker"), because="not mine", **given)
    silent = town.act("note.strike", DISPATCHER, **given)
    elsewhere = town.act("note.strike", DISPATCHER, because="x", **(given | {"case": str(case(town))}))
    assert other.refused == Refused("note.not_writer")
    assert silent.refused == Refused("reason.missing", act="note.strike")
    assert elsewhere.refused == Refused("note.other_case", kind="note", id=given["note"])
    town.clock.put(NOON + timedelta(minutes=1))
    town.done("note.strike", actor("supervisor"), because="written on the wrong case", **given)
    again = town.act("note.strike", DISPATCHER, because="x", **given)
    assert again.refused == Refused("note.struck")


def test_notes_belong_to_cases_and_reports_only(town: Town) -> None:
    unit = f"unit {town.units['E1']}"
    for case_named, code in ((unit, "note.holder"), ("ghost 1", "not_found"), ("incident", "not_found")):
        who = actor("dispatcher", EAST)
        refused = town.act("note.write", who, case=case_named, basis="fact", text="x").refused
        assert refused is not None
        assert refused.code == code
