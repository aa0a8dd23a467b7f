"""`callbox replay`: a file of real calls goes through the real acts, and the figures are those of the file."""

import csv
import os
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from callbox.faces.command import program, replay
from callbox.faces.command.replay import maps
from callbox.faces.command.replay.play import READER
from callbox.kernel import node, read, story
from callbox.kernel.world import Clock, Ids, Mode
from callbox.services.incident.advice import EVERY, MEASURES, response_times

DATA = Path(os.environ.get("CALLBOX_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))
WEEK = DATA / "sf_fire_calls" / "calls_2020-04-07_to_13.csv"
WRITTEN = "%m/%d/%Y %I:%M:%S %p"
NEVER = datetime.max.replace(tzinfo=UTC)
SF = maps.calls_of("sf_fire_calls")
Replay = Callable[..., tuple[int, str]]


class OneWorld:
    """A site that has one empty world, and gives it the name and clock it is asked for."""

    def __init__(self, empty: node.Node, folder: Path) -> None:
        self.home, self._empty, self.made = folder, empty, ""

    def worlds(self) -> tuple[str, ...]:
        return ()

    def default_world(self) -> str:
        return self.made

    def make(self, name: str, *, mode: Mode, zone: str, seed: int | None = None) -> None:
        assert mode is Mode.REPLAY
        self.made, self._zone, self._seed = name, zone, seed

    def open(self, name: str, *, clock: Clock | None = None) -> node.Node:
        world = replace(self._empty.world, name=name, zone=self._zone, folder=self.home)
        world = replace(world, clock=clock) if clock else world
        opened = node.Node(world, self._empty.keys, Ids(self._seed))
        node.use(opened)
        return opened


@pytest.fixture
def replayed(
    empty_node: node.Node, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Replay:
    """Replay a file (or some rows) and give the exit status and what was printed."""
    monkeypatch.setenv("CALLBOX_LANGUAGE", "en")
    monkeypatch.setenv("COLUMNS", "80")
    site: Any = OneWorld(empty_node, tmp_path)

    def run(source: Path | list[dict[str, str]], *more: str) -> tuple[int, str]:
        path = source if isinstance(source, Path) else a_file(tmp_path, source)
        status = program.main(["replay", str(path), *more], commands=[replay], site=lambda: site)
        printed = capsys.readouterr()
        return status, printed.out + printed.err

    return run


def a_file(folder: Path, rows: list[dict[str, str]]) -> Path:
    path = folder / "calls.csv"
    with path.open("w", newline="") as file:
        lines = csv.DictWriter(file, SF.columns)
        lines.writeheader()
        lines.writerows(rows)
    return path


def at(clock: str, day: str = "06/01/2020") -> str:
    """A time as the file writes it, from 24 hours."""
    return datetime.strptime(f"{day} {clock}", "%m/%d/%Y %H:%M").replace(tzinfo=UTC).strftime(WRITTEN)


def a_row(number: str = "1", unit: str = "E1", **more: str) -> dict[str, str]:
    """A plain row; times as 24 hours by our names (`on_scene="10:08"`), other columns by the file's."""
    times = {"received": "10:00", "entry": "10:01", "dispatched": "10:02", "en_route": "10:03", "on_scene": "10:08"}
    times |= {"available": "10:30"} | {name: told for name, told in more.items() if name in (*SF.unit, *SF.call)}
    columns = dict(SF.call) | dict(SF.unit)
    day = more.get("day", "06/01/2020")
    return {
        "Call Number": number,
        "Unit ID": unit,
        "Call Type": "Alarms",
        "Call Final Disposition": more.get("disposition", "Fire"),
        "Original Priority": "3",
        "Priority": more.get("priority", "3"),
        "Final Priority": "3",
        "Location": "(37.7, -122.4)",
        **{columns[name]: at(told, day) if ":" in told else told for name, told in times.items()},
    }


def incident(number: str) -> Any:
    """The incident of a call, as it stands."""
    return read.find(READER, story.named(READER, number))


def rejects(folder: Path) -> list[tuple[str, str]]:
    """(line, code) of each line of the list."""
    with (folder / "rejects.csv").open(newline="") as file:
        return [(line["line"], line["code"]) for line in csv.DictReader(file)]


# The real week


@pytest.mark.parametrize("limit", [300, pytest.param(None, marks=pytest.mark.slow)])
def test_the_table_of_a_real_week_says_what_the_file_says(replayed: Replay, limit: int | None) -> None:
    if not WEEK.exists():
        pytest.skip(f"{WEEK.name} is missing: put the data under ../shared/data or name its folder in CALLBOX_DATA")
    rows = first_calls(WEEK, limit)
    status, printed = replayed(WEEK, *(["--limit", str(limit)] if limit else []))
    figures = response_times(READER)
    calls = len({row["Call Number"] for row in rows})

    assert status == program.DONE
    assert f"{calls:,} calls in the file, {calls:,} reports in the world, every incident closed" in printed
    assert (figures.calls, figures.responses) == (calls, len(rows))
    for key, durations in oracle(rows).items():
        found = figures.by_unit[key]
        assert found.count == len(durations)
        assert found.median_s == pytest.approx(median(durations))
        assert found.p90_s == pytest.approx(ninetieth(durations))


def first_calls(path: Path, limit: int | None) -> list[dict[str, str]]:
    """The rows of the calls that were received first."""
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    received = {row["Call Number"]: moment(row["Received DtTm"]) or NEVER for row in reversed(rows)}
    place = {row["Call Number"]: place for place, row in reversed(list(enumerate(rows)))}
    wanted = set(sorted(received, key=lambda number: (received[number], place[number]))[:limit])
    return [row for row in rows if row["Call Number"] in wanted]


def oracle(rows: list[dict[str, str]]) -> dict[tuple[str, str], list[float]]:
    """Durations of each unit response straight from the file, by the priority a call ended with.

    A time on scene after the unit was free is refused by the rules and so counts for nothing here either.
    """
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    words = {"2": "non_emergency", "3": "emergency", "E": "life_threat"}
    for row in rows:
        received, sent, there, free = (
            moment(row[column]) for column in ("Received DtTm", "Dispatch DtTm", "On Scene DtTm", "Available DtTm")
        )
        there = None if there and free and there > free else there
        ends = ((received, sent), (sent, there), (received, there))
        for measure, (start, end) in zip(MEASURES, ends, strict=True):
            if start and end:
                found[words[row["Priority"]], measure].append((end - start).total_seconds())
                found[EVERY, measure].append((end - start).total_seconds())
    return found


def moment(text: str) -> datetime | None:
    if not text:
        return None
    return datetime.strptime(text, WRITTEN).replace(tzinfo=ZoneInfo("America/Los_Angeles")).astimezone(UTC)


def ninetieth(values: list[float]) -> float:
    """Linear between order statistics, worked out by hand."""
    ordered, place = sorted(values), 0.9 * (len(values) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


# The traps, one at a time


def test_a_plain_call_is_received_opened_answered_and_closed(replayed: Replay) -> None:
    status, printed = replayed([a_row()])
    found = incident("1")

    assert (status, found.status, found.disposition, found.priority) == (0, "closed", "done", "emergency")
    assert (found.arrived_at - found.received_at).total_seconds() == 480
    assert "Nothing was refused" in printed


def test_a_call_across_midnight_keeps_its_days(replayed: Replay) -> None:
    row = a_row(received="23:58", entry="23:59", dispatched="23:59", en_route="23:59")
    row |= {"On Scene DtTm": at("00:05", "06/02/2020"), "Available DtTm": at("00:30", "06/02/2020")}
    replayed([row])

    assert (incident("1").arrived_at - incident("1").received_at).total_seconds() == 420


def test_times_in_the_doubled_and_in_the_skipped_hour_are_entered_and_listed(replayed: Replay, tmp_path: Path) -> None:
    autumn = a_row("1", day="11/01/2020", received="01:30", entry="01:31", dispatched="01:32", en_route="01:33")
    spring = a_row("2", day="03/08/2020", received="02:30", entry="02:31", dispatched="02:32", en_route="02:33")
    for row, day, scene, end in ((autumn, "11/01/2020", "01:40", "02:10"), (spring, "03/08/2020", "02:40", "03:40")):
        row |= {"On Scene DtTm": at(scene, day), "Available DtTm": at(end, day)}
    status, _ = replayed([autumn, spring])

    assert status == 0
    assert {code for _, code in rejects(tmp_path)} == {"time_doubled", "time_skipped"}
    assert incident("1").received_at == datetime(2020, 11, 1, 9, 30, tzinfo=UTC)
    assert incident("2").received_at == datetime(2020, 3, 8, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"on_scene": "10:40"}, "refused.assignment.order"),
        ({"en_route": "09:50"}, "refused.assignment.order"),
        ({"available": "09:50"}, "refused.assignment.order"),
        ({"dispatched": "09:50"}, "refused.at.before_start"),
        ({"entry": "09:50"}, "entry_early"),
        ({"received": ""}, "received_missing"),
        ({"available": ""}, "available_missing"),
        ({"dispatched": ""}, "dispatched_missing"),
        ({"dispatched": "", "en_route": "", "on_scene": "", "available": ""}, "unit_without_times"),
        ({"disposition": "Eaten"}, "disposition_unknown"),
        ({"priority": "Q"}, "priority_unknown"),
    ],
)
def test_what_cannot_be_true_is_refused_or_set_aside_and_the_call_still_goes_on_to_its_end(
    replayed: Replay, tmp_path: Path, change: dict[str, str], code: str
) -> None:
    status, printed = replayed([a_row(**change)])

    assert status == 0
    assert ("2", code) in rejects(tmp_path)
    assert incident("1").status == "closed"
    assert "1 calls in the file, 1 reports in the world" in printed


def test_a_unit_at_work_on_a_second_call_was_diverted_and_one_only_told_was_queued(
    replayed: Replay, tmp_path: Path
) -> None:
    diverted = a_row("2", received="10:10", entry="10:11", dispatched="10:12", en_route="10:13", on_scene="10:15")
    told = a_row("4", "T1", received="10:10", entry="10:11", dispatched="10:12", en_route="10:31", on_scene="10:40")
    told |= {"Available DtTm": at("10:50")}
    status, _ = replayed([a_row("1"), diverted, a_row("3", "T1"), told])

    events = {number: [line.event for line in lines(number)] for number in "1234"}
    assert status == 0
    assert "assignment.stood_down" in events["1"]
    assert "assignment.assigned" in events["2"]
    assert "assignment.queued" in events["4"]
    assert (incident("4").dispatched_at - incident("4").received_at).total_seconds() == 120
    assert rejects(tmp_path) == [("2", "refused.assignment.ended")]


def lines(number: str) -> tuple[story.Line, ...]:
    return story.story(READER, story.named(READER, number)).lines


def test_a_unit_twice_in_one_call_is_sent_twice_one_after_the_other_and_never_at_once(
    replayed: Replay, tmp_path: Path
) -> None:
    again = a_row(dispatched="10:40", en_route="10:41", on_scene="10:45", available="10:50")
    at_once = a_row(dispatched="10:42", en_route="10:43", on_scene="10:46", available="10:51")
    status, _ = replayed([a_row(), again, at_once])

    assert status == 0
    assert response_times(READER).responses == 2
    assert ("4", "refused.unit.already_assigned") in rejects(tmp_path)
    assert ("4", "not_assigned") in rejects(tmp_path)


def test_no_merit_is_confirmed_by_a_second_person(replayed: Replay) -> None:
    replayed([a_row(disposition="No Merit")])
    ended = [line for line in lines("1") if line.event in ("incident.close_proposed", "incident.closed")]

    assert [line.event for line in ended] == ["incident.close_proposed", "incident.closed"]
    assert ended[0].by["person"] != ended[1].by["person"]


def test_a_deadline_that_passes_is_acted_on_when_it_falls_due(replayed: Replay) -> None:
    replayed([a_row(on_scene="10:25"), a_row("2", "T1", received="10:05", entry="10:06", dispatched="10:07")])
    escalated = next(line for line in lines("1") if line.event == "incident.escalated")

    assert (escalated.at - incident("1").opened_at).total_seconds() == 720
    assert escalated.late_s == 0


def test_every_entry_of_a_batch_is_made_when_it_happened(replayed: Replay) -> None:
    replayed([a_row(), a_row("2", "T1", received="12:00", entry="12:01", dispatched="12:02")])

    assert {line.late_s for number in "1" for line in lines(number)} == {0.0}


def test_the_raw_row_is_kept_in_the_report(replayed: Replay) -> None:
    replayed([a_row()])
    (report,) = read.select(READER, "report")
    opened = read.opened(READER, report.ref, purpose="test")

    assert opened.as_received["rows"][0]["cells"]["Call Type"] == "Alarms"
    assert opened.as_received["rows"][0]["line"] == 2


def test_what_a_file_calls_an_urgency_never_breaks_the_table(replayed: Replay) -> None:
    status, printed = replayed([a_row(priority="[/x]"), a_row("2", unit="[red]", priority="z" * 300)])

    assert status == 0
    assert "emergency ([/x], zzzzzzzzzzz…)" in printed
    assert max(map(len, printed.split("Set aside")[0].splitlines())) <= 80


def test_a_file_without_units_by_a_map_of_ones_own(replayed: Replay, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text("zone = 'UTC'\n[call]\nreceived = 'at'\ncategory = 'what'\n[unit]\non_scene = 'there'\n")
    path = tmp_path / "other.csv"
    path.write_text("at;what;there\n2020-01-01T00:00:00;fire;2020-01-01T00:05:00\n2020-01-01T00:01:00;fire;\n")
    status, printed = replayed(path, "--map", str(own))

    assert status == 0
    assert "2 calls" in printed
    assert response_times(READER).by_call[EVERY, "received_to_scene"].median_s == 300


# Wrong usage: one line, exit status 2, and no world


@pytest.mark.parametrize(
    ("content", "asked", "words"),
    [
        (b"", (), "is empty"),
        (b"a,b\n1,2\n", (), "no built-in profile fits"),
        (b"a,b\n1,2\n", ("--profile", "sf_fire_calls"), "needs columns that are not there"),
        (b"a,b\n1,2\n", ("--profile", "mars"), "there is no mars"),
        (b"a,b\n1,2\n", ("--map", "nowhere.toml"), "cannot be read"),
        (b"a,b\n1,2\n", ("--speed", "fast"), "--speed"),
        (b"a,b\n1,2\n", ("--limit", "-1"), "--limit"),
        (b"a,b\n1,2\n", ("--rejects", "no/such/folder/list.csv"), "--rejects"),
        (",".join(SF.columns).encode(), (), "no rows"),
        (b"\xff\xfe\x00\x01\x80", (), "no table"),
    ],
)
def test_a_file_that_cannot_be_replayed_ends_in_one_line(
    replayed: Replay, *, tmp_path: Path, content: bytes, asked: tuple[str, ...], words: str
) -> None:
    path = tmp_path / "calls.csv"
    path.write_bytes(content)
    status, printed = replayed(path, *asked)

    assert status == program.USAGE
    assert re.fullmatch(r"callbox: [^\n]*\n", printed)
    assert words in printed
    assert read.count(READER, "organisation") == 0
