"""How soon a page can be read, with 100,000 cases in the database.

    python -m benchmarks.pages [CASES]

A city with 60 units; all cases but 60 are closed, as after a year. Every page that people open, each before somebody whose
page it is: how long its whole answer takes (the median and the slowest of 20, and what one costs the web process in
processor time), and, where playwright and Chromium are installed, the first contentful paint in the browser (the median of
5, and the first, which has to fetch scripts and styles). Limit: first useful paint 500 ms, on loopback.
"""

import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from benchmarks.consoles import cookie_of, settle
from benchmarks.intake import SETUP, free_port, running
from benchmarks.spent import spent_s
from benchmarks.world import DISPATCHER, fresh
from django.contrib.auth import get_user_model

from callbox.kernel import gate, outbox, sequencer
from callbox.kernel.facts import Act, Inputs
from callbox.kernel.node import Node
from callbox.services.incident.inputs import Close, Open
from callbox.services.organisation.inputs import Admit, Appoint, CreatePost
from callbox.services.unit.inputs import Commission
from callbox.site.worker import CONSUMERS

CASES, BATCH, ASKED, PAINTED = 100_000, 500, 20, 5
LIMIT_MS = 500.0
CHROMIUM = Path("/usr/bin/chromium")
# Who opens which pages; `{case}` is one of those that are open.
PAGES = {
    "dispatcher": (
        *("/", "/?on={case}", "/cases/{case}", "/incidents/{case}/messages", "/incidents/{case}/place"),
        *("/now", "/messages", "/requests", "/shifts", "/handover", "/closures", "/places", "/post", "/keys"),
    ),
    "call_taker": ("/calls/new",),
    "crew": ("/crew",),
    "administrator": ("/tokens",),
    "": ("/sign-in",),
}


def fill(node: Node, cases: int) -> None:
    """So many incidents, opened and closed. All who follow the ledger are told at once: nobody catches up with it later."""
    for first in range(0, cases, BATCH):
        now = node.world.clock.now()
        asked = [Open(id=node.ids.new(), category="fire", priority="routine") for _ in range(min(BATCH, cases - first))]
        for name, inputs in (("incident.open", asked), ("incident.close", [_close(one.id) for one in asked])):
            answers = gate.perform([Act(name=name, by=DISPATCHER, at=now, inputs=one) for one in inputs])
            assert all(one.ok for one in answers), answers[0].refused
        _tell(f"{first + BATCH:>7} of {cases} cases")
    sequencer.run()
    outbox.run(CONSUMERS)
    _tell("\n")


def _tell(text: str) -> None:
    """On one line that is written over; to nobody where that would make a page of it."""
    if sys.stderr.isatty():
        print(f"\r{text}", end="", file=sys.stderr, flush=True)


def _close(incident: str) -> Close:
    return Close(incident=incident, disposition="done")


def seat(node: Node, role: str) -> str:
    """The cookie of somebody with this role; a crew has a unit."""

    def done(name: str, inputs: Inputs) -> str:
        return gate.act(Act(name=name, by=SETUP, at=node.world.clock.now(), inputs=inputs)).ref.id

    unit = None
    if role == "crew":
        unit = done("unit.commission", Commission(id=node.ids.new(), organisation="coast", call_sign="P1"))
    person = done("person.admit", Admit(id=node.ids.new(), organisation="coast", sign_in=role, name=role))
    create = CreatePost(id=node.ids.new(), organisation="coast", title=role, roles=(role,), unit=unit)
    done("post.appoint", Appoint(post=done("post.create", create), person=person))
    return cookie_of(get_user_model().objects.create_user(role))


@dataclass(frozen=True)
class Page:
    """One page, and the cookie of whoever opens it. A case is told only to those who say what for."""

    path: str
    cookie: str

    @property
    def asks(self) -> bool:
        return self.path.startswith("/cases/")


