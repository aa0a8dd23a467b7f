"""How soon a change by anyone is on every screen: 200 open consoles on this machine, as browsers behave.

    python -m benchmarks.consoles [CONSOLES] [SECONDS] [--each]

Before each console sits somebody else, signed in. It holds its live events and, told of a change, asks for the list again
(at most every 0.3 s, as in the page); half of them have an incident chosen, and ask for its panel too when that changed.
Once all are connected, somebody changes an incident over the API once a second. A change is on a screen when the whole list
that was asked for after the event has come. The consoles, too, run on this machine's cores, as does whatever else does:
the processor time that a change cost, in each process, says more than the seconds then. Limit: p99 1 s.
"""

import asyncio
import json
import os
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.intake import SETUP, free_port, running
from benchmarks.spent import spent_s
from benchmarks.world import fresh
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sessions.backends.db import SessionStore

from callbox.kernel import gate
from callbox.kernel.facts import Act, Actor, Inputs
from callbox.kernel.node import Node
from callbox.services.incident.inputs import Open
from callbox.services.organisation.acts import digest_of, new_secret, person_of
from callbox.services.organisation.inputs import Admit, Appoint, CreatePost, Found, Issue
from callbox.services.organisation.sign_in import invite, redeem_code
from callbox.services.unit.inputs import Commission

CONSOLES, SECONDS, LIMIT_S = 200, 20.0, 1.0
INCIDENTS, UNITS = 60, 60
THROTTLE_S, AFTER_S = 0.3, 3.0
RAISED = ("non_emergency", "emergency", "life_threat")
Way = tuple[asyncio.StreamReader, asyncio.StreamWriter]
PASSWORD = "correct horse battery"


def settle(node: Node) -> tuple[str, Sequence[str]]:
    """A city with units and open incidents: the secret of a token that may act, and the incidents."""
    secret, now = new_secret(), node.world.clock.now()

    def done(name: str, inputs: Inputs, by: Actor = SETUP) -> str:
        return gate.act(Act(name=name, by=by, at=now, inputs=inputs)).ref.id

    done("organisation.found", Found(id="coast", name="Coast", level="city", what="bureau", zone="UTC"))
    issue = Issue(
        id=node.ids.new(), organisation="coast", name="other", roles=("dispatcher",), digest=digest_of(secret)
    )
    done("token.issue", issue)
    person = done("person.admit", Admit(id=node.ids.new(), organisation="coast", sign_in="dana", name="Dana"))
    post = done("post.create", _post(node))
    done("post.appoint", Appoint(post=post, person=person))
    for number in range(UNITS):
        done("unit.commission", Commission(id=node.ids.new(), organisation="coast", call_sign=f"E{number:02}"))
    by = Actor(organisation="coast", roles=frozenset({"dispatcher"}), person=person, post=post)
    opened = [Open(id=node.ids.new(), category="fire", priority="routine") for _ in range(INCIDENTS)]
    return secret, [done("incident.open", one, by) for one in opened]


def _post(node: Node) -> CreatePost:
    return CreatePost(id=node.ids.new(), organisation="coast", title="Dispatcher", roles=("dispatcher",))


def staff(node: Node, count: int) -> list[str]:
    """The cookies of so many dispatchers, each in a post of their own."""
    now = node.world.clock.now()
    admits = [Admit(id=node.ids.new(), organisation="coast", sign_in=f"d{n}", name=f"D {n}") for n in range(count)]
    posts = [_post(node) for _ in admits]
    appoints = [Appoint(post=post.id, person=one.id) for post, one in zip(posts, admits, strict=True)]
    for name, told in (("person.admit", admits), ("post.create", posts), ("post.appoint", appoints)):
        acts: list[Inputs] = list(told)
        assert all(one.ok for one in gate.perform([Act(name=name, by=SETUP, at=now, inputs=one) for one in acts]))
    return [cookie_of(get_user_model().objects.create_user(one.sign_in)) for one in admits]


def cookie_of(user: AbstractBaseUser) -> str:
    """The cookie of somebody who is signed in, by Django's own machinery."""
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def signed_in() -> str:
    """The cookie of a dispatcher who has spent a one-time code."""
    person = person_of("dana")
    assert person is not None
    redeem_code("dana", invite(SETUP, person.id), PASSWORD)
    return cookie_of(get_user_model().objects.get(username="dana"))


@dataclass
class Console:
    """One browser: what it was told of, and what it has on its screen."""

    port: int
    cookie: str
    on: str
    told_s: dict[str, float] = field(default_factory=dict)
    shown_s: dict[str, float] = field(default_factory=dict)
    mine: bool = True
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    drawn: asyncio.Event = field(default_factory=asyncio.Event)

    def head(self, path: str) -> bytes:
        return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nCookie: {self.cookie}\r\n\r\n".encode()

    async def listen(self) -> None:
        """Follow the live events. The first line says that one is connected, and then the page asks for everything."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=2**22)
        writer.write(self.head("/events"))
        async for line in reader:
            if line.startswith(b"id:"):
                self.told_s[line[3:].strip().decode()] = time.perf_counter()
                self.changed.set()
            elif line.startswith(b":"):
                self.changed.set()
            elif self.on and self.on.encode() in line:
                self.mine = True

    async def draw(self) -> None:
        """Ask for what all see alike whenever something changed, and for one's own panel if it concerns that."""
        ways: list[Way] = []
        while True:
            await self.changed.wait()
            self.changed.clear()
            known, mine = self.told_s.keys() - self.shown_s.keys(), self.mine
            self.mine = False
            for path in ("/board/shared", "/board/own") if mine else ("/board/shared",):
                await self.ask(ways, f"{path}?{urlencode({'on': self.on})}")
            self.shown_s |= dict.fromkeys(known, time.perf_counter())
            self.drawn.set()
            await asyncio.sleep(THROTTLE_S)

    async def ask(self, ways: list[Way], path: str) -> None:
        """Over the connection that there is; over another if the server has closed it, as it does with idle ones."""
        if ways:
            with suppress(asyncio.IncompleteReadError, ConnectionError):
                return await _asked(ways[0], self.head(path))
        ways[:] = [await asyncio.open_connection("127.0.0.1", self.port, limit=2**22)]
        return await _asked(ways[0], self.head(path))


