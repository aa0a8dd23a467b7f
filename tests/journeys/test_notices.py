"""From what a resident sent in to what the public sees: looked over, covered, published, found, and gone once removed."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from PIL import Image
from tests.worlds.city import NOON, Town
from tests.worlds.console import Desk, browser
from tests.worlds.examples_notice import told_of
from tests.worlds.requests import HANDLER

from callbox.kernel.facts import Ref
from callbox.services.note.acts import photograph
from callbox.services.notice import acts

Sit = Callable[[str], Desk]
SECRET = "Ann Lee at number 12 saw it"


def snapshot(colour: str = "red") -> BytesIO:
    file = BytesIO()
    Image.new("RGB", (64, 48), colour).save(file, "JPEG")
    return BytesIO(file.getvalue())


def told(*, photo: str = "", **more: str) -> dict[str, str]:
    words = {"words": "Water comes up through the pavement", "place": "Harbour Road", "precision": "corner"}
    return {**words, "photo": photo, "looked": "yes", **more}


def test_what_came_in_is_looked_over_covered_published_found_and_removed_for_good(people: Town, sit: Sit) -> None:
    wanted = told_of(people, wanted=SECRET, area="coast/harbour/east")
    case = Ref("request", wanted)
    added = photograph(HANDLER, case, stream=snapshot(), at=NOON, key="p-1").ref
    acts.propose_waiting()
    outside, sam = browser(), sit("sam")
    assert "Nothing of this kind is shown" in outside.get("/open").content.decode()

    waits = sam.get("/notices")
    assert "Burst pipe" in waits
    assert SECRET not in waits
    notice = waits.partition('href="/notices/')[2].partition('"')[0]
    opened = sam.get(f"/notices/{notice}")
    assert SECRET in opened
    assert 'name="place" value="Harbour Road"' in opened
    at = f"/notices/{notice}/publish"
    chosen = f"request {wanted} {added.id}"
    unlooked = sam.client.post(at, told(photo=chosen, looked="", words="Typed & kept"))
    assert (unlooked.status_code, "Typed &amp; kept</textarea>" in unlooked.content.decode()) == (422, True)
    assert sam.client.post(at, told(photo=chosen, boxes="1 2 3")).status_code == 422
    assert sam.client.post(at, told(photo=chosen, boxes="0 0 100 100")).status_code == 302

    listing = outside.get("/open", {"words": "pavement", "district": "coast/harbour/east"}).content.decode()
    page = outside.get(f"/open/{notice}").content.decode()
    for shown in (listing, page):
        assert "Water comes up through the pavement" in shown
        assert "Harbour Road" in shown
        assert SECRET not in shown
        assert wanted not in shown
    assert "Water comes up" not in outside.get("/open", {"words": "elephant"}).content.decode()
    photo = outside.get(f"/open/{notice}/photo")
    assert photo["Content-Type"] == "image/jpeg"
    assert Image.open(BytesIO(photo.content)).convert("RGB").getpixel((30, 20)) == (128, 128, 128)
    assert "爆管" in outside.get(f"/open/{notice}", {"language": "zh"}).content.decode()

    assert sam.client.post(f"/notices/{notice}/remove", {"because": "asked for"}).status_code == 302
    for gone in (f"/open/{notice}", f"/open/{notice}/photo", "/open/never-was"):
        assert outside.get(gone).status_code == 404
    assert "Look over again" in sam.get(f"/notices/{notice}")


def test_whoever_may_not_look_over_finds_no_page(people: Town, sit: Sit) -> None:
    notice: Any = people.done("notice.propose", acts.MACHINE, request=told_of(people))
    taker = sit("taker")
    for address in ("/notices", f"/notices/{notice}"):
        assert taker.client.get(address).status_code == 404
    assert taker.client.post(f"/notices/{notice}/remove").status_code == 404
    assert "/notices" not in taker.get("/")
