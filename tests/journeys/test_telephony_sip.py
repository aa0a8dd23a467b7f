"""A real SIP program (Debian's sip-tester) rings, holds, cancels and hangs up; what it did stands in the records.

On a machine without it these tests say so and skip; CALLBOX_SIPP=needed makes its absence a failure.
"""

import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db import OperationalError, connections
from tests.worlds.city import CENTRE, Town, actor
from tests.worlds.sip import hostile, pidf, request

from callbox.kernel import read
from callbox.kernel.facts import Actor, Ref
from callbox.services.call import acts, port
from callbox.services.call.port import Heard, Told
from callbox.site.telephony.dialog import Place
from callbox.site.telephony.process import Adapter, TelephonyError, check_somebody_answers, opened
from callbox.site.telephony.switch import Switch

pytestmark = pytest.mark.enable_socket

TAKER = actor("call_taker")
EXCHANGE = Actor(organisation=CENTRE, roles=frozenset({"reporter"}), via="telephony")


@pytest.fixture
def sipp() -> str:
    """Where the program lies."""
    found = shutil.which("sipp")
    if found is None and os.environ.get("CALLBOX_SIPP") == "needed":
        pytest.fail("sipp is missing: apt-get install sip-tester")
    if found is None:
        pytest.skip("sipp is missing: apt-get install sip-tester")
    return found


@contextmanager
def listening(town: Town, *, media: tuple[str, int] | None) -> Iterator[tuple[str, int]]:
    """The adapter at work on a port of its own; where it listens."""
    wire = opened(("127.0.0.1", 0))
    tags = count(1)
    own = wire.getsockname()
    switch = Switch(
        Place(own=own, media=media, telephone="sip:{extension}@127.0.0.1:5070"), new_tag=lambda: f"t{next(tags)}"
    )
    adapter = Adapter(
        wire,
        switch,
        town.clock,
        tell=lambda batch: port.told(EXCHANGE, batch, now=town.clock.now()),
        ask=lambda: port.lines(EXCHANGE),
    )
    ending = threading.Event()
    thread = threading.Thread(target=adapter.run, args=(ending,), name="telephony")
    thread.start()
    try:
        yield own
    finally:
        ending.set()
        thread.join()
        wire.close()


Done = Callable[[], Any]


def until(done: Done) -> Any:
    """Wait for something to be so; it is looked at often, and failure takes half a minute."""
    for _ in range(1_500):
        if found := done():
            return found
        time.sleep(0.02)
    pytest.fail("it never came to be")


def send(name: str, *, cseq: int, tagged: bool = False, body: str = "", kind: str = "application/sdp") -> str:
    """One message of a scenario."""
    sent = [
        f"{name} sip:110@[remote_ip]:[remote_port] SIP/2.0",
        "Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]",
        "From: caller <sip:+8613800001111@[local_ip]:[local_port]>;tag=[call_number]",
        f"To: <sip:110@[remote_ip]:[remote_port]>{'[peer_tag_param]' if tagged else ''}",
        "Call-ID: [call_id]",
        f"CSeq: {cseq} {name}",
        "Contact: <sip:caller@[local_ip]:[local_port]>",
        "Max-Forwards: 70",
        *([f"Content-Type: {kind}", "Geolocation: <cid:here@example.com>"] if body else []),
        "Content-Length: [len]",
        "",
        body,
    ]
    lines = "\n".join(sent)
    again = "" if name in ("ACK", "CANCEL") else ' retrans="500"'
    return f"<send{again}><![CDATA[\n\n{lines}\n]]></send>"


def receive(*statuses: int, optional: tuple[int, ...] = ()) -> str:
    told = [f'<recv response="{one}" optional="true"/>' for one in optional]
    return "\n".join([*told, *(f'<recv response="{one}"/>' for one in statuses)])


