"""The spreadsheet's rows: whatever a file holds, each cell becomes a value or one problem with its place."""

import io
import re
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from callbox.faces.command.keeping.words import TEXTS
from callbox.faces.command.sheet import cells, columns, reading, template
from callbox.faces.command.sheet.columns import SHEETS
from callbox.faces.command.sheet.reading import Book
from callbox.kernel.facts import Refused
from callbox.services.request.asking import questions_of
from callbox.services.request.words import WORDS

CELL = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=30),
    st.dates(),
    st.sampled_from(
        ["harbour/east", "Mon-Fri", "Sun-Mon", "09:00-17:00", "2026-02-30", "yes", "#", "=1+1", "\x00", "\ud800"]
    ),
)
HEADINGS = st.sampled_from([*(each.name for sheet in SHEETS for each in sheet.columns), "路径", "", "x", "=A1", "#"])


# What is wrong with a question is said in the words of categories.
QUESTIONS = tuple(code.removeprefix("refused.") for code in WORDS["en"] if code.startswith("refused.category.question"))
SHEET = st.tuples(
    st.sampled_from(SHEETS),
    st.one_of(st.none(), st.lists(HEADINGS, max_size=8)),
    st.lists(st.lists(CELL, max_size=14), max_size=4),
)


@pytest.mark.parametrize("examples", [300, pytest.param(5_000, marks=pytest.mark.slow)])
def test_no_row_makes_the_reader_fall_over(examples: int) -> None:
    settings(max_examples=examples, deadline=None)(given(SHEET)(is_read))()


def is_read(drawn: tuple[columns.Sheet, list[str] | None, list[list[object]]]) -> None:
    """Each problem has words, and each row what it must have."""
    sheet, headings, lines = drawn
    book = Book()
    reading.take(book, sheet, [headings or [each.name for each in sheet.columns], *lines])
    for problem in book.problems:
        assert f"refused.{problem.why.code}" in TEXTS or problem.why.code in (
            "text.long",
            "text.unreadable",
            "field.empty",
            *QUESTIONS,
        )
    for row in book.rows:
        assert all(each.name in row.values for each in sheet.columns if each.required)


@pytest.mark.parametrize("examples", [100, pytest.param(1_000, marks=pytest.mark.slow)])
def test_no_file_makes_the_reader_fall_over(examples: int, tmp_path: Path) -> None:
    path, data = tmp_path / "hostile.xlsx", st.binary(max_size=300)

    @settings(max_examples=examples, deadline=None)
    @given(st.one_of(data, data.map(lambda packed: zipped({"xl/workbook.xml": packed}))))
    def is_refused(told: bytes) -> None:
        path.write_bytes(told)
        with pytest.raises(Refused, match="sheet"):
            reading.read(path)

    is_refused()


def zipped(parts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return packed.getvalue()


def workbook(path: Path, sheet: str, *rows: list[object]) -> Path:
    book = Workbook()
    page = book.worksheets[0]
    page.title = sheet
    for row in rows:
        page.append(row)
    book.save(path)
    return path


def test_a_workbook_that_unpacks_to_more_than_it_may_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "UNPACKED_BYTES_MAX", 1_000_000)
    (tmp_path / "bomb.xlsx").write_bytes(zipped({"xl/worksheets/sheet1.xml": bytes(2_000_000)}))
    with pytest.raises(Refused, match=r"sheet\.large"):
        reading.read(tmp_path / "bomb.xlsx")


def test_a_sheet_with_more_rows_than_it_may_is_one_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "ROWS_MAX", 3)
    rows: list[list[object]] = [[f"harbour/{number}", "x", "station"] for number in range(9)]
    path = workbook(tmp_path / "long.xlsx", "organisations", ["path", "name", "level"], *rows)
    assert [problem.why.code for problem in reading.read(path).problems] == ["sheet.rows"]


