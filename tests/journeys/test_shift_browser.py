"""A shift of 200 calls while two dispatchers work at their windows, and the web process is killed in the middle of it."""

import json
import os
import signal
import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from tests.worlds import shift_world
from tests.worlds.browser import CHROMIUM, IN_BROWSER, QUIET, playwright
from tests.worlds.newcomer import Newcomer, until
from tests.worlds.pictures import picture
from tests.worlds.shift import URGENT_EVERY, Shift
from tests.worlds.shift_world import PASSWORD, WORLD
from tests.worlds.windows import opened

pytestmark = [*IN_BROWSER, pytest.mark.slow]
CALLS = 200
PATIENCE_MS = 60_000
SEEN_MS = 600
"""A key is for what could be seen; so long whoever sits there takes to see another proposal."""
TAKEN = "SELECT count(*) FROM incident WHERE priority = 'life_threat' AND units <> '{}'"
DENSE = "SELECT count(*), count(position), count(DISTINCT position), min(position), max(position) FROM ledger_entry"
# Every position that the window's stream brought, in the order in which it came.
LISTENING = """
window.positions = [];
document.addEventListener("htmx:sse:before:message", (event) => {
  const id = event.detail.message.id;
  if (id) window.positions.push(Number(id));
});
"""
# The list as it is read, without what only counts time.
LIST = """() => {
  const list = document.getElementById("list").cloneNode(true);
  list.querySelectorAll("[data-since], .left").forEach((one) => one.remove());
  return [...list.querySelectorAll(".incident")].map(
    (one) => `${one.id} ${one.textContent.replace(/\\s+/g, " ")}`);
}"""
WAITS = ".incident.life_threat:has(.nobody) .what"


@pytest.fixture
def shift(newcomer: Newcomer) -> Shift:
    """A node with the people of a shift, running."""
    making = newcomer.start(program=[str(Path(shift_world.__file__))])
    told, _ = making.communicate(timeout=120)
    assert making.returncode == 0, told
    newcomer.start("run", "--world", WORLD, "--port", str(newcomer.port))
    until(newcomer.answers, "a web page", limit_s=120)
    return Shift(newcomer, json.loads(told.splitlines()[-1]), CALLS)


def send_one(page: Any, which: str) -> bool:
    """Take one of the urgent cases that nobody has been sent to; send who is proposed, by key. Whether there was one.

    A way may say that it no longer holds, for a colleague was quicker: then another proposal is asked for, by key.
    """
    rows = page.locator(WAITS)
    if not rows.count():
        return False
    case = (rows.first if which == "first" else rows.last).get_attribute("href").rpartition("=")[2]
    page.goto(f"/?on={case}")
    page.wait_for_selector("#signs:focus")
    page.keyboard.press("Enter")
    sent, no_longer = f"#incident-{case}:not(:has(.nobody))", ".ways li:first-child .gone:visible, #panel .refused"
    for _ in range(20):
        page.wait_for_selector(f"[data-accept='1']:enabled, {no_longer}, #proposal .empty, {sent}")
        page.keyboard.press("1")
        # A key that could do nothing says so, and stays said for a while.
        page.wait_for_selector(f"{sent}, {no_longer}, #proposal .empty, #key-said:not(:empty)")
        if page.locator(sent).count():
            return True
        page.keyboard.press("p")
        page.wait_for_timeout(SEEN_MS)
    raise AssertionError(f"nobody could be sent to {case}")


def positions(page: Any) -> list[int]:
    """What the stream of this page brought."""
    return list(page.evaluate("window.positions"))


def lost_and_found(shift: Shift, windows: list[Any]) -> None:
    """Kill the web process: each window says so at once and shows its list as old, until it has caught up."""
    for page in windows:
        page.goto("/")
        page.wait_for_selector("body.live")
    newcomer = shift.newcomer
    before = newcomer.part("web")
    assert before is not None
    shift.rush.set()  # calls ring also while nobody answers the wire
    os.kill(before, signal.SIGKILL)
    for page in windows:
        page.wait_for_selector("body.stale #connection:has-text('Connection lost')", timeout=3_000)
    picture(windows[0], "shift-connection-lost")
    until(partial(newcomer.has_new, "web", before), "a new web process", limit_s=60)
    for page in windows:
        page.wait_for_selector("body.live:not(.stale)", timeout=PATIENCE_MS)
        brought = positions(page)
        assert brought == sorted(set(brought)), "what came twice or out of order"
        page.faults.clear()  # what is missing while nothing answers is no fault of the page
    shift.rush.clear()


