"""A wrong call of `callbox` is told in one line, in the user's language, and ends with status 2."""

from typing import Any

import pytest

from callbox.faces.command import program
from callbox.site.commands import COMMANDS

WRONG = [
    ("nonsense", "nonsense"),
    ("show", "CASE"),
    ("run --port abc", "--port"),
    ("run --port", "--port"),
    ("status --loud", "--loud"),
    ("init --level village", "--level"),
    ("invite ann --hours 9999", "--hours"),
]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("line", "named"), WRONG)
def test_a_wrong_call_is_one_line_that_names_what_is_wrong(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *, language: str, line: str, named: str
) -> None:
    monkeypatch.setenv("CALLBOX_LANGUAGE", language)
    told, status = said(line, capsys)

    assert (status, told.err.count("\n"), told.out) == (2, 1, "")
    assert named in told.err
    assert any("一" <= letter <= "鿿" for letter in told.err) is (language == "zh")


def test_help_is_told_in_chinese_too(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("CALLBOX_LANGUAGE", "zh")
    told, status = said("run --help", capsys)

    assert status == 0
    assert told.out.startswith("用法：callbox run")
    assert "show this help" not in told.out


def said(line: str, capsys: pytest.CaptureFixture[str]) -> tuple[Any, int]:
    try:
        status = program.main(line.split(), commands=COMMANDS, site=lambda: None)  # type: ignore[arg-type,return-value]
    except SystemExit as ended:
        status = int(ended.code or 0)
    return capsys.readouterr(), status
