"""A permit is applied for: papers given once and used again, an appointment, a decision, an objection."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image
from tests.journeys.test_portal_ways import photo
from tests.worlds.city import CITY, Town, actor
from tests.worlds.console import Desk, browser
from tests.worlds.examples_application import connecting, felling
from tests.worlds.requests import HANDLER, PARKS, WATER

from callbox.kernel import erase
from callbox.kernel.facts import Actor, Id, Ref, Refused
from callbox.kernel.read import find, select
from callbox.services.application import acts
from callbox.services.follow import acts as follows

Sit = Callable[[str], Desk]
MACHINE = Actor(organisation="", roles=frozenset({"machine"}))
SAYS = "Land register 4711/2"


@pytest.fixture
def phone(monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(settings, "PORTAL", {"organisation": CITY})
    return browser()


def applied(town: Town, category: Id) -> tuple[Id, str]:
    """An application sent in from a phone, and the page that follows it."""
    sender = actor("reporter", CITY)
    report = town.done("report.receive", sender, channel="web", said_fact="May I fell the ash?")
    request = town.done("request.open", sender, report=report, category=category)
    return request, follows.path_of(follows.begin(report, language="en"))


def pressed(phone: Client, path: str, what: str, **given: Any) -> str:
    """What is pressed on a page, and the page after that."""
    answer = phone.post(path, {"what": what, **given}, follow=True)
    assert answer.status_code == 200, answer.content.decode()[:2_000]
    return str(answer.content.decode())


def reads(by: Actor, request: Id) -> str:
    """Everything that somebody reads of a case's own papers and of those that it may use; empty: nothing."""
    try:
        seen = acts.standing(by, find(by, Ref("request", request)), purpose="to look")  # type: ignore[arg-type]
    except Refused:
        return ""
    assert seen is not None
    texts = [one.text for one in seen.papers]
    for use in seen.uses:
        try:
            texts.append(acts.lent(by, Ref("request", request), use.id, purpose="to look").text)
        except Refused:
            continue
    return " ".join(text or "" for text in texts)


def test_a_paper_given_once_is_used_again_by_consent_until_it_is_taken_back(people: Town, phone: Client) -> None:
    first, page = applied(people, felling(people))
    phone.get(page)
    assert "Proof that the garden is yours" in phone.get(page).content.decode()
    for _ in range(2):  # a double click
        said = pressed(phone, page, "paper", which="deed", text=SAYS, key="k-1")
    assert said.count(SAYS) == 1
    second, other = applied(people, felling(people, department=WATER, name="Connection to the main"))
    parks, water = actor("handler", PARKS), HANDLER
    assert (reads(parks, first), reads(water, first), reads(water, second)) == (SAYS, "", "")

    code = follows.code_of(follows.follow_of(page.removeprefix("/f/")))  # type: ignore[arg-type]
    assert "There is nothing under this code" in pressed(phone, other, "before", before="0" * 24)
    shown = pressed(phone, other, "before", before=code)
    assert "Tree felling permit" in shown
    assert SAYS not in shown
    paper = select(MACHINE, "paper")[0].id
    refused = phone.post(other, {"what": "paper_use", "before": code, "paper": paper, "which": "deed"})
    assert "without your consent" in refused.content.decode()
    assert reads(water, second) == ""
    pressed(phone, other, "paper_use", before=code, paper=paper, which="deed", agreed="yes")
    assert (reads(parks, first), reads(water, first), reads(water, second)) == (SAYS, "", SAYS)

    shown = phone.get(page).content.decode()
    assert "Connection to the main" in shown
    [use] = re.findall(r'name="use" value="([^"]+)"', shown)
    pressed(phone, page, "paper_back", use=use)
    assert (reads(parks, first), reads(water, first), reads(water, second)) == (SAYS, "", "")
    assert "you took it back" in phone.get(page).content.decode()
    assert "Taken back" in phone.get(other).content.decode()
    looks = [one for one in select(MACHINE, "reading") if one.of == paper]
    assert looks


