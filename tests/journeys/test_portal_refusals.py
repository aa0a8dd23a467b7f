"""What is refused without a script is the same page again, with what was typed; and nothing of it ever holds up danger."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from tests.journeys.test_portal_sending import phone, portal, sent, told
from tests.worlds.city import CENTRE, Town
from tests.worlds.examples_follow import SENDER
from tests.worlds.requests import Offices

from callbox.faces.portal import limits
from callbox.kernel.facts import Ref
from callbox.kernel.parts import of
from callbox.services.follow import acts

__all__ = ["portal"]
pytestmark = pytest.mark.slow


def photo(content: bytes = b"") -> SimpleUploadedFile:
    file = BytesIO()
    Image.new("RGB", (64, 48), (90, 120, 90)).save(file, "JPEG")
    return SimpleUploadedFile("tree.jpg", content or file.getvalue(), "image/jpeg")


@pytest.mark.parametrize("why", [{"cut": "body.large"}, {"cut": "body.slow"}, {"photo": "no picture"}])
def test_a_photo_that_is_not_taken_leaves_the_page_and_all_that_was_typed(
    portal: Offices, town: Town, why: dict[str, str]
) -> None:
    more: dict[str, Any] = {"photo": photo(b"no picture")} if "photo" in why else why
    reply = sent(town, phone(), words="A tree fell", address="9 Harbour Road", what="next", **more)
    text = reply.content.decode()
    assert (reply.status_code, "A tree fell" in text, "9 Harbour Road" in text) == (422, True, True)
    assert text.count('role="alert"') == 1
    assert told("report") == []


@pytest.mark.parametrize("why", ["cut", "unreadable", "flood"])
def test_a_photo_that_is_not_taken_never_holds_up_danger(portal: Offices, town: Town, why: str) -> None:
    more: dict[str, Any] = {"cut": "body.large"} if why == "cut" else {"photo": photo(b"no picture")}
    if why == "flood":
        client = Client(SERVER_NAME="localhost", REMOTE_ADDR="10.0.0.9")
        for _ in range(limits.PHOTOS["all"][1]):
            limits.photos.heard("somebody", town.clock.now())
            limits.sent.heard("somebody", town.clock.now())
        more = {"photo": photo()}
    else:
        client = phone()
    reply = sent(town, client, words="a man fell in the river", what="next", **more)
    assert reply.status_code == 200
    assert [one.organisation for one in told("report")] == [CENTRE]
    assert "could not be kept" in reply.content.decode()


def test_whoever_wants_a_code_of_what_is_protected_gets_one_and_still_no_link(portal: Offices, town: Town) -> None:
    chosen = {"words": "an officer was rude", "category": portal.conduct, "asked": portal.conduct}
    assert "Give me a code" in sent(town, phone(), **chosen, what="next").content.decode()
    client = phone()
    text = sent(town, client, **chosen, coded="yes", what="send").content.decode()
    [follow] = told("follow")
    assert (follow.linked, follow.contact_by) == (True, "never")
    assert acts.code_of(follow) in text
    assert "/f/" not in text
    assert client.post("/f", {"code": acts.code_of(follow)}).status_code == 200


def follow(town: Town) -> Any:
    return acts.begin(town.done("report.receive", SENDER, channel="web", said_fact="The lamp is dark"))


def test_photos_are_added_to_a_report_that_is_no_request_yet_and_what_is_refused_keeps_the_words(
    portal: Offices, town: Town
) -> None:
    told_of = follow(town)
    path, client = acts.path_of(told_of), phone()
    text = client.post(path, {"what": "add", "key": "k", "said": "It is dark", "photo": photo(b"no")}).content.decode()
    assert "It is dark</textarea>" in text
    assert (
        "It is dark</textarea>"
        in client.post(path, {"what": "add", "said": "It is dark", "cut": "body.large"}).content.decode()
    )
    assert client.post(path, {"what": "add", "key": "l", "photo": photo()}).status_code == 302
    parts = of(acts.MACHINE, Ref("report", told_of.report))
    assert [one.kind for one in parts if one.kind == "attachment"] == ["attachment"]


def test_danger_words_on_the_page_that_follows_wait_for_the_emergency_line_as_well(portal: Offices, town: Town) -> None:
    told_of = follow(town)
    page = (
        phone()
        .post(acts.path_of(told_of), {"what": "add", "key": "k", "said": "now there is fire"}, follow=True)
        .content.decode()
    )
    assert 'class="number" href="tel:112"' in page
    [waits] = [one for one in told("report") if one.id != told_of.report]
    assert (waits.organisation, waits.status, waits.flags) == (CENTRE, "received", ("danger_words",))