def work(windows: list[Any], shift: Shift, *, until_sent: int) -> None:
    """Both dispatchers work, one from the top of the list and one from its end, until so many are sent to."""
    end_s = time.monotonic() + 480
    while shift.rows(TAKEN)[0][0] < until_sent:
        assert time.monotonic() < end_s, "the dispatchers did not come to an end"
        found = [send_one(page, which) for page, which in zip(windows, ("first", "last"), strict=True)]
        if not any(found):
            windows[0].wait_for_timeout(100)


def close_most(page: Any, shift: Shift) -> None:
    """The supervisor ends all cases but the last few, whose units are still to come back."""
    page.goto("/")
    token = next(one["value"] for one in page.context.cookies() if one["name"] == "csrftoken")
    for number in range(CALLS - 12):
        form = {"what": "close", "disposition": "done", "key": f"close-{number}", "csrfmiddlewaretoken": token}
        answer = page.request.post(f"/incidents/{shift.opened[number]}/do", form=form, max_redirects=0)
        assert answer.status == 302, (number, answer.status, answer.text()[:300])


def test_a_shift_of_200_calls_is_worked_by_two_dispatchers_through_a_restart(
    shift: Shift, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "yes")
    newcomer, address = shift.newcomer, f"http://localhost:{shift.newcomer.port}"
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        windows = [opened(browser, address, name, PASSWORD) for name in ("dora", "dirk")]
        for page in windows:
            page.set_default_timeout(PATIENCE_MS)
            page.add_init_script(LISTENING)
            page.goto("/")
        supervisor = opened(browser, address, "sue", PASSWORD)
        threads = shift.start()
        urgent = CALLS // URGENT_EVERY
        try:
            work(windows, shift, until_sent=urgent // 2)
            lost_and_found(shift, windows)
            work(windows, shift, until_sent=urgent)
            threads[0].join(timeout=120)
            until(lambda: shift.count("incident WHERE units = '{}'") == 0, "a unit for every case", limit_s=120)
            until(lambda: shift.count("assignment WHERE available_at IS NULL") == 0, "units free again", limit_s=120)
        finally:
            shift.over.set()
            for thread in threads:
                thread.join(timeout=60)
        close_most(supervisor, shift)
        every_case_is_accounted_for(shift)
        both_windows_show_what_a_fresh_load_shows(windows)
        browser.close()
    assert list(shift.refused) == []
    # Who asked while nobody answered waited at the door, which is the supervisor's; only what was under way is asked again.
    print(f"{shift.tried_again} requests were asked again")
    verifying = newcomer.start("verify", "--world", WORLD)
    told, _ = verifying.communicate(timeout=120)
    assert verifying.returncode == 0, told


def every_case_is_accounted_for(shift: Shift) -> None:
    """Each call is one report, one case and one call that ended; each case had a unit, and the colleague's exactly one."""
    assert len(set(shift.opened.values())) == CALLS
    assert [shift.count(what) for what in ("incident", "report", "call WHERE status = 'ended'")] == [CALLS] * 3
    assert shift.count("incident WHERE status = 'closed'") == CALLS - 12
    assert shift.count("assignment WHERE status <> 'available'") == 0
    assert shift.count("incident WHERE units = '{}'") == 0
    assert shift.count("incident WHERE priority <> 'life_threat' AND cardinality(units) > 1") == 0, "sent twice"
    entries, placed, distinct, first, last = shift.rows(DENSE)[0]
    assert (placed, distinct, first, last) == (entries, entries, 1, entries)


def both_windows_show_what_a_fresh_load_shows(windows: list[Any]) -> None:
    """What came in by and by is what somebody sees who looks only now."""
    lists = []
    for page in windows:
        page.wait_for_function("() => document.querySelectorAll('.incident').length === 12")
        lists.append(page.evaluate(LIST))
        page.goto("/")
        page.wait_for_selector("body.live")
        assert lists[-1] == page.evaluate(LIST)
        # A refusal is an answer, too: browsers call each a resource that failed.
        assert [fault for fault in page.faults if "Failed to load resource" not in fault] == []
    assert lists[0] == lists[1]