async def _asked(way: Way, request: bytes) -> None:
    way[1].write(request)
    await _whole(way[0])


async def _whole(reader: asyncio.StreamReader) -> None:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = head.partition(b"content-length:")[2].partition(b"\r\n")[0]
    body = await reader.readexactly(int(length))
    assert b" 200 " in head.partition(b"\r\n")[0], body


async def change(port: int, secret: str, incidents: Sequence[str], *, seconds: float) -> dict[str, float]:
    """Change an incident once a second: when each change was asked for, by its position."""
    asked_s: dict[str, float] = {}
    for number in range(int(seconds)):
        began_s = time.perf_counter()
        turn, place = divmod(number, len(incidents))
        told = {"incident": incidents[place], "priority": RAISED[turn]}
        body = json.dumps(told | {"because": "told more"})
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(
            f"POST /api/acts/incident.reprioritise HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {secret}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()
        )
        await _whole(reader)
        asked_s[str(number)] = began_s
        writer.close()
        await asyncio.sleep(max(0.0, began_s + 1 - time.perf_counter()))
    return asked_s


@dataclass(frozen=True)
class Asked:
    """Where the node runs, and for how long it is changed."""

    home: Path
    seconds: float


@dataclass(frozen=True)
class Measured:
    """When each change was on each screen, in seconds after it was asked for; what connecting and each change cost."""

    connected_s: float
    changes: Sequence[Sequence[float]]
    cost_s: Mapping[str, float]


async def measured(
    port: int, secret: str, screens: Sequence[Console], incidents: Sequence[str], *, asked: Asked
) -> Measured:
    """How long each change took to be on each screen; one that never came took for ever."""
    begun_s = time.perf_counter()
    tasks = [asyncio.create_task(work) for one in screens for work in (one.listen(), one.draw())]
    await asyncio.gather(*(one.drawn.wait() for one in screens))
    connected_s = time.perf_counter() - begun_s
    await asyncio.sleep(AFTER_S)
    before = spent_s(asked.home)
    asked_s = list((await change(port, secret, incidents, seconds=asked.seconds)).values())
    after = spent_s(asked.home)
    await asyncio.sleep(AFTER_S)
    for task in tasks:
        task.cancel()
    ended = await asyncio.gather(*tasks, return_exceptions=True)
    faults = [one for one in ended if not isinstance(one, asyncio.CancelledError)]
    assert not faults, f"{len(faults)} consoles ended: {faults[0]!r}"
    # Every change has one entry, so that the positions in their order are the changes in theirs.
    positions = sorted({one for screen in screens for one in screen.told_s}, key=int)[-len(asked_s) :]
    changes = [
        sorted(one.shown_s.get(position, inf) - began_s for one in screens)
        for position, began_s in zip(positions, asked_s, strict=True)
    ]
    return Measured(connected_s, changes, {name: (told - before[name]) / len(asked_s) for name, told in after.items()})


def told(found: Measured, *, each: bool) -> None:
    """Print it."""
    for number, one in enumerate(found.changes if each else ()):
        print(f"change {number:>3}: half of the screens {one[len(one) // 2]:.3f} s, the last {one[-1]:.3f} s")
    took_s = sorted(one for change in found.changes for one in change)
    p50, p99 = (took_s[int(part * len(took_s))] for part in (0.5, 0.99))
    consoles = len(found.changes[0])
    print(f"{consoles} consoles were connected and drawn after {found.connected_s:.1f} s")
    print(f"{len(took_s)} screens drawn anew: p50 {p50:.3f} s, p99 {p99:.3f} s, last {took_s[-1]:.3f} s")
    cost = ", ".join(f"{name} {1_000 * spent:.0f} ms" for name, spent in found.cost_s.items() if spent >= 0.0005)
    print(f"processor time a second, with one change: {cost} (this: the consoles); load {os.getloadavg()[0]:.1f}")
    print(f"limit: p99 {LIMIT_S:.0f} s: {'kept' if p99 <= LIMIT_S else 'NOT KEPT'}, ratio to it {p99 / LIMIT_S:.2f}")


def main() -> None:
    numbers = [one for one in sys.argv[1:] if not one.startswith("-")]
    consoles = int(numbers[0]) if numbers else CONSOLES
    seconds = float(numbers[1]) if len(numbers) > 1 else SECONDS
    with fresh() as (node, _):
        secret, incidents = settle(node)
        home, port = Path(node.world.folder).parents[1], free_port()
        cookies = staff(node, consoles)
        screens = [Console(port, cookie, incidents[n % 20] if n % 2 else "") for n, cookie in enumerate(cookies)]
        command = ("callbox.site.main", "run", "--world", "bench", "--port", str(port))
        with running(*command, port=port, CALLBOX_HOME=str(home)):
            asked = Asked(home, seconds)
            told(asyncio.run(measured(port, secret, screens, incidents, asked=asked)), each="--each" in sys.argv)


if __name__ == "__main__":
    main()