SOUND = """v=0
o=- 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [media_ip]
t=0 0
m=audio [media_port] RTP/AVP 0
a=rtpmap:0 PCMU/8000"""
HELD = SOUND + "\na=sendonly"
BOTH = f"""--b1
Content-Type: application/sdp

{SOUND}

--b1
Content-Type: application/pidf+xml
Content-ID: <here@example.com>

{pidf().decode()}
--b1--"""


def scenario(*steps: str) -> str:
    return '<?xml version="1.0" encoding="UTF-8"?>\n<scenario name="caller">\n' + "\n".join(steps) + "\n</scenario>\n"


@contextmanager
def calling(sipp: str, where: tuple[str, int], steps: str, folder: Path, *, calls: int = 1) -> Iterator[None]:
    """The program plays a scenario meanwhile, and is content with what it was answered."""
    (folder / "scenario.xml").write_text(steps)
    told = ["-sf", "scenario.xml", "-i", "127.0.0.1", "-m", str(calls), "-r", "20", "-nostdin", "-timeout", "30"]
    line = [sipp, f"{where[0]}:{where[1]}", *told, "-timeout_error", "-trace_err", "-error_file", "errors.log"]
    with (folder / "sipp.log").open("w") as log:
        running = subprocess.Popen(line, cwd=folder, stdout=log, stderr=log, env={**os.environ, "TERM": "dumb"})
        try:
            yield
            status = running.wait(timeout=40)
        finally:
            running.kill()
            running.wait()
    errors = folder / "errors.log"
    assert status == 0, errors.read_text()[-2_000:] if errors.exists() else (folder / "sipp.log").read_text()[-2_000:]


def standing(status: str) -> Any:
    return next((one for one in read.select(port.MACHINE, "call") if one.status == status), None)


def test_a_caller_with_a_place_is_answered_held_taken_up_and_hangs_up(town: Town, sipp: str, tmp_path: Path) -> None:
    steps = scenario(
        send("INVITE", cseq=1, body=BOTH, kind="multipart/mixed; boundary=b1"),
        receive(200, optional=(100, 180)),
        send("ACK", cseq=1, tagged=True),
        send("INVITE", cseq=2, tagged=True, body=HELD),
        receive(200, optional=(100,)),
        send("ACK", cseq=2, tagged=True),
        '<pause milliseconds="300"/>',
        send("INVITE", cseq=3, tagged=True, body=SOUND),
        receive(200, optional=(100,)),
        send("ACK", cseq=3, tagged=True),
        send("BYE", cseq=4, tagged=True),
        receive(200),
    )
    with listening(town, media=("127.0.0.1", 40_000)) as where, calling(sipp, where, steps, tmp_path):
        ringing = until(lambda: standing("ringing"))
        assert read.find(TAKER, Ref("report", ringing.report)).status == "received"
        town.done("call.answer", TAKER, call=ringing.id, extension="201")
        until(lambda: standing("held"))
        until(lambda: standing("ended"))

    call = acts.opened(TAKER, ringing.id, purpose="to look")
    assert (call.status, call.number, call.extension, call.device_radius_m) == ("ended", "+8613800001111", "201", 35.5)
    assert (call.device_latitude_deg, call.device_longitude_deg) == (31.2304, 121.4737)


def test_callers_who_cancel_wait_to_be_called_back(town: Town, sipp: str, tmp_path: Path) -> None:
    steps = scenario(
        send("INVITE", cseq=1, body=SOUND),
        receive(180, optional=(100,)),
        send("CANCEL", cseq=1),
        receive(200, 487),
        send("ACK", cseq=1, tagged=True),
    )
    with listening(town, media=None) as where, calling(sipp, where, steps, tmp_path, calls=20):
        until(lambda: read.count(TAKER, "call") == 20)
    until(lambda: [one.status for one in acts.on_the_floor(TAKER)] == ["abandoned"] * 20)