@pytest.mark.slow
def test_a_clerk_takes_a_paper_by_its_code_and_its_owner_sees_that_and_erasing_the_case_ends_all(
    people: Town, phone: Client, sit: Sit
) -> None:
    first, page = applied(people, felling(people))
    pressed(phone, page, "paper", which="deed", text=SAYS)
    [paper] = [one.id for one in select(MACHINE, "paper")]
    second, sam = connecting(people), sit("sam")
    told = {"what": "use", "which": "deed", "key": "k-2"}
    wrong = sam.client.post(f"/applications/{second}/do", told | {"code": paper + "0" * 12})
    assert wrong.status_code == 422
    assert SAYS not in wrong.content.decode()
    assert (
        sam.client.post(f"/applications/{second}/do", told | {"code": acts.code_of(paper).upper()}).status_code == 302
    )
    assert SAYS in sam.get(f"/applications/{second}")
    assert "Connection to the main" in phone.get(page).content.decode()

    decide = {"what": "decide", "outcome": "granted", "reasons": "It is hollow.", "rests_on": "Tree order, section 4"}
    assert sam.client.post(f"/applications/{first}/do", decide).status_code == 302
    people.done("request.close", actor("handler", PARKS), request=first, disposition="done")
    erase.erase(
        actor("administrator", CITY), Ref("request", first), reason="they asked for it", ground="asked_by_person"
    )
    assert SAYS not in sam.get(f"/applications/{second}")
    assert reads(HANDLER, second) == ""
    [use] = select(MACHINE, "paper_use")
    assert use.erased
    assert not find(MACHINE, Ref("request", second)).erased


@pytest.mark.slow
def test_a_photo_of_a_paper_is_drawn_anew_and_opened_by_another_office_only_while_it_may_be_used(
    people: Town, phone: Client, sit: Sit
) -> None:
    _, page = applied(people, felling(people))
    pressed(phone, page, "paper", which="deed", photo=photo((22.5, 114.1)))
    [paper] = [one.id for one in select(MACHINE, "paper")]
    second, sam = connecting(people), sit("sam")
    use = {"what": "use", "which": "deed", "key": "k-2", "code": acts.code_of(paper)}
    assert sam.client.post(f"/applications/{second}/do", use).status_code == 302
    [used] = [one.id for one in select(MACHINE, "paper_use")]

    def opened() -> Any:
        return sam.client.post(f"/applications/{second}/photo/{used}", {"used": "yes"})

    content = opened().content
    assert Image.open(BytesIO(content)).size == (640, 480)
    assert b"canary-camera" not in content
    assert "attachment" in {one.of_kind for one in select(MACHINE, "reading")}
    pressed(phone, page, "paper_back", use=used)
    assert opened().status_code == 404


@pytest.mark.slow
def test_what_is_not_granted_says_why_and_where_to_object_and_the_objection_goes_above(
    people: Town, phone: Client, sit: Sit
) -> None:
    one, page = applied(people, felling(people))
    sam = sit("sam")
    pressed(phone, page, "paper", which="deed", text=SAYS)
    [paper] = [held.id for held in select(MACHINE, "paper")]
    asked = {"what": "check", "paper": paper, "accepted": "no", "wanting": "It is another garden.", "wait": "yes"}
    assert sam.client.post(f"/applications/{one}/do", asked).status_code == 302
    shown = phone.get(page).content.decode()
    assert "It is another garden." in shown
    assert people.record("request", one).held_for == "asker"
    pressed(phone, page, "paper", which="deed", text="Land register 4712")
    assert people.record("request", one).held_for is None

    come = {"what": "offer", "begins_at": "2031-05-06T10:00", "place": "At the tree", "bring": "the plan"}
    assert sam.client.post(f"/applications/{one}/do", come).status_code == 302
    assert "6 May 2031, 10:00" in phone.get(page).content.decode()
    assert "You said that you will come." in pressed(phone, page, "coming")
    assert "in the afternoon" in pressed(phone, page, "other_time", wish="in the afternoon")

    decide = {
        "what": "decide",
        "outcome": "not_granted",
        "reasons": "It stands safe.",
        "rests_on": "Tree order, section 4",
    }
    assert "say where" in sam.client.post(f"/applications/{one}/do", decide).content.decode()
    assert sam.client.post(f"/applications/{one}/do", decide | {"remedy_to": CITY}).status_code == 302
    shown = phone.get(page).content.decode()
    assert all(
        told in shown for told in ("Not granted", "It stands safe.", "Tree order, section 4", "Object to this decision")
    )
    assert "Follow your objection" in pressed(phone, page, "object", said="Its roots lift my wall.")
    [report] = [held for held in select(MACHINE, "report") if held.objects_to == one]
    assert (report.organisation, report.about) == (CITY, "")
    with pytest.raises(Refused):
        find(actor("handler", PARKS), report.ref)
