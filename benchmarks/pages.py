"""How soon a page can be read, with 100,000 cases in the database.

    python -m benchmarks.pages [CASES]

A city with 60 units; all cases but 60 are closed, as after a year. For each page: how long its whole answer takes (the
median and the slowest of 20), and, where playwright and Chromium are installed, the first contentful paint in the browser
(the median of 5). Limit: first useful paint 500 ms, on loopback.
"""

import sys
import time
from collections.abc import Iterator, Sequence
from http.client import HTTPConnection
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from benchmarks.consoles import settle, signed_in
from benchmarks.intake import free_port, running
from benchmarks.world import DISPATCHER, fresh

from callbox.kernel import gate
from callbox.kernel.facts import Act
from callbox.kernel.node import Node
from callbox.services.incident.inputs import Close, Open

CASES, BATCH, ASKED, PAINTED = 100_000, 500, 20, 5
LIMIT_MS = 500.0
CHROMIUM = Path("/usr/bin/chromium")


def fill(node: Node, cases: int) -> None:
    """So many incidents, opened and closed."""
    for first in range(0, cases, BATCH):
        now = node.world.clock.now()
        asked = [Open(id=node.ids.new(), category="fire", priority="routine") for _ in range(min(BATCH, cases - first))]
        for name, inputs in (("incident.open", asked), ("incident.close", [_close(one.id) for one in asked])):
            answers = gate.perform([Act(name=name, by=DISPATCHER, at=now, inputs=one) for one in inputs])
            assert all(one.ok for one in answers), answers[0].refused
        print(f"\r{first + BATCH:>7} of {cases} cases", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


def _close(incident: str) -> Close:
    return Close(incident=incident, disposition="done")


def answered_ms(port: int, cookie: str, path: str) -> list[float]:
    """How long the whole answer took, each time."""
    caller, took = HTTPConnection("127.0.0.1", port), []
    for _ in range(ASKED):
        begun_s = time.perf_counter()
        caller.request("GET", path, headers={"Cookie": cookie})
        reply = caller.getresponse()
        reply.read()
        took.append(1_000 * (time.perf_counter() - begun_s))
        assert reply.status == 200, (path, reply.status)
    return took


def painted_ms(port: int, cookie: str, paths: Sequence[str]) -> Iterator[float | None]:
    """The first contentful paint of each page; None where there is no browser."""
    if not (find_spec("playwright") and CHROMIUM.exists()):
        yield from [None] * len(paths)
        return
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # lazy: an extra that a benchmark can do without

    name, _, value = cookie.partition("=")
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        context = browser.new_context()
        context.add_cookies([{"name": name, "value": value, "url": f"http://127.0.0.1:{port}"}])
        for path in paths:
            yield median(_painted(context.new_page(), f"http://127.0.0.1:{port}{path}") for _ in range(PAINTED))
        browser.close()


def _painted(page: "object", address: str) -> float:
    page.goto(address)  # type: ignore[attr-defined]
    told: float = page.evaluate(  # type: ignore[attr-defined]
        "() => new Promise(done => new PerformanceObserver(list => done(list.getEntries()[0].startTime))"
        ".observe({type: 'paint', buffered: true}))"
    )
    page.close()  # type: ignore[attr-defined]
    return told


def main() -> None:
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    with fresh() as (node, _):
        _, incidents = settle(node)
        fill(node, cases)
        home, port = str(Path(node.world.folder).parents[1]), free_port()
        cookie = signed_in()
        pages = ("/", f"/?on={incidents[0]}", f"/cases/{incidents[0]}", "/now", "/calls/new", "/shifts", "/handover")
        with running("callbox.site.main", "run", "--world", "bench", "--port", str(port), port=port, CALLBOX_HOME=home):
            time.sleep(5)
            print(f"{'page':<28}{'answer':>10}{'slowest':>10}{'painted':>10}   of {LIMIT_MS:.0f} ms")
            painted = list(painted_ms(port, cookie, pages))
            for path, paint_ms in zip(pages, painted, strict=True):
                took_ms = answered_ms(port, cookie, path)
                worst = paint_ms or median(took_ms)
                told = f"{paint_ms:>7.0f} ms" if paint_ms else "         –"
                row = f"{path[:26]:<28}{median(took_ms):>7.0f} ms{max(took_ms):>7.0f} ms{told}   {worst / LIMIT_MS:.2f}"
                print(row, "kept" if worst <= LIMIT_MS else "NOT KEPT")


if __name__ == "__main__":
    main()
