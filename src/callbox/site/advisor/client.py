"""Asking the advisor from another process: one question a connection, never longer than the asker will wait."""

import socket
import struct
import time
from pathlib import Path

from callbox.kernel.advisor import PATIENCE_S, Away, Told
from callbox.site.advisor.frames import ANSWER_MAX_BYTES, HEAD_BYTES, NotAFrame, length_of, packed, unpacked
from callbox.site.advisor.place import is_private


class SocketAdvisor:
    """The advisor behind a socket. Nothing is held open, so that neither side's end harms the other."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def ask(self, question: str, told: Told, *, within_s: float = PATIENCE_S) -> Told:
        """The answer.

        Raises:
            Away: when none came in time, or it was no.
        """
        until_s = time.monotonic() + within_s
        try:
            answer = self._exchanged(packed({"ask": question, "told": dict(told)}), until_s)
        except TimeoutError as wrong:
            raise Away("late") from wrong
        except (OSError, EOFError, NotAFrame, struct.error) as wrong:
            raise Away("none", type(wrong).__name__) from wrong
        return _answered(answer)

    def _exchanged(self, question: bytes, until_s: float) -> Told:
        # In a folder that others could write in, whoever listens there need not be the advisor.
        if not is_private(self._path.parent):
            raise FileNotFoundError(self._path)
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(_left_s(until_s))
            line.connect(str(self._path))
            line.sendall(question)
            length = length_of(_read(line, HEAD_BYTES, until_s), most=ANSWER_MAX_BYTES)
            return unpacked(_read(line, length, until_s))


def _read(line: socket.socket, count: int, until_s: float) -> bytes:
    held = bytearray()
    while len(held) < count:
        line.settimeout(_left_s(until_s))
        piece = line.recv(min(count - len(held), 1 << 20))
        if not piece:
            raise EOFError
        held += piece
    return bytes(held)


def _left_s(until_s: float) -> float:
    left_s = until_s - time.monotonic()
    if left_s <= 0:
        raise TimeoutError
    return left_s


def _answered(told: Told) -> Told:
    answer, code = told.get("answer"), told.get("refused")
    if isinstance(answer, dict):
        return answer
    raise Away("building" if code == "city.building" else "refused", f"{code}: {told.get('detail')}")
