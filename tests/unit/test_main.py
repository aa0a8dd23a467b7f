"""Whatever ends `callbox` ends it in one line, which quotes no value."""

import errno
import signal

import pytest
from django.db import DataError

from callbox.faces.command import program
from callbox.site import main


def test_a_fault_of_ours_is_one_line_without_its_text_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: object, **__: object) -> int:
        raise ValueError("the sealed values of Wanda Canary were changed")

    monkeypatch.setattr(program, "main", fails)

    assert main.main() == 1
    told = capsys.readouterr().err
    assert (told.count("\n"), "ValueError" in told, "Canary" in told) == (1, True, False)


def test_a_database_that_fails_is_told_in_one_line_without_its_text(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: object, **__: object) -> int:
        raise DataError("value too long: Wanda Canary")

    monkeypatch.setattr(program, "main", fails)

    assert main.main() == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "DataError" in told
    assert "`callbox doctor`" in told
    assert "Canary" not in told


@pytest.mark.parametrize(("number", "named"), [(errno.EACCES, True), (errno.ENOSPC, True), (errno.EBADF, False)])
def test_a_folder_that_is_closed_or_full_is_named_with_what_to_do(
    number: int, named: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: object, **__: object) -> int:
        raise OSError(number, "no", "/srv/callbox/run")

    monkeypatch.setattr(program, "main", fails)

    assert main.main() == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert ("/srv/callbox/run: no: run as the user" in told, "our fault" in told) == (named, not named)


def test_a_command_told_to_end_ends_as_on_ctrl_c(monkeypatch: pytest.MonkeyPatch) -> None:
    def ended(*_: object, **__: object) -> int:
        signal.raise_signal(signal.SIGTERM)
        return 0

    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(main, "carried_out", ended)
    try:
        with pytest.raises(KeyboardInterrupt):
            main.main()
    finally:
        signal.signal(signal.SIGTERM, before)
