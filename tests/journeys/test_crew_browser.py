"""The crew's page in a real browser, through a dead zone; and help, heard on a dispatcher's screen."""

import time
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from tests.worlds.axe import findings
from tests.worlds.browser import CHROMIUM, IN_BROWSER, QUIET, Sequencing, playwright
from tests.worlds.city import CITY, NOON, Town, actor
from tests.worlds.console import PASSWORD
from tests.worlds.crew import DISPATCHER, crew_of_e1, sent
from tests.worlds.web import Served

from callbox.kernel import parts
from callbox.kernel.facts import Ref
from callbox.kernel.read import select
from callbox.services.message.paging import PAGER
from callbox.services.note.acts import opened

__all__ = ["crew_of_e1"]
pytestmark = IN_BROWSER
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def browser(crew_of_e1: Town, served: Served, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "yes")
    with Sequencing(), playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield opened
        opened.close()


def signed_in(browser: Any, served: Served, name: str, **more: Any) -> Any:
    """A browser window of its own, in which somebody has signed in."""
    page = browser.new_context(base_url=f"http://localhost:{served.port}", **more).new_page()
    page.faults = []
    page.on("pageerror", lambda fault: page.faults.append(str(fault)))
    page.goto("/sign-in")
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_selector("#help")
    return page


@pytest.fixture
def phone(browser: Any, served: Served) -> Any:
    page = signed_in(browser, served, "wang", viewport=PHONE, has_touch=True)
    page.goto("/crew")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return page


def unsent(page: Any) -> int:
    return int(page.locator("#waiting li").count())


def until(page: Any, true: Any) -> None:
    for _ in range(700):
        if true():
            return
        page.wait_for_timeout(20)
    raise AssertionError("it did not come to pass")


def test_an_assignment_shows_itself_and_one_thumb_goes_through_its_steps(crew_of_e1: Town, phone: Any) -> None:
    _, assignment = sent(crew_of_e1)
    phone.wait_for_selector("text=9 Harbour Road")
    for step in ("en_route", "on_scene", "available"):
        phone.click(f".big[value={step}]")
        until(phone, lambda step=step: getattr(crew_of_e1.record("assignment", assignment), f"{step}_at") is not None)
    phone.wait_for_selector("text=You are on nothing.")
    assert phone.locator("#waiting li").count() == 0
    assert not phone.faults


def test_what_is_pressed_in_a_dead_zone_is_sent_later_in_order_once_with_its_real_time(
    crew_of_e1: Town, phone: Any
) -> None:
    incident, assignment = sent(crew_of_e1)
    phone.wait_for_selector("text=9 Harbour Road")
    phone.wait_for_timeout(400)
    phone.context.set_offline(True)
    phone.click(".big[value=en_route]")
    phone.wait_for_selector("#waiting li >> text=not yet sent")
    phone.click(".big[value=on_scene]")
    phone.fill("#message", "smoke on the second floor")
    phone.click("[name=what][value=message]")
    until(phone, lambda: unsent(phone) == 3)
    assert "No connection" in phone.inner_text("#away")

    phone.reload()  # the page and what was pressed outlive it

    phone.wait_for_selector("text=9 Harbour Road")
    until(phone, lambda: unsent(phone) == 3)
    crew_of_e1.clock.put(NOON + timedelta(minutes=10))
    phone.context.set_offline(False)
    until(phone, lambda: unsent(phone) == 0)

    kept = crew_of_e1.record("assignment", assignment)
    assert (kept.status, kept.en_route_at, kept.on_scene_at) == ("on_scene", NOON, NOON)
    said = [one for one in select(PAGER, "message") if one.sort == "message"]
    assert [(one.incident, one.sent_at) for one in said] == [(incident, NOON)]


def test_help_sounds_on_a_dispatchers_screen_within_a_second(
    crew_of_e1: Town, phone: Any, browser: Any, served: Served
) -> None:
    dispatcher = signed_in(browser, served, "dana", viewport={"width": 1440, "height": 900})
    dispatcher.wait_for_selector("body.live")
    took_s = []
    for _ in range(3):
        begun_s = time.monotonic()
        phone.click("#help button")
        dispatcher.wait_for_selector(".alarm.sounding >> text=HELP: E1")
        took_s.append(time.monotonic() - begun_s)
        dispatcher.click(".alarm.sounding button")
        dispatcher.wait_for_selector(".alarm.in_hand")
        for one in select(PAGER, "alarm"):
            crew_of_e1.act("alarm.end", DISPATCHER, alarm=one.id, outcome="exercise")
        dispatcher.wait_for_selector(".alarm", state="detached")
    assert min(took_s) < 1.0, took_s


