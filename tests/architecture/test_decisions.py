"""Decision records are one page, complete, numbered without a gap and listed."""

import re
from pathlib import Path

import pytest

DECISIONS = Path(__file__).resolve().parents[2] / "docs" / "decisions"
RECORDS = sorted(DECISIONS.glob("[0-9]*.md"))
HEADINGS = ["Question", "Decision", "What it costs", "What would reopen it"]
LINES_AT_MOST = 60  # one printed page


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.stem)
def test_a_decision_is_one_whole_page(record: Path) -> None:
    text = record.read_text(encoding="utf-8")
    assert text.startswith(f"# {record.name[:4]} · ")
    assert len(text.splitlines()) <= LINES_AT_MOST
    missing = [heading for heading in HEADINGS if f"## {heading}\n" not in text]
    assert not missing, f"{record.name} does not say: {', '.join(missing)}"


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [int(record.name[:4]) for record in RECORDS] == list(range(1, len(RECORDS) + 1))


def test_the_index_lists_every_decision_by_its_title() -> None:
    index = (DECISIONS / "README.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"\[\d{4}\]\((\S+\.md)\) \| ([^|]+?) \|", index))
    titles = {record.name: record.read_text(encoding="utf-8").splitlines()[0][9:] for record in RECORDS}
    assert listed == titles
