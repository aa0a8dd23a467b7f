"""Reading the spreadsheet: one .xlsx, or a folder of CSV files. Bounded, whoever made it; macros and links are ignored.

Row 1 of a sheet holds the headings. A row whose first cell begins with # is a remark; an empty cell says nothing: what is
known stays.
"""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from callbox.faces.command.sheet.columns import BY_NAME, Column, Sheet
from callbox.kernel.facts import Plain, Refused, Value

FILE_BYTES_MAX = 50_000_000
UNPACKED_BYTES_MAX = 300_000_000
PARTS_MAX = 2_000
ROWS_MAX = 200_000
ROWS_LOOKED_MAX = 1_048_576  # as many as a sheet of Excel has
COLUMNS_MAX = 60
PLACE = {"latitude_deg", "longitude_deg"}
ENCODINGS = ("utf-8-sig", "gb18030")  # the second is what Excel writes on a Chinese machine


@dataclass(frozen=True)
class Problem:
    """One thing wrong, and where. `row` 0: the sheet as a whole."""

    sheet: str
    row: int
    column: str
    why: Refused


@dataclass(frozen=True)
class Row:
    """One row that could be read: its values by column, empty cells left out."""

    sheet: Sheet
    number: int
    values: Mapping[str, Value]


@dataclass
class Book:
    """What was read, and what could not be."""

    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def of(self, sheet: Sheet) -> list[Row]:
        """The rows of one sheet."""
        return [row for row in self.rows if row.sheet is sheet]


Cells = Sequence[object]
# What openpyxl and the parsers below it raise on a file that is not what it says it is.
BROKEN: tuple[type[Exception], ...] = (
    OSError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    OverflowError,
    EOFError,
    ParseError,
)
BROKEN += (zipfile.BadZipFile, zlib.error, RuntimeError)


def read(path: Path) -> Book:
    """Everything in a workbook, or in a folder of CSV files named after the sheets.

    Raises:
        Refused: when it is neither, or too large to be one.
    """
    book = Book()
    for name, rows in _folder(path) if path.is_dir() else _workbook(path):
        sheet = BY_NAME.get(name.strip().casefold())
        if sheet is None and name.startswith("#"):
            continue
        if sheet is None:
            known = ", ".join(dict.fromkeys(each.name for each in BY_NAME.values()))
            book.problems.append(Problem(name, 0, "", Refused("sheet.unknown", allowed=known)))
        else:
            take(book, sheet, rows)
    return book


def _workbook(path: Path) -> Iterator[tuple[str, Iterable[Cells]]]:
    try:
        _check_size(path)
        found = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except FileNotFoundError:
        raise Refused("sheet.missing", path=str(path)) from None
    except BROKEN as wrong:
        raise Refused("sheet.not_workbook", path=str(path)) from wrong
    with closing(found):
        for one in found.worksheets:
            one.reset_dimensions()  # the extent a file claims for itself is only a claim
            yield one.title, _rows(path, one.iter_rows(max_col=COLUMNS_MAX, values_only=True))


def _rows(path: Path, rows: Iterator[Cells]) -> Iterator[Cells]:
    try:
        yield from rows
    except BROKEN as wrong:
        raise Refused("sheet.not_workbook", path=str(path)) from wrong


