"""From the bytes of a CSV file to its rows: every row is kept, whatever is wrong with it, and says what is. Pure.

Rules in words: a byte order mark is understood; bytes that are no text stand as the replacement character and flag their
row. A quotation mark that is never closed costs its own row only. A row with too few or too many cells is kept as it is.
"""

import codecs
import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

LINES_A_ROW = 50
CELL_MAX = 19_000
FIELD_MAX = 1 << 30
DELIMITERS = ",;\t|"
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
UNREADABLE = "\ufffd"


class SheetError(Exception):
    """A file is no table: `code` has words, `details` fill them."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code, self.details = code, details


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line it begins on (the header is on line 1), its cells by column, and what is doubtful about it."""

    line: int
    cells: Mapping[str, str]
    flags: tuple[str, ...] = ()

    def get(self, column: str | None) -> str:
        """A cell without spaces around it; empty where the row or the file has none."""
        return self.cells.get(column, "").strip() if column else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole file."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]


def text_of(content: bytes, encoding: str) -> str:
    """The text of a file. Bytes that are none become U+FFFD, and so do null characters, which nothing can keep."""
    for mark, marked in MARKS:
        if content.startswith(mark):
            content, encoding = content[len(mark) :], marked
            break
    text = content.decode(encoding, errors="replace").replace("\0", UNREADABLE)
    # A half of a character that some encodings let through can be kept no better.
    return text.encode("utf-8", errors="replace").decode("utf-8") if _has_half(text) else text


def _has_half(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def read(text: str, *, delimiter: str = "auto") -> Sheet:
    """The rows of a CSV text.

    Raises:
        SheetError: when there is no header, or it names a column twice.
    """
    records = list(_records(text, delimiter))
    if not records:
        raise SheetError("replay.file.empty")
    (_, first), *rest = records
    header = tuple(name.strip() for name in first)
    if len(header) < 2 or not any(header):
        raise SheetError("replay.file.no_table")
    twice = [name for place, name in enumerate(header) if name and name in header[:place]]
    if twice:
        raise SheetError("replay.file.twice", column=twice[0][:60])
    return Sheet(header, tuple(_row(line, cells, header) for line, cells in rest))


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """(line, cells) of each row that is not empty. A row may go over several lines within quotation marks."""
    lines = io.StringIO(text, newline="").read().replace("\r\n", "\n").replace("\r", "\n").split("\n")
    at, width, mark = 0, 0, delimiter
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        if not width:
            mark = _delimiter(lines[at]) if delimiter == "auto" else delimiter
        cells, count = _record(lines, at, mark=mark, width=width)
        width = width or len(cells)
        yield at + 1, cells
        at += count


def _delimiter(header: str) -> str:
    """The one of the usual delimiters that the header has most of."""
    return max(DELIMITERS, key=header.count)


def _record(lines: Sequence[str], at: int, *, mark: str, width: int) -> tuple[list[str], int]:
    """The cells of the row that begins on a line, and over how many lines it goes.

    Lines are joined until the quotation marks are even. If that makes no whole row, the mark was a stray one: the line
    stands alone and the mark is a character like any other.
    """
    joined, odd = lines[at], lines[at].count('"') % 2
    if not odd:
        return _cells(joined, mark), 1
    for more in range(1, min(LINES_A_ROW, len(lines) - at)):
        joined += "\n" + lines[at + more]
        odd ^= lines[at + more].count('"') % 2
        if not odd:
            cells = _cells(joined, mark)
            if not width or len(cells) == width:
                return cells, more + 1
            break
    return lines[at].split(mark), 1


def _cells(line: str, mark: str) -> list[str]:
    # The library's own limit is 128 KiB a cell; longer ones are cut and flagged below, not refused.
    csv.field_size_limit(FIELD_MAX)
    try:
        return next(csv.reader([line], delimiter=mark), [])
    except csv.Error:
        return line.split(mark)


def _row(line: int, cells: Sequence[str], header: Sequence[str]) -> Row:
    flags = []
    if len(cells) != len(header):
        flags.append("ragged")
    if any(UNREADABLE in cell for cell in cells):
        flags.append("unreadable_text")
    if any(len(cell) > CELL_MAX for cell in cells):
        flags.append("cut")
    kept = {name: cell[:CELL_MAX] for name, cell in zip(header, cells, strict=False)}
    extra = {f"+{place}": cell[:CELL_MAX] for place, cell in enumerate(cells[len(header) :], start=1)}
    if len(extra) > LINES_A_ROW:
        extra = {"+": "\t".join(extra.values())[:CELL_MAX]}
    return Row(line, kept | extra, tuple(flags))