def test_the_same_rows_come_from_excel_and_from_csv_in_either_language(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", "机构", ["路径", "名称", "级别"], ["# remark"], ["harbour", "Harbour", "city"])
    folder = tmp_path / "csv"
    folder.mkdir()
    (folder / "organisations.csv").write_bytes("路径,名称,级别,中文名称\nharbour,Harbour,city,\n".encode("gb18030"))
    values = {"path": "harbour", "name": "Harbour", "level": "city"}
    assert [dict(row.values) for row in reading.read(path).rows] == [values]
    assert [dict(row.values) for row in reading.read(folder).rows] == [values]


def test_the_template_reads_as_empty_and_its_own_examples_as_right(tmp_path: Path) -> None:
    template.write(tmp_path / "t.xlsx")
    assert reading.read(tmp_path / "t.xlsx") == Book()
    filled = load_workbook(tmp_path / "t.xlsx")
    for sheet in SHEETS:
        filled[sheet.name].append([column.example for column in sheet.columns])
    filled.save(tmp_path / "f.xlsx")
    book = reading.read(tmp_path / "f.xlsx")
    assert not book.problems
    assert [row.sheet.name for row in book.rows] == [sheet.name for sheet in SHEETS]


def test_every_column_is_explained_in_both_languages() -> None:
    for sheet in SHEETS:
        for column in sheet.columns:
            assert all(column.meaning), column.name
            assert all(re.search(r"[\u4e00-\u9fff]", text) for text in (column.zh, column.meaning[1])), column.name


@pytest.mark.parametrize(
    ("parse", "told", "value"),
    [
        (cells.weekdays, "Mon-Fri", (0, 1, 2, 3, 4)),
        (cells.weekdays, "Saturday, sun", (5, 6)),
        (cells.dates, "2026-01-02；2026-01-01", ("2026-01-01", "2026-01-02")),
        (cells.Number(0, 9, whole=True), "3", 3),
        (cells.items, "a, b，c、a", ("a", "b", "c")),
    ],
)
def test_a_cell_is_read_as_somebody_means_it(parse: cells.Parse, told: str, value: object) -> None:
    assert parse(told) == value


@pytest.mark.parametrize(
    ("parse", "told"),
    [
        (cells.weekdays, "Fri-Mon"),
        (cells.hours, "9-17"),
        (cells.dates, "01/02/2026"),
        (cells.Number(-90, 90), "nan"),
        (cells.Number(-90, 90), "91"),
        (cells.Number(0, 9, whole=True), "1.5"),
        (cells.path, "Harbour"),
        (cells.path, "/harbour"),
        (cells.zone, "../UTC"),
        (cells.sign_in, "ann lee"),
        (cells.needs, "engine:two"),
        (cells.needs, "engine:0"),
        (cells.needs, "engine:1:"),
    ],
)
def test_a_cell_that_cannot_be_is_refused(parse: cells.Parse, told: str) -> None:
    with pytest.raises(Refused):
        parse(told)


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        ("engine:2, ambulance", ("engine:2", "ambulance:1")),
        ("rescue boat : 1 : divers + ropes", ("rescue boat:1:divers+ropes",)),
        ("消防车：2；救护车", ("消防车:2", "救护车:1")),
    ],
)
def test_what_an_incident_needs_is_told_in_kinds_and_numbers(told: str, meant: tuple[str, ...]) -> None:
    assert cells.needs(told) == meant


def test_what_stands_behind_the_last_heading_and_half_a_place_are_problems_of_their_rows(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["harbour/1", "One", "", "", 31.2, "", ""],
        ["harbour/2", "Two", "", "", None, 121.4],
        ["harbour/3", "Three", "", "", 31.2, 121.4, "by the quay"],
        ["harbour/4", "Four", "", "", 31.2, "east"],
        ["harbour/5", "Five", "", "", 31.2, 121.4, None, ""],
    ]
    path = workbook(tmp_path / "a.xlsx", "stations", [each.name for each in columns.STATIONS.columns], *rows)

    book = reading.read(path)

    assert [(one.row, one.column, one.why.code) for one in book.problems] == [
        (2, "F longitude_deg", "sheet.half"),
        (3, "E latitude_deg", "sheet.half"),
        (4, "G", "sheet.apart"),
        (5, "F longitude_deg", "sheet.number"),
    ]
    assert [row.number for row in book.rows] == [6]


def test_questions_in_columns_are_read_whole_and_a_wrong_one_is_named_in_its_cell() -> None:
    asked = "depth | singlevaluelist | required | How deep, and where? | 多深？ | knee=Knee;hip=Hip\nSince when?"

    assert cells.questions(asked) == tuple(asked.split("\n"))
    assert cells.questions("Near a school, or not?; Since when?") == ("Near a school, or not?", "Since when?")
    with pytest.raises(Refused, match=r"category\.question\.datatype"):
        cells.questions("depth | colour | required | How deep?")


def test_names_in_further_languages_are_told_by_language() -> None:
    assert cells.names("pt: Fuga de água; fr：Fuite d'eau") == {"pt": "Fuga de água", "fr": "Fuite d'eau"}
    for wrong in ("Fuga de água", "portuguese language: Fuga", "pt:"):
        with pytest.raises(Refused, match=r"sheet\.names"):
            cells.names(wrong)


def test_what_the_template_gives_as_an_example_of_a_category_can_be_read() -> None:
    read = {column.name: column.parse(column.example) for column in columns.CATEGORIES.columns if column.example}

    assert read["keywords"] == ("lamp", "dark street", "路灯", "天黑")
    assert [one.code for one in questions_of(SimpleNamespace(questions=read["questions"]))] == ["pole"]
