"""The empty workbook an administrator fills: headings, what each column means in both languages, one example row."""

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from callbox.faces.command.sheet.columns import SHEETS, Sheet

REMARK = Font(italic=True, color="666666")
HEADING = Font(bold=True)
NEEDED = PatternFill("solid", fgColor="FFF2CC")
INTRODUCTION = (
    (
        "Fill the sheets in any order and run: callbox import THIS-FILE.xlsx --dry-run",
        "按任意顺序填写各表，然后运行：callbox import 本文件.xlsx --dry-run",
    ),
    ("Rows that begin with # are remarks and are not read.", "以 # 开头的行是说明，不会被读取。"),
    ("Columns with a yellow heading must be filled.", "黄色标题的列必须填写。"),
    (
        "An empty cell leaves what is known as it is; importing the same file twice changes nothing.",
        "空单元格保留现有内容；同一文件导入两次不会产生任何变化。",
    ),
    ("Headings may be in English or in Chinese.", "标题可用英文或中文。"),
)


def rows(sheet: Sheet) -> tuple[Sequence[str], ...]:
    """Headings, their other language, the meanings, the example: all but the first begin with #."""
    lines = (
        [column.zh for column in sheet.columns],
        [column.meaning[0] for column in sheet.columns],
        [column.meaning[1] for column in sheet.columns],
        [column.example for column in sheet.columns],
    )
    return [column.name for column in sheet.columns], *([f"# {line[0]}", *line[1:]] for line in lines)


def write(path: Path) -> None:
    """Write the workbook."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in SHEETS:
        _draw(book.create_sheet(sheet.name), sheet)
    _introduce(book.create_sheet("# read me", 0))
    book.save(path)


def _draw(page: Worksheet, sheet: Sheet) -> None:
    for line in rows(sheet):
        page.append(list(line))
    for at, column in enumerate(sheet.columns, start=1):
        page.column_dimensions[get_column_letter(at)].width = 26
        page.cell(1, at).font = HEADING
        if column.required:
            page.cell(1, at).fill = NEEDED
        for number in range(2, 6):
            page.cell(number, at).font = REMARK
            page.cell(number, at).alignment = Alignment(wrap_text=True, vertical="top")
            page.cell(number, at).number_format = "@"
    page.freeze_panes = "A2"


def _introduce(page: Worksheet) -> None:
    for english, chinese in INTRODUCTION:
        page.append([english])
        page.append([chinese])
    page.column_dimensions["A"].width = 100
