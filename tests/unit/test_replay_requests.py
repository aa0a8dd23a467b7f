"""Reading a file of requests: every trap of real files is seen, named and survived; and no map of one breaks the reader."""

from datetime import UTC, datetime
from typing import Any

import pytest

from callbox.faces.command.replay import maps, sheet
from callbox.faces.command.replay.form import MapError
from callbox.faces.command.replay.request_profile import RequestProfile
from callbox.faces.command.replay.requests import reading
from callbox.faces.command.replay.requests.outcome import length_text
from callbox.faces.command.replay.requests.plan import answered_at
from callbox.faces.command.replay.requests.reading import Asked

NYC: Any = maps.named("nyc_311")
PLAIN = {
    "Unique Key": "1",
    "Created Date": "12/25/2013 10:00:00 AM",
    "Closed Date": "12/25/2013 12:00:00 PM",
    "Due Date": "12/25/2013 06:00:00 PM",
    "Agency": "NYPD",
    "Complaint Type": "Traffic",
    "Status": "Closed",
    "Resolution Action Updated Date": "12/26/2013 12:00:00 AM",
    "Latitude": "40.7",
    "Longitude": "-73.9",
}


def read(*rows: dict[str, str], profile: RequestProfile = NYC) -> tuple[Asked, ...]:
    lines = [",".join(profile.columns)]
    lines += [",".join(f'"{(PLAIN | row).get(column, "")}"' for column in profile.columns) for row in rows]
    return reading.requests(sheet.read("\n".join(lines)), profile)


def one(**cells: str) -> Asked:
    [asked] = read({name.replace("_", " "): cell for name, cell in cells.items()})
    return asked


def reasons(asked: Asked) -> list[str]:
    return [reject.reason.removeprefix("replay.") for reject in asked.rejects]


def test_a_plain_row_is_a_request_that_was_done_when_it_ended() -> None:
    asked = one()

    assert (asked.done, asked.closed, answered_at(asked)) == ("done", utc("2013-12-25 17:00"), utc("2013-12-25 17:00"))
    assert (asked.due, asked.place, asked.rejects) == (utc("2013-12-25 23:00"), (40.7, -73.9), ())


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"Created_Date": ""}, []),
        ({"Created_Date": "yesterday"}, ["time_unreadable"]),
        ({"Closed_Date": ""}, ["end_unknown"]),
        ({"Closed_Date": "10/30/2013 12:00:00 AM"}, ["closed_early", "end_unknown"]),
        ({"Closed_Date": "10/30/2013 12:00:00 AM", "Status": "Pending"}, ["closed_early"]),
        ({"Status": "Assigned"}, ["ended_disagrees"]),
        ({"Status": "Eaten"}, ["status_unknown", "ended_disagrees"]),
        ({"Due_Date": "12/25/2013 10:00:00 AM"}, ["due_early"]),
        ({"Agency": ""}, ["department_missing"]),
        ({"Complaint_Type": ""}, ["category_missing"]),
        ({"Unique_Key": ""}, ["number_missing"]),
        ({"Latitude": "140"}, ["place_unreadable"]),
        ({"Complaint_Type": "x" * 500}, ["cut"]),
    ],
)
def test_whatever_is_doubtful_flags_the_request_and_is_listed(cells: dict[str, str], told: list[str]) -> None:
    asked = one(**cells)

    assert reasons(asked) == told
    assert set(told) == set(asked.flags)


def test_what_ended_at_a_time_that_cannot_be_ends_when_it_was_last_heard_of() -> None:
    asked = one(Closed_Date="10/30/2013 12:00:00 AM")

    assert (asked.closed, asked.done) == (utc("2013-12-26 05:00"), "done")
    unheard = one(Closed_Date="10/30/2013 12:00:00 AM", Resolution_Action_Updated_Date="")
    assert (unheard.closed, unheard.done) == (None, "")


def test_the_same_row_twice_is_one_request_and_another_with_its_number_is_its_own() -> None:
    first, second = read({}, {"Agency": "DOT"}, {})

    assert (len(first.rows), reasons(first)) == (2, ["row_repeated"])
    assert (second.department, reasons(second)) == ("DOT", ["number_repeated"])


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("60 days", {"deadline_calendar_days": 60}),
        ("1 working day", {"deadline_days": 1}),
        ("8 Hours", {"deadline_hours": 8.0}),
    ],
)
def test_a_time_in_a_map_is_a_deadline_of_its_kind(text: str, fields: dict[str, float]) -> None:
    own: Any = maps.read_map(f"zone = 'UTC'\n[request]\nreceived = 'at'\n[deadline]\nanswer = '{text}'", source="own")
    assert own.lengths("anything") == fields | {"accept_days": None}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[request]\nreceived = 3", "request.received"),
        ("[request]\nrecieved = 'x'", "request.recieved"),
        ("[request]\n[call]\nreceived = 'x'", "call"),
        ("channel = 'owl'\n[request]", "channel"),
        ("[request]\n[status.words]\nA = 'duplicate'", "status.words.A"),
        ("[request]\n[department.words]\nA = 3", "department.words.A"),
        ("[request]\n[deadline]\nanswer = 'soon'", "deadline.answer"),
        ("[request]\n[deadline]\naccept = '5 working days'", "deadline.accept"),
        ("[request]\n[deadline.words]\nA = '0 days'", "deadline.words.A"),
    ],
)
def test_a_map_of_requests_that_cannot_be_is_refused_naming_the_key(text: str, key: str) -> None:
    with pytest.raises(MapError) as refused:
        maps.read_map(f"zone = 'UTC'\n{text}", source="own.toml")

    assert refused.value.details["key"] == key


def test_a_length_is_told_in_hours_until_it_is_two_days() -> None:
    told = [length_text(seconds, "en") for seconds in (None, 5_400.0, 172_800.0)]
    assert told == ["–", "1.5 h", "2.0 d"]
