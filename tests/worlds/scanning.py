"""Looking for words and keys in raw files, in every form that a program may have left them in."""

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

SHORTEST = 8
# A database's files are mostly empty space, and no word or key holds so much of it.
EMPTY_BYTES = 64
EMPTY = re.compile(rb"\0{%d,}" % EMPTY_BYTES)


def forms(secret: bytes) -> set[bytes]:
    """Bytes as they are, in hex, and in base64 wherever they begin in it."""
    hexed = secret.hex().encode()
    found = {secret, hexed, hexed.upper()}
    for before in range(3):
        coded = b64encode(bytes(before) + secret + bytes(2))
        inner = coded[4 if before else 0 : 4 * ((before + len(secret)) // 3)]
        found |= {inner, inner.replace(b"+", b"-").replace(b"/", b"_")}
    return {form for form in found if len(form) >= SHORTEST}


def of_text(text: str) -> set[bytes]:
    """A text in every encoding it may have been written in, and as JSON escapes it."""
    escaped = text.encode("ascii", "backslashreplace")
    written = {text.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")} | {escaped}
    return {form for one in written for form in forms(one)}


def found_in(files: Iterable[Path], wanted: Mapping[str, set[bytes]]) -> Iterator[str]:
    """What of `wanted` is in which file: one line for each. Files with the same content are looked through once."""
    looked: dict[bytes, list[str]] = {}
    for path in files:
        content = EMPTY.sub(bytes(EMPTY_BYTES), path.read_bytes())
        if content not in looked:
            looked[content] = [name for name, any_of in wanted.items() if any(form in content for form in any_of)]
        yield from (f"{name} in {path}" for name in looked[content])


def files_under(*folders: Path) -> list[Path]:
    """Every file there, but sockets and what is not a plain file."""
    return sorted(path for folder in folders for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
