"""Text that somebody else wrote, made so that whoever is shown it can only look at it (CWE-150).

What would command a terminal, and marks that turn the direction of what follows, stand as the replacement character; and so
do halves of a character, which no encoding can carry on.
"""

from typing import Final

REPLACED: Final = "\ufffd"
KEPT: Final = "\t\n"
TURNING: Final = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
HALVES: Final = range(0xD800, 0xE000)
COMMANDING: Final = {
    code: REPLACED for code in (*range(0x20), *range(0x7F, 0xA0), *TURNING, *HALVES) if chr(code) not in KEPT
}
BREAKING: Final = COMMANDING | {ord(letter): " " for letter in (*KEPT, "\u2028", "\u2029")}


def harmless(text: str) -> str:
    """A text, as many lines as it has, that a terminal can only show."""
    return text.translate(COMMANDING)


def in_one_line(text: str) -> str:
    """A text that is told in one line with others."""
    return text.translate(BREAKING)
