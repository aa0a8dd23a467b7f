"""Reading a file of calls: every trap of real files is seen, named and survived."""

from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callbox.faces.command.replay import calls as reading
from callbox.faces.command.replay import maps, sheet, times
from callbox.faces.command.replay.calls import Call
from callbox.faces.command.replay.maps import MapError
from callbox.faces.command.replay.sheet import SheetError
from callbox.faces.command.replay.where import point

SF = maps.calls_of("sf_fire_calls")
ZONE = ZoneInfo("America/Los_Angeles")
HEADER = ",".join(SF.columns)
FORMATS = SF.formats


def a_row(**cells: str) -> dict[str, str]:
    """A plain row of the San Francisco format, with some cells changed. `_` stands for a space in their names."""
    plain = {
        "Call Number": "1",
        "Unit ID": "E1",
        "Unit Type": "ENGINE",
        "Call Type": "Alarms",
        "Call Date": "06/01/2020",
        "Received DtTm": "06/01/2020 10:00:00 AM",
        "Entry DtTm": "06/01/2020 10:01:00 AM",
        "Dispatch DtTm": "06/01/2020 10:02:00 AM",
        "Response DtTm": "06/01/2020 10:03:00 AM",
        "On Scene DtTm": "06/01/2020 10:08:00 AM",
        "Available DtTm": "06/01/2020 10:30:00 AM",
        "Call Final Disposition": "Fire",
        "Original Priority": "3",
        "Priority": "3",
        "Final Priority": "3",
        "Address": "1 MAIN ST",
        "Location": "(37.7, -122.4)",
    }
    return plain | {name.replace("_", " "): cell for name, cell in cells.items()}


def a_file(*rows: dict[str, str]) -> str:
    lines = [HEADER]
    lines += [",".join(f'"{row.get(column, "")}"' for column in SF.columns) for row in rows]
    return "\n".join(lines)


def read(*rows: dict[str, str]) -> tuple[Call, ...]:
    return reading.calls(sheet.read(a_file(*rows)), SF)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# Times


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("04/07/2020 12:00:00 AM", "2020-04-07 07:00"),
        ("04/07/2020 12:00:00 PM", "2020-04-07 19:00"),
        ("04/07/2020 11:59:59 PM", "2020-04-08 06:59:59"),
        ("2020-04-07T00:00:00", "2020-04-07 07:00"),
        ("2020-04-07T00:00:00Z", "2020-04-07 00:00"),
    ],
)
def test_local_time_with_am_and_pm_and_iso_is_read_into_utc(text: str, moment: str) -> None:
    assert times.read(text, formats=FORMATS, zone=ZONE).options == (utc(moment),)


def test_the_doubled_hour_has_two_readings_and_the_skipped_one_is_shifted_or_refused() -> None:
    doubled = times.read("11/01/2020 01:30:00 AM", formats=FORMATS, zone=ZONE)
    shifted = times.read("03/08/2020 02:30:00 AM", formats=FORMATS, zone=ZONE)
    refused = times.read("03/08/2020 02:30:00 AM", formats=FORMATS, zone=ZONE, skipped="refuse")

    assert doubled.options == (utc("2020-11-01 08:30"), utc("2020-11-01 09:30"))
    assert (shifted.options, shifted.flag) == ((utc("2020-03-08 10:30"),), times.SKIPPED)
    assert (refused.options, refused.flag) == ((), times.SKIPPED)


def test_the_doubled_hour_is_read_so_that_a_call_stays_in_order_and_short() -> None:
    day = "11/01/2020"
    (call,) = read(
        a_row(
            Received_DtTm=f"{day} 01:58:00 AM",
            Entry_DtTm=f"{day} 01:59:00 AM",
            Dispatch_DtTm=f"{day} 01:01:00 AM",
            Response_DtTm=f"{day} 01:02:00 AM",
            On_Scene_DtTm=f"{day} 01:10:00 AM",
            Available_DtTm=f"{day} 02:05:00 AM",
        )
    )

    assert call.received == utc("2020-11-01 08:58")
    assert call.legs[0].at["dispatched"] == utc("2020-11-01 09:01")
    assert call.legs[0].at["available"] == utc("2020-11-01 10:05")
    assert "time_doubled" in call.flags


def test_the_doubled_hour_before_a_time_that_is_sure_leans_on_it() -> None:
    day = "11/01/2020"
    (call,) = read(
        a_row(
            Received_DtTm=f"{day} 01:50:00 AM",
            Entry_DtTm=f"{day} 01:51:00 AM",
            Dispatch_DtTm=f"{day} 01:52:00 AM",
            Response_DtTm=f"{day} 01:53:00 AM",
            On_Scene_DtTm=f"{day} 02:01:00 AM",
            Available_DtTm=f"{day} 02:30:00 AM",
        )
    )

    assert call.received == utc("2020-11-01 09:50")


