"""The console told in whole stories, over HTTP."""

import gzip
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest
from django.conf import settings
from django.db import connection
from tests.worlds.city import EAST, NOON, OVERSIGHT, SYSTEM, Town, actor
from tests.worlds.console import PASSWORD, Desk, browser, key_in

from callbox.faces.console.assets import FOLDER, address_of
from callbox.kernel.chain import read_body
from callbox.kernel.node import current
from callbox.kernel.tables import LedgerEntry
from callbox.kernel.world import Mode
from callbox.services.organisation.acts import person_of

Sit = Callable[[str], Desk]
CALL = {
    "channel": "call",
    "category": "fire.building",
    "priority": "life_threat",
    "area": "Harbour North",
    "address": "12 Lighthouse Lane",
    "caller_name": "Wanda Canary",
    "caller_phone": "555-0134",
    "said_fact": "Smoke from the second floor",
    "latitude_deg": "22.5",
    "longitude_deg": "114.1",
    "key": "call-1",
}
PERSONAL = ("Lighthouse Lane", "Wanda Canary", "555-0134", "second floor")


def taken(desk: Desk, **more: str) -> str:
    """Take a call; the id of its incident."""
    response = desk.client.post("/calls/new", CALL | more)
    assert response.status_code == 302, response.content.decode()
    found = re.search(r"on=([^#]+)", response["Location"])
    assert found is not None
    return found[1]


def entries(event: str) -> int:
    return sum(read_body(row.body).event == event for row in LedgerEntry.objects.all())


def test_a_call_is_taken_units_go_the_case_closes_and_its_story_can_be_read(people: Town, sit: Sit) -> None:
    incident = taken(sit("taker"))
    dana = sit("dana")
    assert "Building on fire" in dana.get("/")
    assert "nobody sent yet" in dana.get("/")

    dana.do(incident, "assign", signs="e1, m2", how="assign", key="k1")
    [first, second] = people.record("incident", incident).assignments
    for minute, step in enumerate(("dispatched", "en_route", "on_scene"), start=1):
        people.clock.put(NOON + timedelta(minutes=minute))
        dana.do(incident, step, assignment=first, key=f"k-{step}")
    assert "on scene" in dana.get("/board", on=incident)
    own = dana.get("/board/own", on=incident)
    assert "on scene" in own
    assert 'id="list"' not in own, "what all see alike comes by itself"
    dana.do(incident, "available", assignment=first, key="k2")
    dana.do(incident, "stood_down", assignment=second, key="k3")
    dana.do(incident, "close", disposition="done", key="k4")

    assert people.record("incident", incident).status == "closed"
    assert "No incident is open." in dana.get("/")
    page = dana.client.post(f"/cases/{incident}", {"common": "handling"}).content.decode()
    for told in ("Incident opened", "Unit on scene", "E1", "Incident closed", "12 Lighthouse Lane", "Wanda Canary"):
        assert told in page
    assert "<svg" in page
    assert "The dispatcher" in page


def test_lists_carry_no_personal_value(people: Town, sit: Sit) -> None:
    incident = taken(sit("taker"))
    dana = sit("dana")
    shown = (
        dana.get("/")
        + dana.get("/board")
        + dana.get("/board/own", on=incident)
        + dana.get("/", on=incident)
        + dana.get(f"/cases/{incident}")
    )
    assert not [value for value in PERSONAL if value in shown]


def test_a_purpose_is_in_the_ledger_before_a_case_opens(people: Town, sit: Sit) -> None:
    incident = taken(sit("taker"))
    dana, before = sit("dana"), entries("reading.made")
    asked = dana.client.post(f"/cases/{incident}", {"purpose": "  "}).content.decode()
    assert "Lighthouse" not in asked
    assert "Choose or write a purpose first" in asked
    assert entries("reading.made") == before

    page = dana.client.post(f"/cases/{incident}", {"purpose": "a neighbour asks"}).content.decode()

    assert "Lighthouse" in page
    assert entries("reading.made") == before + 2  # the incident, and the report it came from


def test_a_refusal_stands_beside_its_form_and_keeps_what_was_typed(people: Town, sit: Sit) -> None:
    incident = taken(sit("taker"))
    dana = sit("dana")
    page = dana.do(incident, "assign", signs="E1 X9", how="assign", because="near by", key="k")
    assert "no unit here is called X9" in page
    assert 'value="E1 X9"' in page
    assert 'value="near by"' in page
    assert people.record("incident", incident).assignments == ()

    page = dana.do(incident, "reprioritise", priority="routine", key="k2")
    assert "say why it is less urgent" in page
    assert '<option value="routine" selected>' in page
    dana.do(incident, "assign", signs="E1", how="assign", key="k3")
    assert "still on it" in dana.do(incident, "close", disposition="done", key="k4")


