"""Where what residents send ends up: danger past every limit, spam held, photos redrawn, matters joined."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from tests.journeys.test_portal_sending import HOTLINE, form, phone, portal, sent, told
from tests.worlds.city import CENTRE, Town, actor
from tests.worlds.requests import HANDLER, WATER, Offices, category

from callbox.faces.portal.handing_in import MACHINE
from callbox.kernel import sheet
from callbox.kernel.facts import Ref
from callbox.kernel.files import path_of
from callbox.kernel.read import select
from callbox.services.note.acts import opened as opened_file

__all__ = ["portal"]
pytestmark = pytest.mark.slow
LEAK = {"words": "water runs out of a leak", "address": "9 Harbour Road"}


def photo(place: tuple[float, float] | None = None) -> SimpleUploadedFile:
    """A photo as a phone takes it, with where and with what it was taken written into it."""
    exif = Image.Exif()
    exif[0x010F] = "canary-camera"
    if place is not None:
        latitude, longitude = place
        told = {1: "N", 2: (latitude, 0.0, 0.0), 3: "E", 4: (longitude, 0.0, 0.0)}
        exif.get_ifd(0x8825).update(told)
    file = BytesIO()
    Image.new("RGB", (640, 480), (90, 120, 90)).save(file, "JPEG", exif=exif)
    return SimpleUploadedFile("IMG_0001.jpg", file.getvalue(), "image/jpeg")


def test_danger_is_sent_by_the_first_press_to_the_emergency_line_with_the_number_in_large_letters(
    portal: Offices, town: Town
) -> None:
    text = sent(town, phone(), words="a man fell in the river", address="Pier 3", what="next").content.decode()
    [report] = told("report")
    assert (report.organisation, report.status, report.request) == (CENTRE, "received", None)
    assert report.flags == ("danger_words",)
    assert 'class="number" href="tel:112"' in text
    assert re.search(r'href="/f/[^"]+"', text)


def test_no_limit_and_no_doubt_holds_up_danger(portal: Offices, town: Town) -> None:
    client = phone()
    for number in range(8):
        words = f"smoke and fire in house {number} http://a http://b http://c"
        assert client.post("/report", {"words": words, "website": "x", "what": "send"}).status_code == 200
    assert [one.organisation for one in told("report")] == [CENTRE] * 8


def test_what_looks_like_spam_is_held_for_review_and_opens_nothing(portal: Offices, town: Town) -> None:
    client = phone()
    answer = sent(town, client, **LEAK, category=portal.leak, asked=portal.leak, website="buy this", what="send")
    assert answer.status_code == 200
    [report] = told("report")
    assert (report.organisation, report.status) == (HOTLINE, "received")
    assert report.flags == ("held_for_review", "trap_filled")
    assert select(MACHINE, "request") == ()
    # Whoever looks it over lets it go on as any other.
    done = town.done("request.open", actor("call_taker", HOTLINE), report=report.id, category=portal.leak)
    assert town.record("request", done).organisation == WATER


def test_many_from_one_source_wait_and_a_flood_is_told_to_come_again(portal: Offices, town: Town) -> None:
    client = phone()
    statuses = [
        sent(
            town, client, words=f"leak number {number}", category=portal.leak, asked=portal.leak, what="send"
        ).status_code
        for number in range(8)
    ]
    assert statuses == [200] * 8
    held = [one for one in told("report") if "sent_many" in one.flags]
    assert len(held) == 2


def test_the_same_form_sent_twice_is_one_report_with_one_link(portal: Offices, town: Town) -> None:
    client = phone()
    carried = form(client.get("/report").content.decode())
    town.clock.put(town.clock.now() + timedelta(minutes=1))
    filled = {**carried, **LEAK, "category": portal.leak, "asked": portal.leak, "what": "send"}
    links = {re.findall(r'href="(/f/[^"]+)"', client.post("/report", filled).content.decode())[0] for _ in range(2)}
    assert len(links) == 1
    assert len(told("report")) == len(told("request")) == 1


def test_a_photo_is_redrawn_its_place_used_only_if_they_agree_and_the_department_sees_it(
    portal: Offices, town: Town
) -> None:
    client = phone()
    for agrees in ("", "yes"):
        answer = sent(town, client, photo=photo((22.0, 114.0)), words="leak", photo_place=agrees, what="next")
        looked = answer.content.decode()
        carried = form(looked)
        assert len(carried["kept"]) == 96
        assert ("22.000000" in looked) is bool(agrees)
        client.post("/report", {**carried, "words": "leak", "category": portal.leak, "what": "send"})
    placed = sorted(one.latitude_deg or 0.0 for one in told("request"))
    assert placed == [0.0, 22.0]
    for request in told("request"):
        [attachment] = [one for one in told("attachment") if one.request == request.id]
        _, content = opened_file(HANDLER, Ref("request", request.id), attachment.id, purpose="handling")
        body = b"".join(content)
        assert b"canary" not in body
        assert b"Exif" not in body
        assert b"JFIF" not in path_of(attachment.stored).read_bytes()


def test_a_photo_alone_is_enough_and_waits_for_somebody_to_look(portal: Offices, town: Town) -> None:
    looked = sent(town, phone(), photo=photo(), what="next").content.decode()
    phone().post("/report", {**form(looked), "category": "unsure", "what": "send"})
    [report] = told("report")
    assert (report.channel, report.status) == ("photo", "received")
    [attachment] = told("attachment")
    assert attachment.report == report.id


def test_nothing_at_all_is_asked_for_again_in_one_line(portal: Offices, town: Town) -> None:
    answer = sent(town, phone(), words="  ", what="send")
    assert answer.status_code == 422
    assert "say in a few words" in answer.content.decode()
    assert select(MACHINE, "report") == ()


def test_whoever_adds_themselves_has_a_link_of_their_own_and_sees_nothing_of_the_others(
    portal: Offices, town: Town
) -> None:
    broken = category(town, department=WATER, name="Broken pipe", public=True)
    first = sent(
        town, phone(), words="the pipe is broken, my name is Canary", here="22.5,114.1", category=broken, what="send"
    )
    assert first.status_code == 200
    [request] = told("request")
    proposed = town.done("notice.propose", MACHINE, request=request.id)
    looked_over = {"notice": proposed, "words": "A pipe is broken", "precision": "corner"}
    town.done("notice.publish", HANDLER, **looked_over)

    client = phone()
    looked = sent(town, client, words="broken pipe", here="22.5003,114.1", what="next").content.decode()
    assert "A pipe is broken" in looked
    assert "Canary" not in looked
    assert request.id not in looked
    filled = {**form(looked), "words": "broken pipe", "category": broken, "join": proposed, "what": "send"}
    joined = client.post("/report", filled).content.decode()
    assert len(told("request")) == 1
    other = next(one for one in told("report") if one.id != request.report)
    assert (other.request, other.status) == (request.id, "joined")
    [path] = re.findall(r'href="(/f/[^"]+)"', joined)
    assert "Canary" not in client.get(path).content.decode()
    # A join can be undone.
    town.done("report.separate", actor("call_taker", HOTLINE), report=other.id, because="another pipe")
    assert town.record("report", other.id).request is None


def test_a_protected_kind_leaves_no_link_and_a_neutral_page(portal: Offices, town: Town) -> None:
    client = phone()
    text = sent(
        town, client, words="an officer was rude", category=portal.conduct, asked=portal.conduct, what="send"
    ).content.decode()
    assert "<title>Notes</title>" in text
    assert "/f/" not in text
    [report] = told("report")
    assert report.protected
    assert client.cookies == {}


def test_a_closed_portal_says_that_nothing_is_there(portal: Offices, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.conf.settings.PORTAL", {})
    for path in ("/report", "/report/photo"):
        assert phone().post(path, {"words": "x", "what": "send"}).status_code == 404


def test_hostile_forms_are_answered_and_never_break(portal: Offices, town: Town) -> None:
    client = phone()
    hostile: list[dict[str, Any]] = [
        {"words": "<script>alert(1)</script>", "what": "next"},
        {"words": "a\0b", "category": "x' OR 1=1", "department": "nobody", "join": "nothing", "what": "send"},
        {"words": "x", "here": "NaN,NaN", "place": "1;2", "form": "é" * 500, "what": "send"},
        {"words": "y", "kept": "0" * 96, "a-": "1", "a-" + "z" * 500: "2", "what": "send"},
        {"words": "z", "spoken": "xx", "language": "../..", "what": "?" * 1_000},
    ]
    for filled in hostile:
        answer = client.post("/report", filled)
        assert answer.status_code in (200, 422), filled
        assert "<script>alert" not in answer.content.decode()


def test_the_page_of_services_says_who_answers_in_how_long_and_finds_by_plain_words(
    portal: Offices, town: Town
) -> None:
    category(
        town, department=WATER, name="Burst main", name_zh="水管爆裂", deadline_hours=4.0, keywords=("flooded street",)
    )
    client = phone()
    text = client.get("/services").content.decode()
    assert "Burst main" in text
    assert "answered within 4 working hours" in text
    assert "answered within 3 working days" in text
    assert "Only who deals with it ever sees it." in text
    found = client.get("/services", {"q": "the street is flooded"}).content.decode()
    assert "Burst main" in found
    assert "Conduct of staff" not in found
    assert "水管爆裂" in client.get("/services", {"language": "zh"}).content.decode()
    assert "Write to us all the same" in client.get("/services", {"q": "<script>"}).content.decode()


def test_from_the_page_of_services_the_category_is_chosen_already(portal: Offices, town: Town) -> None:
    text = phone().get("/report", {"category": portal.leak}).content.decode()
    assert f'<option value="{portal.leak}" selected>' in text


def test_the_small_map_is_there_in_pieces_where_a_city_was_drawn(
    portal: Offices, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "on-map" not in phone().get("/report").content.decode()
    folder = sheet.folder_of(town.node.world.folder)
    folder.mkdir()
    (folder / "new").write_bytes(b"PMTiles" * 10)
    sheet.keep(
        town.node.world.folder,
        folder / "new",
        sheet.Sheet(network="ab" * 32, bounds_deg=(114.0, 22.0, 114.2, 22.2), size_bytes=70),
    )
    [path] = re.findall(r'data-roads="([^"]+)"', phone().get("/report").content.decode())
    piece = phone().get(path, headers={"Range": "bytes=0-6"})
    assert (piece.status_code, piece.content) == (206, b"PMTiles")
    assert phone().get(path).status_code == 416
    assert phone().get("/ground/other", headers={"Range": "bytes=0-6"}).status_code == 404
    monkeypatch.setattr("django.conf.settings.PORTAL", {})
    assert phone().get(path, headers={"Range": "bytes=0-6"}).status_code == 404