def test_a_time_far_from_its_call_is_set_aside() -> None:
    (call,) = read(a_row(On_Scene_DtTm="06/01/2029 10:08:00 AM"))

    assert "on_scene" not in call.legs[0].at
    assert [reject.reason for reject in call.rejects] == ["replay.time_far"]


# Rows and calls


def test_rows_of_one_number_are_one_call_and_a_repeated_row_happened_once() -> None:
    first, second = a_row(), a_row(Unit_ID="T1")

    (call,) = read(first, second, first)

    assert [leg.unit for leg in call.legs] == ["E1", "T1"]
    assert [(reject.line, reject.reason) for reject in call.rejects] == [(4, "replay.row_repeated")]
    assert len(call.rows) == 3


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"Received_DtTm": ""}, "received_missing"),
        ({"Received_DtTm": "yesterday"}, "time_unreadable"),
        ({"Entry_DtTm": ""}, "entry_missing"),
        ({"On_Scene_DtTm": ""}, "on_scene_missing"),
        ({"Available_DtTm": ""}, "available_missing"),
        ({"Priority": "Q"}, "priority_unknown"),
        ({"Call_Final_Disposition": "Eaten"}, "disposition_unknown"),
        ({"Call_Final_Disposition": ""}, "disposition_missing"),
        ({"Location": "(137, -122)"}, "place_unreadable"),
        ({"Unit_ID": ""}, "unit_unnamed"),
        ({"Call_Type": "x" * 500}, "cut"),
        ({"Address": "caf\ufffd"}, "unreadable_text"),
    ],
)
def test_whatever_is_doubtful_flags_the_call_and_is_listed_with_its_line(change: dict[str, str], reason: str) -> None:
    (call,) = read(a_row(**change))

    assert reason in call.flags
    assert ("replay." + reason, 2) in [(reject.reason, reject.line) for reject in call.rejects]


def test_names_too_long_for_a_unit_are_cut_and_flagged_and_never_stop_the_rest() -> None:
    (call,) = read(a_row(Unit_ID="U" * 100_000, Unit_Type="İ" * 60))

    assert (len(call.legs[0].unit), len(call.legs[0].kind)) == (60, 60)
    assert "cut" in call.flags


def test_a_call_without_time_of_receipt_is_given_the_best_time_known() -> None:
    (call,) = read(a_row(Received_DtTm="", Entry_DtTm=""))

    assert call.received is None
    assert reading.fallback(call, SF) == utc("2020-06-01 17:02")


def test_urgency_is_mapped_and_a_final_priority_that_knows_less_lowers_nothing() -> None:
    (call,) = read(a_row(Original_Priority="a", Priority=" E ", Final_Priority="3"))

    assert (call.initial, call.current, call.final) == ("non_emergency", "life_threat", "life_threat")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("(37.5, -122.25)", (37.5, -122.25)),
        ("POINT (-122.25 37.5)", (37.5, -122.25)),
        ("37.5,-122.25", (37.5, -122.25)),
        ("(0, 0)", None),
        ("(91, 0.5)", None),
        ("nan, nan", None),
        ("POINT EMPTY", None),
    ],
)
def test_coordinates_are_read_in_each_form(text: str, place: tuple[float, float] | None) -> None:
    assert point(text) == place


def test_a_quotation_mark_that_is_never_closed_costs_its_own_row_only() -> None:
    table = sheet.read('a,b\n1,"x\n2,y\n3,z\n')

    assert [(row.line, dict(row.cells)) for row in table.rows] == [
        (2, {"a": "1", "b": '"x'}),
        (3, {"a": "2", "b": "y"}),
        (4, {"a": "3", "b": "z"}),
    ]


def test_a_row_over_several_lines_keeps_the_number_of_its_first() -> None:
    table = sheet.read('a,b\r\n1,"x\r\ny"\r\n\r\n2,z\r\n')

    assert [(row.line, row.get("b")) for row in table.rows] == [(2, "x\ny"), (5, "z")]


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_is_understood(mark: str) -> None:
    assert sheet.text_of("a,b\n1,é".encode(mark), "utf-8") == "a,b\n1,é"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("\n\n ", "empty"),
        ("hello", "no_table"),
        ("a,a\n1,2", "twice"),
    ],
)
def test_what_is_no_table_is_refused_in_one_line(text: str, code: str) -> None:
    with pytest.raises(SheetError) as refused:
        sheet.read(text)

    assert refused.value.code == f"replay.file.{code}"


