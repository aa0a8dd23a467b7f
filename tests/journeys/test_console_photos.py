"""Photos from the crew: drawn anew, encrypted, added once, and opened by those who may see the case."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from tests.worlds.city import Town
from tests.worlds.console import Desk
from tests.worlds.crew import DISPATCHER, crew_of_e1, sent

from callbox.kernel.files import path_of
from callbox.kernel.read import select
from callbox.services.message.paging import PAGER

__all__ = ["crew_of_e1"]
Sit = Callable[[str], Desk]


def picture(colour: tuple[int, int, int] = (200, 30, 30)) -> bytes:
    file = BytesIO()
    Image.new("RGB", (32, 24), colour).save(file, "JPEG")
    return file.getvalue()


def press(desk: Desk, incident: str, *, body: bytes, key: str = "p-1") -> Any:
    given = {"incident": incident, "key": key, "photo": SimpleUploadedFile("IMG_1.jpg", body, "image/jpeg")}
    return desk.client.post("/crew/photo", given, headers={"Accept": "application/json"})


def test_a_photo_sent_twice_is_there_once_and_lies_encrypted(crew_of_e1: Town, sit: Sit) -> None:
    incident, _ = sent(crew_of_e1)
    wang = sit("wang")
    for _ in range(2):
        assert press(wang, incident, body=picture()).json() == {"ok": True}

    [photo] = select(PAGER, "attachment")
    assert (photo.incident, photo.media_type) == (incident, "image/jpeg")
    assert b"JFIF" not in path_of(photo.stored).read_bytes()
    assert len(list(path_of(photo.stored).parent.parent.glob("??/*"))) == 1
    assert "photo added" in wang.get("/crew")


def test_a_dispatcher_opens_a_photo_from_the_case(crew_of_e1: Town, sit: Sit) -> None:
    incident, _ = sent(crew_of_e1)
    press(sit("wang"), incident, body=picture())
    [photo] = select(PAGER, "attachment")
    dana = sit("dana")
    page = dana.client.post(f"/cases/{incident}", {"common": "handling"}).content.decode()
    address = f"/cases/{incident}/files/{photo.id}"
    assert f'action="{address}"' in page

    shown = dana.client.post(address, {"kind": "incident", "purpose": "handling it"})

    assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/jpeg")
    with Image.open(BytesIO(shown.content)) as seen:
        assert seen.size == (32, 24)
    assert dana.client.post(address, {"kind": "incident", "purpose": ""}).status_code == 422
    assert sit("ada").client.post(address, {"kind": "incident", "purpose": "x"}).status_code == 404


def test_what_is_no_photo_is_refused_and_so_is_another_crews_incident(crew_of_e1: Town, sit: Sit) -> None:
    incident, _ = sent(crew_of_e1)
    wang = sit("wang")
    answer = press(wang, incident, body=b"<svg onload=alert(1)>")
    assert (answer.status_code, answer.json()["ok"]) == (422, False)
    assert "must be a JPEG, PNG or WebP picture" in answer.json()["refused"]
    given = {"category": "fire", "priority": "emergency"}
    other = crew_of_e1.done("incident.open", DISPATCHER, **given)
    assert press(wang, other, body=picture(), key="p-2").status_code == 422
    assert select(PAGER, "attachment") == ()