def test_a_call_that_lacks_a_word_keeps_every_other_word(people: Town, sit: Sit) -> None:
    taker = sit("taker")
    response = taker.client.post("/calls/new", CALL | {"category": ""})
    page = response.content.decode()
    assert response.status_code == 422
    assert "category: must not be empty" in page
    assert all(value in page for value in PERSONAL)
    assert entries("report.received") == 0


def test_a_double_click_does_one_thing(people: Town, sit: Sit) -> None:
    taker, dana = sit("taker"), sit("dana")
    assert taken(taker) == taken(taker)
    incident = taken(taker)
    key = key_in(dana.get("/board", on=incident), "send")
    first = dana.do(incident, "assign", signs="E1", how="assign", key=key)
    again = dana.do(incident, "assign", signs="E1", how="assign", key=key)
    assert 'role="alert"' not in first + again
    assert len(people.record("incident", incident).assignments) == 1


def test_a_busy_unit_is_queued_or_diverted_as_the_button_says(people: Town, sit: Sit) -> None:
    taker, dana = sit("taker"), sit("dana")
    first, second, third = (taken(taker, key=f"c{number}") for number in range(3))
    unit = people.units["E1"]
    dana.do(first, "assign", unit=unit, how="assign", key="a")
    dana.do(second, "assign", unit=unit, how="assign", key="b")
    assert len(people.record("unit", unit).queue) == 1

    dana.do(third, "assign", unit=unit, how="divert", key="c")

    assert people.record("incident", first).assignments == ()
    assert len(people.record("incident", third).assignments) == 1


def test_a_false_report_needs_a_second_person(people: Town, sit: Sit) -> None:
    incident = taken(sit("taker"))
    dana = sit("dana")
    dana.do(incident, "close", disposition="false", key="a")
    assert "to be confirmed" in dana.get("/")
    assert "another than the one who proposed" in dana.do(incident, "confirm", agrees="yes", key="b")

    sit("sam").do(incident, "confirm", agrees="yes", key="c")

    assert people.record("incident", incident).status == "closed"


def test_a_step_is_entered_late_with_its_real_time(people: Town, sit: Sit) -> None:
    incident = taken(sit("taker"))
    dana = sit("dana")
    dana.do(incident, "assign", signs="E1", how="assign", key="a")
    [sent] = people.record("incident", incident).assignments
    people.clock.put(NOON + timedelta(minutes=30))
    assert "write the time as 14:03" in dana.do(incident, "on_scene", assignment=sent, at="half past", key="b")

    dana.do(incident, "on_scene", assignment=sent, at="12:07:30", key="c")

    assert people.record("assignment", sent).on_scene_at == NOON + timedelta(minutes=7, seconds=30)


@pytest.mark.parametrize("path", ["/cases/{}", "/board?on={}", "/board/own?on={}", "/?on={}"])
def test_what_may_not_be_known_of_looks_like_what_is_not_there(people: Town, sit: Sit, path: str) -> None:
    hidden = people.done("incident.open", actor("dispatcher", OVERSIGHT), category="public.theft", priority="routine")
    dana = sit("dana")
    there, absent = (dana.client.get(path.format(one)) for one in (hidden, "0000-0000-0000"))
    assert there.status_code == absent.status_code == 404
    without_id = there.content.decode().replace(hidden, "0000-0000-0000")
    assert _plain(without_id) == _plain(absent.content.decode())


