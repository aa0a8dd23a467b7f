"""What was typed, out of a form whose files are too large: nobody types it twice because a photo was too big.

A form comes as parts divided by a line (`multipart/form-data`, RFC 7578). Parts of files are let go as they come; of all
else little is kept, so that however much is sent, little is held.
"""

import re
from dataclasses import dataclass, field
from typing import Final

KEPT_MAX: Final = 200_000
HEAD_MAX: Final = 4_000
DIVIDED: Final = re.compile(rb"multipart/form-data\s*;(?:.*;)?\s*boundary=\"?([^\s\";,]{1,70})\"?", re.IGNORECASE)
OF_A_FILE: Final = re.compile(rb"filename\*?=", re.IGNORECASE)
# The field that says why the files are not there.
CUT: Final = "cut"


def line_of(content_type: bytes) -> bytes | None:
    """What divides the parts of a form; None where it is no such form."""
    found = DIVIDED.match(content_type)
    return b"\r\n--" + found[1] if found else None


@dataclass
class Sieve:
    """One form as it comes."""

    line: bytes
    parts: list[bytes] = field(default_factory=list)
    _waiting: bytes = b"\r\n"
    _is_file: bool = True
    _is_head: bool = False
    _part: bytes = b""
    _size: int = 0

    def feed(self, data: bytes) -> None:
        """The next piece of it."""
        self._waiting += data
        while self._is_head or self.line in self._waiting:
            if not (self._headed() if self._is_head else self._ended()):
                return
        # The last bytes may be the beginning of the line that divides.
        held = len(self.line) - 1
        self._keep(self._waiting[:-held])
        self._waiting = self._waiting[-held:]

    def body(self, why: str) -> bytes:
        """The form without its files, and why it is without."""
        told = b'\r\nContent-Disposition: form-data; name="' + CUT.encode() + b'"\r\n\r\n' + why.encode()
        return b"".join(self.line + part for part in (*self.parts, told)).removeprefix(b"\r\n") + self.line + b"--\r\n"

    def _ended(self) -> bool:
        """A part ends here, and another begins."""
        content, _, self._waiting = self._waiting.partition(self.line)
        self._keep(content)
        if self._part and not self._is_file:
            self.parts.append(self._part)
        self._part, self._is_file, self._is_head = b"", True, True
        return True

    def _headed(self) -> bool:
        """Whether what a part says of itself is there as a whole."""
        head, end, rest = self._waiting.partition(b"\r\n\r\n")
        if not end and len(head) <= HEAD_MAX:
            return False
        self._is_head, self._is_file = False, not end or OF_A_FILE.search(head) is not None
        if not self._is_file:
            self._keep(head + end)
        self._waiting = rest if end else self._waiting
        return True

    def _keep(self, data: bytes) -> None:
        if self._is_file:
            return
        self._size += len(data)
        if self._size > KEPT_MAX:
            self._is_file = True
            return
        self._part += data