def test_without_its_script_every_button_is_an_ordinary_form(crew_of_e1: Town, browser: Any, served: Served) -> None:
    _, assignment = sent(crew_of_e1)
    plain = signed_in(browser, served, "wang", viewport=PHONE, java_script_enabled=False)
    plain.goto("/crew")
    plain.click(".big[value=en_route]")
    plain.wait_for_selector(".big[value=on_scene]")
    assert crew_of_e1.record("assignment", assignment).status == "en_route"


def test_the_page_fits_a_phone(crew_of_e1: Town, phone: Any) -> None:
    sent(crew_of_e1)
    phone.wait_for_selector("text=9 Harbour Road")
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    height = phone.locator(".big").bounding_box()["height"]
    assert height >= 88, "a gloved thumb needs room"


def test_an_alarm_and_what_is_said_have_no_finding_in_either_theme(
    crew_of_e1: Town, browser: Any, served: Served
) -> None:
    incident, assignment = sent(crew_of_e1, latitude_deg=22.5, longitude_deg=114.1)
    crew_of_e1.done("message.send", DISPATCHER, incident=incident, text="use the back gate")
    crew_of_e1.done("message.page", PAGER, assignment=assignment)
    crew_of_e1.done("assignment.on_scene", DISPATCHER, assignment=assignment)
    check = crew_of_e1.done("check.begin", PAGER, assignment=assignment)
    crew_of_e1.clock.put(NOON + timedelta(minutes=16))
    crew_of_e1.done("check.ask", PAGER, check=check, clock="ask")
    for person in ("call_taker", "supervisor"):
        crew_of_e1.done("alarm.raise", actor(person, CITY))
    crew_of_e1.done("alarm.answer", DISPATCHER, alarm=select(PAGER, "alarm")[0].id)
    wang = signed_in(browser, served, "wang", viewport=PHONE, bypass_csp=True)
    wang.goto("/crew")
    found = findings(wang, "the crew's page")
    dana = signed_in(browser, served, "dana", bypass_csp=True)
    for path in ("/", "/messages", f"/incidents/{incident}/messages"):
        dana.goto(path)
        found += findings(dana, path)
    assert not found, "\n".join(found)


def test_a_photo_taken_in_a_dead_zone_arrives_once_and_says_nothing_of_where_it_was_taken(
    crew_of_e1: Town, phone: Any
) -> None:
    incident, _ = sent(crew_of_e1)
    phone.wait_for_selector("text=9 Harbour Road")
    phone.wait_for_timeout(400)
    taken = Image.Exif()
    taken.get_ifd(0x8825)[2] = (22.0, 32.0, 35.16)  # where, as a phone writes it
    file = BytesIO()
    Image.new("RGB", (64, 48), (200, 30, 30)).save(file, "JPEG", exif=taken)
    assert b"Exif" in file.getvalue()
    phone.context.set_offline(True)
    phone.set_input_files("#photo", {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()})
    phone.wait_for_selector("#waiting li >> text=Photo: not yet sent")
    phone.click(".big[value=en_route]")
    until(phone, lambda: unsent(phone) == 2)

    phone.reload()

    until(phone, lambda: unsent(phone) == 2)
    phone.context.set_offline(False)
    until(phone, lambda: unsent(phone) == 0)
    phone.wait_for_selector("text=photo added")
    dispatcher, case = actor("dispatcher", CITY), Ref("incident", incident)
    [one] = [part for part in parts.of(dispatcher, case) if part.kind == "attachment"]
    _, content = opened(dispatcher, case, one.id, purpose="a test looks")
    with Image.open(BytesIO(b"".join(content))) as seen:
        assert (seen.size, dict(seen.getexif())) == ((64, 48), {})
    assert not phone.faults


def test_what_a_dispatcher_notes_of_a_place_is_seen_by_the_crew_that_is_sent_there(
    crew_of_e1: Town, phone: Any, browser: Any, served: Served
) -> None:
    dispatcher = signed_in(browser, served, "dana", viewport={"width": 1280, "height": 800})
    dispatcher.goto("/places")
    dispatcher.fill("#where", "22.5431, 114.0579")
    dispatcher.press("#where", "Enter")
    dispatcher.wait_for_selector("[name=place]:checked")
    dispatcher.select_option("[name=sort]", "gate_code")
    dispatcher.fill("[name=text]", "code 4711#, then left")
    dispatcher.click("text=Add it")
    dispatcher.wait_for_selector("text=Not shown in lists")

    incident, _ = sent(crew_of_e1, latitude_deg=22.5431, longitude_deg=114.0579)

    phone.wait_for_selector(".hazards >> text=code 4711#, then left")
    dispatcher.goto(f"/?on={incident}")
    dispatcher.wait_for_selector(".at-place >> text=code 4711#, then left")
    assert not phone.faults
    assert not dispatcher.faults