@dataclass(frozen=True)
class Took:
    """How long a page took, in milliseconds. `paints` are empty without a browser."""

    answers_ms: Sequence[float]
    cost_ms: float
    paints_ms: Sequence[float]

    def row(self, path: str) -> str:
        """One line of the table."""
        middle_ms = median(self.paints_ms or self.answers_ms)
        paints = f"{middle_ms:>8.0f} ms{self.paints_ms[0]:>7.0f} ms" if self.paints_ms else f"{'–':>11}{'–':>10}"
        answers = f"{median(self.answers_ms):>7.0f} ms{max(self.answers_ms):>7.0f} ms{self.cost_ms:>7.0f} ms"
        kept = "kept" if middle_ms <= LIMIT_MS else "NOT KEPT"
        return f"{path[:26]:<28}{answers}{paints}   {middle_ms / LIMIT_MS:.2f} {kept}"


def answered_ms(port: int, page: Page) -> list[float]:
    """How long the whole answer took, each time."""
    caller, took = HTTPConnection("127.0.0.1", port), []
    for _ in range(ASKED):
        begun_s = time.perf_counter()
        caller.request("GET", page.path, headers={"Cookie": page.cookie})
        reply = caller.getresponse()
        reply.read()
        took.append(1_000 * (time.perf_counter() - begun_s))
        assert reply.status == 200, (page.path, reply.status)
    return took


@contextmanager
def browser() -> "Iterator[object]":
    """Chromium, or None where there is none."""
    if not (find_spec("playwright") and CHROMIUM.exists()):
        yield None
        return
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # lazy: an extra that a benchmark can do without

    with sync_playwright() as player:
        opened = player.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield opened
        opened.close()


def painted_ms(chromium: "object", port: int, page: Page) -> list[float]:
    """The first contentful paints of a page, the first of them by a browser that has nothing of it yet."""
    if chromium is None:
        return []
    context = chromium.new_context()  # type: ignore[attr-defined]
    name, _, value = page.cookie.partition("=")
    if value:
        context.add_cookies([{"name": name, "value": value, "url": f"http://127.0.0.1:{port}"}])
    found = [_painted(context.new_page(), f"http://127.0.0.1:{port}", page) for _ in range(PAINTED)]
    context.close()
    return found


def _painted(tab: "object", origin: str, page: Page) -> float:
    tab.goto(origin + page.path)  # type: ignore[attr-defined]
    if page.asks:
        with tab.expect_navigation():  # type: ignore[attr-defined]
            tab.locator("[name=common]").first.click()  # type: ignore[attr-defined]
    told: float = tab.evaluate(  # type: ignore[attr-defined]
        "() => new Promise(done => new PerformanceObserver(list => list.getEntriesByName('first-contentful-paint')"
        ".forEach(one => done(one.startTime))).observe({type: 'paint', buffered: true}))"
    )
    tab.close()  # type: ignore[attr-defined]
    return told


def measured(home: Path, port: int, pages: Sequence[Page]) -> None:
    """Open every page, and print how long it took."""
    for page in pages:  # templates and connections once: a node that just started is not what is measured
        answered_ms(port, page)
    print(f"{'page':<28}{'answer':>10}{'slowest':>10}{'costs':>10}{'painted':>11}{'first':>10}   of {LIMIT_MS:.0f} ms")
    with browser() as chromium:
        for page in pages:
            before_s = spent_s(home)["web"]
            answers_ms = answered_ms(port, page)
            cost_ms = 1_000 * (spent_s(home)["web"] - before_s) / ASKED
            print(Took(answers_ms, cost_ms, painted_ms(chromium, port, page)).row(page.path), flush=True)
    print(f"load {os.getloadavg()[0]:.1f}")


def main() -> None:
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    with fresh() as (node, _):
        _, incidents = settle(node)
        fill(node, cases)
        home, port = Path(node.world.folder).parents[1], free_port()
        seats = {role: seat(node, role) if role else "" for role in PAGES}
        pages = [Page(path.format(case=incidents[0]), seats[role]) for role, paths in PAGES.items() for path in paths]
        command = ("callbox.site.main", "run", "--world", "bench", "--port", str(port))
        with running(*command, port=port, CALLBOX_HOME=str(home)):
            measured(home, port, pages)


if __name__ == "__main__":
    main()