def test_a_caller_is_redirected_to_the_telephone_that_answers(town: Town, sipp: str, tmp_path: Path) -> None:
    steps = scenario(
        send("INVITE", cseq=1, body=SOUND),
        receive(302, optional=(100, 180)),
        send("ACK", cseq=1, tagged=True),
    )
    with listening(town, media=None) as where, calling(sipp, where, steps, tmp_path):
        ringing = until(lambda: standing("ringing"))
        town.done("call.answer", TAKER, call=ringing.id, extension="201")


def test_a_call_that_the_desk_ends_is_ended_at_the_telephone(town: Town, sipp: str, tmp_path: Path) -> None:
    steps = scenario(
        send("INVITE", cseq=1, body=SOUND),
        receive(200, optional=(100, 180)),
        send("ACK", cseq=1, tagged=True),
        '<recv request="BYE"/>',
        "<send><![CDATA[\n\nSIP/2.0 200 OK\n[last_Via:]\n[last_From:]\n[last_To:]\n[last_Call-ID:]\n[last_CSeq:]\n"
        "Content-Length: 0\n\n]]></send>",
    )
    with listening(town, media=("127.0.0.1", 40_000)) as where, calling(sipp, where, steps, tmp_path):
        ringing = until(lambda: standing("ringing"))
        town.done("call.answer", TAKER, call=ringing.id)
        time.sleep(0.5)
        town.done("call.hang_up", TAKER, call=ringing.id)


def test_lines_of_an_organisation_that_is_none_are_refused(town: Town) -> None:
    check_somebody_answers(CENTRE)
    with pytest.raises(TelephonyError, match="nobody would see the calls"):
        check_somebody_answers("x/y")


class Away:
    """A port whose records cannot be reached, and then can."""

    def __init__(self) -> None:
        self.away, self.heard = True, 0

    def tell(self, batch: Sequence[Told]) -> Sequence[Heard]:
        if self.away:
            raise OperationalError
        self.heard += len(batch)
        return [Heard(outcome="taken") for _ in batch]


def test_while_the_records_are_away_a_call_waits_and_is_told_afterwards(town: Town) -> None:
    records, now = Away(), town.clock.now()
    with opened(("127.0.0.1", 0)) as wire, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as caller:
        caller.bind(("127.0.0.1", 0))
        caller.settimeout(10)
        switch = Switch(Place(own=wire.getsockname(), media=None, telephone="sip:{extension}@h"), new_tag=lambda: "t")
        adapter = Adapter(wire, switch, town.clock, tell=records.tell, ask=lambda: ())
        via = f"SIP/2.0/UDP 127.0.0.1:{caller.getsockname()[1]};branch=z1"
        caller.sendto(request("INVITE", Via=via), wire.getsockname())
        adapter.turn(1.0)
        assert caller.recv(9_000).startswith(b"SIP/2.0 100 ")
        assert (len(adapter.waiting), records.heard) == (1, 0)

        records.away, adapter.not_before_s = False, 0.0
        adapter.turn(0.0)
        assert caller.recv(9_000).startswith(b"SIP/2.0 180 "), "it rings only once it is a report"
        assert (adapter.waiting, records.heard, now) == ([], 1, town.clock.now())


def test_hostile_datagrams_end_nothing_and_lose_no_call(town: Town) -> None:
    """Needs no SIP program: whatever comes over the wire, the next call is a report."""
    random = Random(7)
    with listening(town, media=None) as where, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wire:
        wire.bind(("127.0.0.1", 0))
        for _ in range(300):
            wire.sendto(hostile(random)[:60_000], where)
        via = f"SIP/2.0/UDP 127.0.0.1:{wire.getsockname()[1]};branch=z1"
        until(lambda: wire.sendto(request("INVITE", call_id="after@x", Via=via), where) and _line("sip:after@x"))
    assert _line("sip:after@x").status == "ringing"
    connections.close_all()


def _line(name: str) -> Any:
    return next((one for one in read.select(port.MACHINE, "call", most=1_000) if one.line == name), None)