# Maps


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("zone = 3", "zone"),
        ("title = 3\nzone = 'UTC'", "title"),
        ("zone = 'Mars/Base'", "zone"),
        ("zone = '../../etc/passwd'", "zone"),
        ("zone = 'UTC'\n[cal]", "cal"),
        ("zone = 'UTC'\n[call]\nnumbr = 'x'", "call.numbr"),
        ("zone = 'UTC'\ncall = 3", "call"),
        ("zone = 'UTC'\n[times]\ndoubled_hour = 'third'", "times.doubled_hour"),
        ("zone = 'UTC'\n[times]\nfar_days = -1", "times.far_days"),
        ("zone = 'UTC'\n[priority.words]\nA = 'urgent'", "priority.words.A"),
        ("zone = 'UTC'\n[disposition.words]\nA = 'eaten'", "disposition.words.A"),
        ("zone = 'UTC'\n[csv]\nencoding = 'klingon'", "csv.encoding"),
        ("zone = 'UTC'\n[csv]\ndelimiter = 'ab'", "csv.delimiter"),
    ],
)
def test_a_map_that_cannot_be_is_refused_naming_the_key(text: str, key: str) -> None:
    with pytest.raises(MapError) as refused:
        maps.read_map(text, source="own.toml")

    assert refused.value.details["key"] == key


# Hostile input: nothing crashes, and every row comes out again

CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            '"',
            '""',
            "\0",
            "\ud800",
            "11/01/2020 01:30:00 AM",
            "03/08/2020 02:30:00 AM",
            "02/30/2020 01:00:00 AM",
            "9999-12-31T23:59:59-14:00",
            "0001-01-01T00:00:00+14:00",
            "(37, -122)",
            "POINT (1e9 1)",
            "3",
            "E",
            "No Merit",
            "٣",
            "=cmd()",
            "x" * 500,
        ]
    ),
)


ROWS = st.lists(st.lists(CELLS, min_size=0, max_size=len(SF.columns) + 2), max_size=6)


@pytest.mark.parametrize("examples", [150, pytest.param(2_500, marks=pytest.mark.slow)])
def test_no_file_breaks_the_reader_and_no_row_is_lost(examples: int) -> None:
    settings(max_examples=examples, deadline=None)(given(ROWS)(every_row_comes_out))()


def every_row_comes_out(rows: list[list[str]]) -> None:
    text = "\n".join([HEADER, *(",".join(row).replace("\n", " ").replace("\r", " ") for row in rows)])
    table = sheet.read(sheet.text_of(text.encode("utf-8", "surrogatepass"), "utf-8"))
    found = reading.calls(table, SF)

    assert sum(len(call.rows) for call in found) == len(table.rows)
    for call in found:
        reading.fallback(call, SF)


@pytest.mark.parametrize("examples", [200, pytest.param(1_500, marks=pytest.mark.slow)])
def test_no_bytes_break_the_reader(examples: int) -> None:
    settings(max_examples=examples, deadline=None)(given(st.binary(max_size=200))(is_no_trap))()


def is_no_trap(content: bytes) -> None:
    try:
        table = sheet.read(sheet.text_of(content, "utf-8"))
    except SheetError:
        return
    reading.calls(table, SF)


TOMLS = st.recursive(
    st.one_of(st.booleans(), st.integers(), st.text(max_size=8).map(repr), st.floats(allow_nan=False)),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=5,
)
LINES = st.tuples(
    st.sampled_from(["zone", "name", "formats", "doubled_hour", "number", "words", "otherwise", "x", "far_days"]), TOMLS
).map(lambda pair: f"{pair[0]} = {pair[1]}")
HEADS = st.sampled_from(
    ["[csv]", "[times]", "[call]", "[unit]", "[priority]", "[disposition]", "[priority.words]", "[x]"]
)


MAPS = st.lists(st.one_of(LINES, HEADS, st.text(max_size=20)), max_size=8)


@pytest.mark.parametrize("examples", [150, pytest.param(1_000, marks=pytest.mark.slow)])
def test_no_map_breaks_the_reader(examples: int) -> None:
    settings(max_examples=examples, deadline=None)(given(MAPS)(is_no_trap_as_a_map))()


def is_no_trap_as_a_map(lines: list[str]) -> None:
    with suppress(MapError):
        maps.read_map("\n".join(["zone = 'UTC'", *lines]), source="own.toml")
