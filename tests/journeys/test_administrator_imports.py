"""One spreadsheet brings a node to life; the second time it changes nothing, and a wrong one writes nothing."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from openpyxl import Workbook
from tests.worlds.keeping import Desk

from callbox.kernel import node, read
from callbox.kernel.facts import Actor, Ref
from callbox.kernel.verify import Count, chains
from callbox.services.organisation.acts import person_of

ADMINISTRATOR = Actor(organisation="", roles=frozenset({"administrator"}), via="command")
ASKED = {
    "names": "pt: Candeeiro apagado",
    "group": "Streets / 道路",
    "keywords": "lamp, 路灯",
    "by_area": "yes",
    "questions": "pole | string | optional | Number on the pole, if any? | 灯杆编号？\nSince when?",
}
SHEETS: dict[str, list[list[Any]]] = {
    "organisations": [
        ["path", "name", "name_zh", "level", "what", "calendar"],
        ["harbour/east", "East", "东区", "county", "bureau", "office days"],
    ],
    "stations": [
        ["path", "name", "latitude_deg", "longitude_deg"],
        ["harbour/east/station-1", "Station 1", 31.25, 121.5],
    ],
    "calendars": [
        ["organisation", "name", "zone", "holidays", "known_years"],
        ["harbour", "office days", "Asia/Shanghai", "2026-01-01", 2026],
    ],
    "units": [
        ["organisation", "call_sign", "unit_kind", "skills", "latitude_deg", "longitude_deg"],
        ["harbour/east/station-1", "E1", "engine", "rescue", None, None],
        ["harbour/east/station-1", "M1", "ambulance", None, 31.2, 121.4],
    ],
    "people": [["sign_in", "organisation", "name", "language"], ["ann.lee", "harbour/east", "Ann Lee", "zh"]],
    "posts": [
        ["organisation", "title", "roles", "person", "unit"],
        ["harbour/east", "Dispatcher", "dispatcher, supervisor", "ann.lee", None],
        ["harbour/east/station-1", "Crew of E1", "crew", None, "E1"],
    ],
    "categories": [
        ["organisation", "name", "department", "deadline_days", "public", "needs", *ASKED],
        ["harbour", "Street light out", "harbour/east", 5, True, None, *ASKED.values()],
        ["harbour", "House fire", "harbour/east", None, None, "engine:2, ambulance:1:rescue"],
    ],
    "streets": [["organisation", "name", "name_zh"], ["harbour/east", "Lighthouse Road", "灯塔路"]],
}


def written(folder: Path, sheets: dict[str, list[list[Any]]] = SHEETS) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    path = folder / "city.xlsx"
    book.save(path)
    return path


def entries() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_entry")
        return int(cursor.fetchone()[0])


def units() -> dict[str, Any]:
    return {unit.call_sign: unit for unit in read.select(ADMINISTRATOR, "unit")}


def test_a_city_comes_in_from_one_spreadsheet_and_the_second_time_nothing_changes(live: Desk, tmp_path: Path) -> None:
    path = written(tmp_path)
    assert "units: 2 new, 0 changed" in live.done("import", path, "--dry-run")
    assert not units()
    live.done("import", path)
    assert (units()["E1"].home_latitude_deg, units()["M1"].home_latitude_deg) == (31.25, 31.2)
    crew, dispatcher = (
        next(post for post in read.select(ADMINISTRATOR, "post") if post.title == title)
        for title in ("Crew of E1", "Dispatcher")
    )
    ann = person_of("ann.lee")
    assert ann is not None
    assert (crew.unit, dispatcher.person) == (units()["E1"].id, ann.id)
    assert read.find(ADMINISTRATOR, Ref("organisation", "harbour/east")).calendar  # type: ignore[attr-defined]
    fire = next(one for one in read.select(ADMINISTRATOR, "category") if one.name == "House fire")
    assert fire.needs == ("engine:2", "ambulance:1:rescue")
    light = next(one for one in read.select(ADMINISTRATOR, "category") if one.name == "Street light out")
    assert (light.names, light.group, light.by_area) == ({"pt": "Candeeiro apagado"}, "Streets / 道路", True)
    assert (light.keywords, light.questions) == (("lamp", "路灯"), tuple(ASKED["questions"].split("\n")))
    assert "灯塔路" in (node.current().world.folder / "gazetteer/streets.csv").read_text()
    before = entries()
    assert "people: 0 new, 0 changed, 1 left as they are" in live.done("import", path)
    assert entries() == before
    assert not list(chains(node.current(), Count()))


def test_a_changed_cell_is_described_and_an_empty_one_leaves_what_is_known(live: Desk, tmp_path: Path) -> None:
    live.done("import", written(tmp_path))
    more: dict[str, list[list[Any]]] = {
        "units": [["organisation", "call_sign", "unit_kind"], ["harbour/east/station-1", "E1", "ladder"]],
        "people": [["sign_in", "organisation", "name"], ["ann.lee", "harbour/east", "Ann Li"]],
        "streets": [["organisation", "name", "latitude_deg"], ["harbour/east", "Lighthouse Road", 31.2]],
    }
    said = live.done("import", written(tmp_path, more))
    assert said.count("0 new, 1 changed") == 3
    assert (units()["E1"].unit_kind, units()["E1"].skills) == ("ladder", ("rescue",))
    street = (node.current().world.folder / "gazetteer/streets.csv").read_text()
    assert "灯塔路,31.2" in street


def test_everything_wrong_is_named_at_once_with_its_place_and_nothing_is_written(live: Desk, tmp_path: Path) -> None:
    wrong: dict[str, list[list[Any]]] = {
        "organisations": [["path", "name", "level"], ["harbour/west", "West", "planet"], ["Harbour", "H", "city"]],
        "units": [
            ["organisation", "call_sign", "latitude_deg"],
            ["harbour/nowhere", "E9", 31],
            ["harbour", None, 31],
            ["harbour", "E2", "north"],
            ["harbour", "E3", None],
            ["harbour", "E3", None],
        ],
        "posts": [["organisation", "title", "roles", "person"], ["harbour", "Judge", "oversight, crew", "bob"]],
        "categories": [
            ["organisation", "name", "department", "needs", "questions", "names", "by_area"],
            ["harbour", "Fire", "harbour", "engine:two", "depth | colour | required | How deep?", "Feuer", "perhaps"],
        ],
        "squads": [["a"]],
    }
    before = entries() if live.run("import", written(tmp_path, wrong), "--dry-run") == 1 else -1
    for line in (
        "✗ organisations · row 2 · C level · must be one of province, city, county, station",
        "✗ organisations · row 3 · A path · must be small letters",
        "✗ units · row 2 · organisation · there is no organisation harbour/nowhere, neither in this file nor here",
        "✗ units · row 3 · B call_sign · must not be empty",
        "✗ units · row 4 · C latitude_deg · must be a number from -90 to 90",
        "✗ units · row 6 · call_sign · stands in row 5 already",
        "✗ posts · row 2 · roles: oversight must stand alone",
        "✗ categories · row 2 · D needs · engine:two: must be kind:number",
        "✗ categories · row 2 · E questions · depth | colour | required | How deep?: the datatype must be one of",
        "✗ categories · row 2 · F names · Feuer: must be a language and a name, such as pt: Fuga de água",
        "✗ categories · row 2 · G by_area · must be one of yes, no",
        "✗ squads · there is no such sheet",
        "12 problems; nothing was written",
    ):
        assert line in live.said
    assert live.run("import", written(tmp_path, wrong)) == 1
    assert entries() == before
    assert not units()


def test_what_no_act_can_change_is_a_problem_of_its_row(live: Desk, tmp_path: Path) -> None:
    live.done("import", written(tmp_path))
    moved = {"people": [["sign_in", "organisation"], ["ann.lee", "harbour"]]}
    assert live.run("import", written(tmp_path, moved)) == 1
    assert "people · row 2 · organisation · cannot be changed here; it is harbour/east" in live.said


def test_a_persons_name_never_shows_and_is_sealed(live: Desk, tmp_path: Path) -> None:
    assert "Ann Lee" not in live.done("import", written(tmp_path), "--dry-run") + live.done("import", written(tmp_path))
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(body, '') FROM ledger_entry")
        assert "Ann Lee" not in cursor.fetchone()[0]


@pytest.mark.parametrize("name", ["missing.xlsx", "text.xlsx", "empty"])
def test_what_is_no_spreadsheet_is_refused_in_one_line(live: Desk, tmp_path: Path, name: str) -> None:
    (tmp_path / "text.xlsx").write_text("not a workbook")
    (tmp_path / "empty").mkdir()
    assert live.run("import", tmp_path / name) == 2
    assert live.said.count("\n") == 1
    assert str(tmp_path) in live.said


def test_an_empty_sheet_is_said_to_be_empty_and_not_done(live: Desk, tmp_path: Path) -> None:
    live.done("template", tmp_path / "sheet.xlsx")
    for more in ((), ("--dry-run",)):
        assert live.run("import", tmp_path / "sheet.xlsx", *more) == 2
        assert "no sheet has a row below its heading" in live.said
        assert "Done" not in live.said


def test_a_calendar_is_told_the_published_days_once(live: Desk, tmp_path: Path) -> None:
    days = [
        {"name": "元旦", "date": "2026-01-01", "isOffDay": True},
        {"name": "元旦", "date": "2026-01-04", "isOffDay": False},
    ]
    (tmp_path / "2026.json").write_text(json.dumps({"year": 2026, "days": days}))
    line = ("import-calendar", tmp_path / "2026.json", "--organisation", "harbour")
    assert "knows 2026 now: 1 days off, 1 make-up working days" in live.done(*line)
    assert "knew all of this already" in live.done(*line)
    (tmp_path / "bad.json").write_text("{")
    assert live.run("import-calendar", tmp_path / "bad.json", "--organisation", "harbour") == 2
    assert live.said.count("\n") == 1
