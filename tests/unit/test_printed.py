"""What commands print of what others wrote is text: no markup, no command to the terminal."""

import pytest
from rich.table import Table
from rich.text import Text

from callbox.faces.command.printed import Printed
from callbox.kernel.facts import Refused
from callbox.kernel.harmless import harmless, in_one_line
from callbox.kernel.words import refusal, say

WRITTEN = "[/x] [red]calls[1].csv :fire: [link=file:///x]"


def printed(written: object, capsys: pytest.CaptureFixture[str]) -> str:
    Printed().print(written, soft_wrap=True)
    return capsys.readouterr().out


def test_what_looks_like_markup_is_printed_as_it_was_written(capsys: pytest.CaptureFixture[str]) -> None:
    table = Table(WRITTEN)
    table.add_row(WRITTEN)

    assert printed(WRITTEN, capsys) == f"{WRITTEN}\n"
    assert printed(table, capsys).count(WRITTEN) == 2


@pytest.mark.parametrize("mark", ["\x1b]0;owned\x07", "\x1b[2J", "\r", "\x9b2J", "\u202e", "\x7f"])
def test_nothing_that_others_wrote_reaches_the_terminal_as_a_command(
    capsys: pytest.CaptureFixture[str], mark: str
) -> None:
    told = printed(Text(f"12 Harbour{mark} Road"), capsys)

    assert mark[0] not in told
    assert told.startswith("12 Harbour")
    assert harmless(f"a{mark[0]}b\t海港\n") == "a\ufffdb\t海港\n"


@pytest.mark.parametrize("mark", ["\x1b[2J", "\r", "\n", "\t", "\u202e", "\u2028", "\ud800", "\x00"])
def test_a_refusal_is_one_line_and_shows_what_was_sent_only_to_be_looked_at(mark: str) -> None:
    told = refusal(Refused("not_found", kind="incident", id=f"12{mark}34"))

    assert mark[0] not in told
    assert told.encode().isascii() or "\ufffd" in told
    assert (told.startswith("there is no"), in_one_line("海港")) == (True, "海港")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_option_is_named_as_it_has_to_be_typed(language: str) -> None:
    assert "--organisation" in say("init.needed", language, option="organisation")