def _check_size(path: Path) -> None:
    if path.stat().st_size > FILE_BYTES_MAX:
        raise Refused("sheet.large", path=str(path), most_mb=FILE_BYTES_MAX // 1_000_000)
    with zipfile.ZipFile(path) as packed:
        parts = packed.infolist()
    if len(parts) > PARTS_MAX or sum(part.file_size for part in parts) > UNPACKED_BYTES_MAX:
        raise Refused("sheet.large", path=str(path), most_mb=UNPACKED_BYTES_MAX // 1_000_000)


def _folder(path: Path) -> Iterator[tuple[str, Iterable[Cells]]]:
    files = sorted(path.glob("*.csv"))
    if not files:
        raise Refused("sheet.no_csv", path=str(path))
    for file in files:
        if file.stat().st_size > FILE_BYTES_MAX:
            raise Refused("sheet.large", path=str(file), most_mb=FILE_BYTES_MAX // 1_000_000)
        yield file.stem, csv.reader(io.StringIO(_decoded(file), newline=""))


def _decoded(file: Path) -> str:
    content = file.read_bytes()
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("sheet.not_text", path=str(file))


def take(book: Book, sheet: Sheet, rows: Iterable[Cells]) -> None:
    """Read the rows of one sheet into the book: what can be as values, what can't be as problems."""
    try:
        lines = iter(enumerate(rows, start=1))
        headings = [_text(cell) for cell in next(lines, (0, ()))[1]][:COLUMNS_MAX]
        while headings and not headings[-1]:
            headings.pop()
        columns = _columns(book, sheet, headings)
        taken = 0
        for number, cells in islice(lines, ROWS_LOOKED_MAX):
            told = [_text(cell) for cell in cells[:COLUMNS_MAX]]
            if any(told) and not told[0].startswith("#"):
                _take_row(book, sheet, columns=columns, number=number, told=told)
                taken += 1
            if taken > ROWS_MAX:
                raise Refused("sheet.rows", most=ROWS_MAX)
    except csv.Error as wrong:
        book.problems.append(Problem(sheet.name, 0, "", Refused("sheet.not_csv", reason=str(wrong))))
    except Refused as wrong:
        # Without its traceback, which would hold the open file for as long as the problem is known.
        book.problems.append(Problem(sheet.name, 0, "", wrong.with_traceback(None)))


def _text(cell: object) -> str:
    """A cell as somebody would read it: a whole number without .0, a date as 2026-01-31, yes or no for true and false."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    return str(cell).strip()


def _columns(book: Book, sheet: Sheet, headings: Sequence[str]) -> list[Column | None]:
    columns = [sheet.column(heading) if heading else None for heading in headings]
    known = ", ".join(each.name for each in sheet.columns)
    for at, (heading, column) in enumerate(zip(headings, columns, strict=True), start=1):
        if heading and not heading.startswith("#") and column is None:
            wrong = Refused("sheet.heading", heading=heading[:60], allowed=known)
            book.problems.append(Problem(sheet.name, 1, get_column_letter(at), wrong))
    for column in sheet.columns:
        if column.required and column not in columns:
            raise Refused("sheet.heading_missing", heading=column.name)
    return columns


def _take_row(book: Book, sheet: Sheet, *, columns: Sequence[Column | None], number: int, told: Sequence[str]) -> None:
    values: dict[str, Value] = {}
    problems: list[Problem] = []
    for at, (column, cell) in enumerate(zip(columns, told, strict=False), start=1):
        if column is not None and cell:
            try:
                values[column.name] = column.parse(cell)
            except Refused as wrong:
                problems.append(_problem(sheet, number, at=at, column=column, wrong=wrong))
    named = {column.name for column, cell in zip(columns, told, strict=False) if column is not None and cell}
    for at, column in enumerate(columns, start=1):
        if column is not None and column.required and column.name not in named:
            problems.append(
                _problem(sheet, number, at=at, column=column, wrong=Refused("field.empty", field=column.name))
            )
    problems += _apart(sheet, number, columns=columns, told=told)
    problems += _half(sheet, number, columns=columns, named=named)
    book.problems += problems
    if not problems:
        book.rows.append(Row(sheet, number, values))


def _apart(sheet: Sheet, number: int, *, columns: Sequence[Column | None], told: Sequence[str]) -> Iterator[Problem]:
    """What stands behind the last heading would be lost unseen: most often a comma in a text without quotes."""
    found = next((at for at, cell in enumerate(told, start=1) if cell and at > len(columns)), None)
    if found is not None:
        yield Problem(sheet.name, number, get_column_letter(found), Refused("sheet.apart"))


def _half(sheet: Sheet, number: int, *, columns: Sequence[Column | None], named: set[str]) -> Iterator[Problem]:
    """One number is no place."""
    for at, column in enumerate(columns, start=1):
        if column is not None and column.name in PLACE and column.name not in named and named & PLACE:
            yield _problem(sheet, number, at=at, column=column, wrong=Refused("sheet.half", field=column.name))


def _problem(sheet: Sheet, number: int, *, at: int, column: Column, wrong: Refused) -> Problem:
    details: dict[str, Plain] = {**wrong.details, "field": column.name}
    return Problem(sheet.name, number, f"{get_column_letter(at)} {column.name}", Refused(wrong.code, **details))
