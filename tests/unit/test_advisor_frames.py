"""The advisor's socket: whatever comes in, one refusal at most, and the next asker is answered as before."""

import asyncio
import json
import random
import socket
import struct
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.worlds.postgres import fast_folder

from callbox.kernel.advisor import Away, Nobody
from callbox.kernel.chain import Json
from callbox.site.advisor.asked import NotUnderstood
from callbox.site.advisor.client import SocketAdvisor
from callbox.site.advisor.frames import QUESTION_MAX_BYTES, packed
from callbox.site.advisor.place import ensure_private, is_private, socket_of
from callbox.site.advisor.serving import Server
from callbox.site.home import SetupError


def answer(name: str, told: dict[str, Json]) -> dict[str, Json]:
    if name == "fails":
        raise ZeroDivisionError
    if name == "unknown":
        raise NotUnderstood("question.unknown", "ask something else")
    return {"name": name, **told}


@pytest.fixture
def line() -> Iterator[Path]:
    """A server at work, at this path."""
    with tempfile.TemporaryDirectory(dir=fast_folder()) as folder:
        path = ensure_private(Path(folder) / "advisor.sock")
        ready, told = threading.Event(), []

        async def live() -> None:
            ending = asyncio.Event()
            told.append((asyncio.get_running_loop(), ending))
            serving = asyncio.create_task(Server(path, answer).serve(ending))
            while not path.exists():
                await asyncio.sleep(0.001)
            ready.set()
            await serving

        thread = threading.Thread(target=asyncio.run, args=(live(),))
        thread.start()
        assert ready.wait(10)
        yield path
        loop, ending = told[0]
        loop.call_soon_threadsafe(ending.set)
        thread.join(10)


def said(path: Path, data: bytes, *, end: bool = True) -> bytes:
    """What comes back for these bytes."""
    with socket.socket(socket.AF_UNIX) as asker:
        asker.settimeout(10)
        asker.connect(str(path))
        held = b""
        try:
            asker.sendall(data)
            if end:
                asker.shutdown(socket.SHUT_WR)
            while piece := asker.recv(65536):
                held += piece
        except (BrokenPipeError, ConnectionResetError):
            pass
        return held


def refused(data: bytes) -> str:
    [length] = struct.unpack(">I", data[:4])
    assert len(data) == 4 + length, "exactly one frame comes back"
    return str(json.loads(data[4:])["refused"])


def works(path: Path) -> bool:
    return SocketAdvisor(path).ask("status", {"of": "现在"}, within_s=5.0) == {"name": "status", "of": "现在"}


def framed(body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + body


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (struct.pack(">I", 0), "frame.length"),
        (struct.pack(">I", QUESTION_MAX_BYTES + 1) + b"{}", "frame.length"),
        (b"GET / HTTP/1.1\r\n\r\n", "frame.length"),
        (framed(b"\xff\xfe"), "frame.json"),
        (framed(b"[1]"), "frame.json"),
        (framed(b'{"ask": "x", "told": {"a": NaN}}'), "frame.json"),
        (framed(b"[" * 100_000), "frame.json"),
        (framed(b'{"ask": 1}'), "frame.question"),
        (framed(b'{"ask": "x", "told": []}'), "frame.question"),
        (packed({"ask": "unknown"}), "question.unknown"),
        (packed({"ask": "fails"}), "failed"),
    ],
    ids=[
        "empty",
        "too long",
        "of another language",
        "no text",
        "no object",
        "no number",
        "endless",
        "no name",
        "no object told",
        "unknown",
        "broken",
    ],
)
def test_whatever_is_no_question_is_refused_once_and_the_next_is_answered(line: Path, data: bytes, code: str) -> None:
    assert refused(said(line, data)) == code
    assert works(line)


def test_who_dies_in_the_middle_of_a_frame_harms_nobody(line: Path) -> None:
    whole = packed({"ask": "status", "told": {"text": "x" * 1000}})
    for cut in (0, 1, 3, 4, 5, len(whole) - 1):
        assert said(line, whole[:cut]) == b""
    assert works(line)


def test_who_sends_half_and_waits_keeps_nobody_else_waiting(line: Path) -> None:
    with socket.socket(socket.AF_UNIX) as slow:
        slow.connect(str(line))
        slow.sendall(packed({"ask": "status"})[:6])
        assert works(line)


def test_random_bytes_are_answered_by_one_refusal_or_by_nothing(line: Path) -> None:
    chance = random.Random(17)
    for _ in range(60):
        back = said(line, chance.randbytes(chance.randrange(40)))
        assert back == b"" or refused(back).startswith("frame.")
    assert works(line)


def test_an_advisor_that_is_not_there_is_away_at_once() -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.raises(Away, match="none"):
        SocketAdvisor(Path(folder) / "advisor.sock").ask("status", {})
    with pytest.raises(Away, match="none"):
        Nobody().ask("status", {})


def test_an_advisor_that_does_not_answer_is_away_after_the_time_one_waits() -> None:
    with tempfile.TemporaryDirectory(dir=fast_folder()) as folder:
        path = ensure_private(Path(folder) / "advisor.sock")
        with socket.socket(socket.AF_UNIX) as deaf:
            deaf.bind(str(path))
            deaf.listen()
            with pytest.raises(Away, match="late"):
                SocketAdvisor(path).ask("status", {}, within_s=0.05)


def test_a_no_is_told_with_its_code(line: Path) -> None:
    with pytest.raises(Away, match=r"refused: .*unknown"):
        SocketAdvisor(line).ask("unknown", {}, within_s=5.0)


def test_nobody_else_can_stand_in_for_the_advisor(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    with pytest.raises(SetupError, match="not a folder of yours alone"):
        ensure_private(tmp_path / "advisor.sock")
    with pytest.raises(Away, match="none"):
        SocketAdvisor(tmp_path / "advisor.sock").ask("status", {})


def test_the_socket_of_a_deep_home_lies_where_its_path_is_short_enough(tmp_path: Path) -> None:
    near, deep = socket_of(Path("/h"), "demo"), socket_of(tmp_path / ("x" * 120), "demo")

    assert near == Path("/h/worlds/demo/advisor.sock")
    assert len(str(deep).encode()) <= 103
    assert not is_private(tmp_path / "nowhere")