def _plain(page: str) -> str:
    """A page without what differs from answer to answer."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)


def test_each_role_sees_the_buttons_it_has_power_for(people: Town, sit: Sit) -> None:
    incident = taken(sit("taker"))
    assert 'name="how"' in sit("dana").get("/", on=incident)
    assert 'name="how"' not in sit("taker").get("/", on=incident)
    assert "/calls/new" in sit("taker").get("/")
    assert "/calls/new" not in sit("lea").get("/")
    refused = sit("lea").do(incident, "assign", signs="E1", how="assign", key="x")
    assert "no power to do this" in refused
    assert sit("lea").client.get("/calls/new").status_code == 404
    assert sit("ada").client.get(f"/cases/{incident}").status_code == 404


def test_who_is_not_signed_in_is_asked_to_and_comes_back(people: Town) -> None:
    client = browser()
    response = client.get("/cases/0000-0000-0000")
    assert response["Location"] == "/sign-in?next=%2Fcases%2F0000-0000-0000"
    wrong = client.post("/sign-in", {"name": "dana", "password": "no"})
    assert wrong.status_code == 422
    assert "name or password is not right" in wrong.content.decode()
    right = client.post("/sign-in", {"name": "dana", "password": PASSWORD, "next": "/calls/new"})
    assert right["Location"] == "/calls/new"
    elsewhere = browser().post("/sign-in", {"name": "dana", "password": PASSWORD, "next": "//evil.example/"})
    assert elsewhere["Location"] == "/"
    part = browser().get("/board", headers={"HX-Request": "true"})
    assert (part.status_code, part["HX-Redirect"]) == (401, "/sign-in?next=%2F")


def test_a_form_from_elsewhere_is_refused(people: Town) -> None:
    client = browser(enforce_csrf_checks=True)
    assert client.post("/sign-in", {"name": "dana", "password": PASSWORD}).status_code == 403


def test_pages_take_nothing_from_elsewhere(people: Town, sit: Sit) -> None:
    incident = taken(sit("taker"))
    dana = sit("dana")
    pages = [
        dana.client.get(path) for path in ("/", f"/?on={incident}", "/calls/new", f"/cases/{incident}", "/sign-in")
    ]
    pages.append(dana.client.post(f"/cases/{incident}", {"common": "handling"}))
    for response in pages:
        page = response.content.decode()
        assert response["Content-Security-Policy"].startswith("default-src 'self'")
        assert response["Cache-Control"] == "no-store"
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?! src=)|javascript:", page), response.request
        assert not re.search(r'(?:src|href|action)="(?:https?:)?//', page)


def test_the_page_speaks_both_languages(people: Town, sit: Sit) -> None:
    incident = taken(sit("taker"))
    assert "未结警情" in sit("diao").get("/")  # the person's own language
    dana = sit("dana")
    assert "Open incidents" in dana.get("/")
    dana.client.post("/language", {"to": "zh", "next": "/"})
    page = dana.get("/", on=incident)
    assert 'lang="zh-Hans"' in page
    assert "建筑火灾" in page
    assert "威胁" in page or "生命" in page
    fresh = browser().get("/sign-in", headers={"Accept-Language": "fr, zh-CN;q=0.8"})
    assert "登录" in fresh.content.decode()


def test_in_a_demo_who_signs_in_goes_on_reading_what_their_browser_reads(
    people: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {"name": "dana", "password": PASSWORD}  # her own language is English
    chinese = {"Accept-Language": "zh-CN"}
    live, demo = browser(), browser()

    live.post("/sign-in", told, headers=chinese)
    shown = replace(current(), world=replace(current().world, mode=Mode.DEMO))
    monkeypatch.setattr("callbox.faces.console.signing.current", lambda: shown)
    demo.post("/sign-in", told, headers=chinese)

    assert "Open incidents" in live.get("/", headers=chinese).content.decode()
    assert "未结警情" in demo.get("/", headers=chinese).content.decode()


def test_a_replays_sign_in_page_says_how_one_gets_in(people: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    command = "callbox invite replay-dispatcher --world august"
    for mode, is_told in ((Mode.REPLAY, True), (Mode.LIVE, False)):
        shown = replace(current(), world=replace(current().world, mode=mode, name="august"))
        monkeypatch.setattr("callbox.faces.console.pages.current", lambda shown=shown: shown)
        assert (command in browser().get("/sign-in").content.decode()) is is_told


def test_a_demos_sign_in_page_offers_its_people_by_role_in_the_readers_language(
    people: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "DEMO_PEOPLE", {"dana": "dispatcher"})
    shown = replace(current(), world=replace(current().world, mode=Mode.DEMO))
    monkeypatch.setattr("callbox.faces.console.signing.current", lambda: shown)
    for language, told in (("en", "dispatcher"), ("zh-CN", "调度员")):
        page = browser().get("/sign-in", headers={"Accept-Language": language}).content.decode()
        assert f'{told} <span class="quiet">dana</span>' in page


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_code_stands_where_words_should(people: Town, sit: Sit, language: str) -> None:
    incident = taken(sit("taker"))
    dana = sit("dana")
    dana.client.cookies["language"] = language
    dana.do(incident, "assign", signs="E1", how="assign", key="a")
    pages = [dana.get(path) for path in ("/", f"/?on={incident}", "/calls/new", f"/cases/{incident}", "/redeem")]
    pages.append(dana.client.post(f"/cases/{incident}", {"common": "handling"}).content.decode())
    shown = re.sub(
        r'(?:name|value|id|for|class|list|href|action|aria-\w+|hx-\S+|src|content)="[^"]*"', "", " ".join(pages)
    )
    code = r"\b(?:console|value|field|event|act|clock|purpose|mode|kind|refused)\.[a-z_.]+"
    assert not re.findall(code, shown)


def test_every_page_of_a_world_that_is_not_live_says_so(people: Town, sit: Sit) -> None:
    dana = sit("dana")
    for path in ("/", "/calls/new", "/sign-in", "/cases/0000-0000-0000"):
        assert 'class="banner banner-replay"' in dana.client.get(path).content.decode()


def test_clocks_change_their_look_before_they_break(people: Town, sit: Sit) -> None:
    taken(sit("taker"))  # a threat to life: 60 s to tell a unit
    dana = sit("dana")
    looks = []
    for second in (1, 50, 61):
        people.clock.put(NOON + timedelta(seconds=second))
        found = re.search(r'class="clock (\w+)"[^>]*title="12:01:00"', dana.get("/"))
        assert found is not None
        looks.append(found[1])
    assert looks == ["calm", "soon", "late"]


def test_a_waiting_report_is_on_the_list(people: Town, sit: Sit) -> None:
    report = people.done("report.receive", actor("call_taker", EAST), channel="web", said_fact="A canary sang")
    page = sit("dana").get("/")
    assert f"/cases/{report}" in page
    assert "canary" not in page
    opened = sit("dana").client.post(f"/cases/{report}", {"common": "handling"}).content.decode()
    assert "A canary sang" in opened


def test_what_was_typed_reaches_no_log(people: Town, sit: Sit, caplog: pytest.LogCaptureFixture) -> None:
    taken(sit("taker"))
    assert not [value for value in PERSONAL if value in caplog.text]
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(session_data, '') FROM django_session")
        assert "Canary" not in str(cursor.fetchone())


def test_a_waiting_report_becomes_an_incident_or_is_closed_by_name(people: Town, sit: Sit) -> None:
    first, second = (people.done("report.receive", actor("call_taker", EAST), channel="web") for _ in range(2))
    taker = sit("taker")
    assert first in taker.get("/calls/new", report=first)

    given = {
        "report": first,
        "category": "gas.smell",
        "priority": "life_threat",
        "caller_phone": "555-0199",
        "key": "k",
    }
    assert taker.client.post("/calls/new", given).status_code == 302
    assert taker.client.post(f"/reports/{second}/close", {"closed_as": "test", "key": "k"}).status_code == 302

    assert people.record("report", first).status == "joined"
    assert people.record("report", second).status == "closed"
    assert "Reports waiting" not in taker.get("/")


def test_somebody_with_two_posts_chooses_which_to_work_in(people: Town, sit: Sit) -> None:
    dana = sit("dana")
    person = person_of("dana")
    assert person is not None
    other = people.done("post.create", SYSTEM, organisation=EAST, title="Stand-in", roles=("leader",))
    people.done("post.appoint", SYSTEM, post=other, person=person.id)
    shown = dana.get("/post")
    assert "Stand-in" in shown
    assert "The dispatcher" in shown

    dana.client.post("/post", {"post": other})
    assert '"/calls/new"' not in dana.get("/")
    [first] = re.findall(r'name="post" value="([^"]+)"', dana.get("/post"))  # the one not worked in now
    dana.client.post("/post", {"post": first})
    assert '"/calls/new"' in dana.get("/")


def test_what_is_served_of_others_is_what_they_published() -> None:
    published = {
        "htmx-4.0.1.min.js": "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130",
        "hx-sse-4.0.1.min.js": "18ef2761356ec1fe0bb6d92612315b37517a7c1e9856b661c5ae81fef239d103",
    }
    notice = (FOLDER.parent / "NOTICE").read_text()
    assert {name: sha256((FOLDER / name).read_bytes()).hexdigest() for name in published} == published
    assert all(name in notice for name in published)


def test_files_are_kept_for_ever_under_names_that_hold_their_digest() -> None:
    page = browser().get(address_of("console.css"), headers={"Accept-Encoding": "gzip"})
    assert page["Cache-Control"] == "public, max-age=31536000, immutable"
    assert gzip.decompress(page.content) == (FOLDER / "console.css").read_bytes()
    assert browser().get("/assets/console.css").status_code == 404
