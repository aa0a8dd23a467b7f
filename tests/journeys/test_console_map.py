"""The map without a browser: what its page is told, what of that is a recorded look, and roads closed by a form."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from tests.worlds.city import CITY, EAST, SYSTEM, Town, actor
from tests.worlds.console import Desk

from callbox.kernel import positions, sheet
from callbox.kernel.positions import Position
from callbox.kernel.read import select
from callbox.kernel.rows import read_all
from callbox.kernel.sheet import piece_of
from callbox.services.closure.acts import barrier

Sit = Callable[[str], Desk]
PERSONAL: dict[str, Any] = {
    "address": "9 Canary Pier",
    "summary": "canary in the mine",
    "latitude_deg": 22.5123,
    "longitude_deg": 114.1123,
}


def told(desk: Desk, path: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(desk.get(path))
    return found


def looked(town: Town) -> list[Any]:
    """The looks at personal data, oldest first."""
    return [held.record for held in read_all("reading", "TRUE ORDER BY id", [])]


def home(town: Town, sign: str, *, at: tuple[float, float] = (22.52, 114.1)) -> None:
    town.done("unit.describe", SYSTEM, unit=town.units[sign], home_latitude_deg=at[0], home_longitude_deg=at[1])


def test_the_map_shows_a_case_in_the_middle_of_its_area_and_nothing_personal(people: Town, sit: Sit) -> None:
    home(people, "E1", at=(22.50, 114.10))
    home(people, "E2", at=(22.52, 114.12))
    people.incident(area=EAST, **PERSONAL)
    page = sit("dana").get("/map/now")
    [shown] = json.loads(page)["incidents"]
    assert shown["middle"] == pytest.approx([114.11, 22.51])
    assert (shown["priority"], shown["rank"]) == ("emergency", 2)
    assert not [value for value in ("Canary", "canary", "22.5123", "114.1123") if value in page]
    assert not looked(people)


def test_where_cases_are_is_one_recorded_look_that_names_each(people: Town, sit: Sit) -> None:
    first, second = people.incident(**PERSONAL), people.incident()
    reply = sit("dana").client.post("/map/places", {"on": [first, second, "nowhere"]})
    assert {one["id"]: one["at"] for one in reply.json()["places"]} == {first: [114.1123, 22.5123], second: None}
    [look] = looked(people)
    assert (look.of_kind, set(look.found)) == ("incident", {first, second})


@pytest.mark.parametrize("name", ["lea", "taker", "otto"])
def test_posts_that_send_nobody_are_not_told_where_cases_are(people: Town, sit: Sit, name: str) -> None:
    incident = people.incident(**PERSONAL)
    desk = sit(name)
    reply = desk.client.post("/map/places", {"on": [incident]})
    assert reply.status_code == 404
    assert "114.1123" not in reply.content.decode()
    assert "map-look" not in desk.get("/")
    assert not looked(people)


def test_only_units_on_shift_of_the_own_organisation_are_on_the_map(people: Town, sit: Sit) -> None:
    unit, away = people.units["E1"], people.units["E2"]
    now = people.clock.now()
    positions.keep([Position(unit=one, latitude_deg=22.5, longitude_deg=114.1, at=now) for one in (unit, away)])
    shift = people.done("shift.sign_on", actor("dispatcher", CITY), unit=away, ends_at=now.replace(hour=20))
    people.done("shift.end", actor("dispatcher", CITY), shift=shift)
    assert [one[0] for one in told(sit("dana"), "/map/moves")["units"]] == [unit]
    assert away not in {one["id"] for one in told(sit("dana"), "/map/now")["units"]}
    # Oversight reads everything, but another's units do not move across its screen.
    assert told(sit("otto"), "/map/moves")["units"] == []


def test_a_post_that_sees_no_cases_has_no_map(people: Town, sit: Sit) -> None:
    ada = sit("ada")
    assert 'id="map-pane"' not in ada.get("/")
    for path in ("/map/now", "/map/moves"):
        assert ada.client.get(path).status_code == 404


def test_a_drawn_line_closes_what_crosses_it_and_is_opened_again(people: Town, sit: Sit) -> None:
    dana = sit("dana")
    drawn = {
        "shape": "line",
        "corners": "114.1,22.5 114.1004,22.5",
        "reason_code": "flood",
        "hours": "2",
        "how": "closed",
    }
    reply = dana.client.post("/closures", drawn, headers={"Accept": "application/json"})
    assert (reply.status_code, list(reply.json())) == (200, ["done"])
    [shown] = told(dana, "/map/now")["closures"]
    assert (shown["reason"], shown["slow"], shown["may_lift"], len(shown["outline"])) == ("flood", False, True, 4)
    assert shown["ends"] == "2026-03-02T14:00:00+00:00"

    assert dana.client.post(f"/closures/{shown['id']}/lift").status_code == 302
    assert told(dana, "/map/now")["closures"] == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"corners": "114.1,22.5"},
        {"corners": "114.1,22.5 x,y 1,1"},
        {"corners": "114.1,22.5 114.2,22.5 114.2"},
        {"corners": "500,22 501,22 501,23"},
        {"corners": "nan,1 2,2 3,3"},
        {"corners": "1,1 2,2 3,1", "reason_code": "war"},
        {"corners": "1,1 2,2 3,1", "hours": "soon"},
        {"corners": "1,1 2,2 3,1", "hours": "-1"},
        {"corners": "1,1 2,2 3,1", "hours": "1e9"},
        {"corners": " ".join(["1,1"] * 3_000)},
        {"corners": "1,1 1,1", "shape": "line"},
        {"corners": "inf,1 2,2", "shape": "line"},
        {},
    ],
)
def test_what_cannot_be_a_closure_is_refused_in_one_line(people: Town, sit: Sit, wrong: dict[str, str]) -> None:
    dana = sit("dana")
    reply = dana.client.post("/closures", {"reason_code": "works"} | wrong, headers={"Accept": "application/json"})
    assert reply.status_code == 422, reply.content
    assert len(reply.json()["refused"]) > 10
    assert told(dana, "/map/now")["closures"] == []


def test_a_street_is_closed_and_opened_on_the_page_of_closed_roads(people: Town, sit: Sit) -> None:
    diao = sit("diao")
    assert "目前没有道路管制" in diao.get("/closures")
    reply = diao.client.post("/closures", {"street": "Pier Road", "reason_code": "works", "hours": "0", "how": "slow"})
    assert reply.status_code == 302
    page = diao.get("/closures")
    assert "Pier Road" in page
    assert "直至解除" in page
    assert "/lift" not in sit("lea").get("/closures")


def test_what_was_opened_by_mistake_is_closed_again_as_it_was_and_both_stay_in_the_ledger(
    people: Town, sit: Sit
) -> None:
    dana = sit("dana")
    dana.client.post("/closures", {"street": "Pier Road", "reason_code": "flood", "hours": "0", "how": "slow"})
    [first] = select(actor("dispatcher", CITY), "closure")
    dana.client.post(f"/closures/{first.id}/lift")
    assert f'id="lifted-{first.id}"' in dana.get("/closures")
    for _ in range(2):  # a double click closes one road
        assert dana.client.post(f"/closures/{first.id}/again").status_code == 302
    second, *more = [one for one in select(actor("dispatcher", CITY), "closure") if one.status == "in_force"]
    assert not more
    assert (second.street, second.reason_code, second.speed_factor) == ("Pier Road", "flood", first.speed_factor)
    assert people.record("closure", first.id).status == "lifted"
    assert f'id="lifted-{first.id}"' not in dana.get("/closures")


def test_the_maps_file_comes_in_the_pieces_asked_for(people: Town, sit: Sit) -> None:
    world = people.node.world.folder
    sheet.folder_of(world).mkdir()
    drawn = sheet.folder_of(world) / "aside"
    drawn.write_bytes(bytes(range(200)))
    there = sheet.Sheet(network="ab" * 32, bounds_deg=(1, 2, 3, 4), size_bytes=200)
    sheet.keep(world, drawn, there)
    client = sit("dana").client

    piece = client.get(f"/map/{there.name}", headers={"Range": "bytes=10-19"})
    assert (piece.status_code, piece.content) == (206, bytes(range(10, 20)))
    assert piece["Content-Range"] == "bytes 10-19/200"
    assert client.get(f"/map/{there.name}", headers={"Range": "bytes=200-"}).status_code == 416
    whole: Any = client.get(f"/map/{there.name}")
    assert b"".join(whole.streaming_content) == bytes(range(200))
    whole.close()
    for other in ("map.json", "roads-0000000000000000.pmtiles", ".."):
        assert client.get(f"/map/{other}").status_code == 404


@pytest.mark.parametrize(
    ("asked", "piece"),
    [
        ("bytes=0-", (0, 99)),
        ("bytes=90-200", (90, 99)),
        ("bytes=-5", (95, 99)),
        ("bytes=-500", (0, 99)),
        ("bytes=-0", None),
        ("bytes=5-4", None),
        ("bytes=-", None),
        ("bytes=0-1,3-4", None),
        ("lines=0-1", None),
    ],
)
def test_a_range_is_read_as_the_standard_says(asked: str, piece: tuple[int, int] | None) -> None:
    assert piece_of(asked, 100) == piece


def test_a_stranger_gets_no_piece_of_the_map(people: Town, sit: Sit) -> None:
    desk = sit("dana")
    desk.client.post("/sign-out")
    assert desk.client.get("/map/now").status_code == 302
    assert desk.client.get("/map/roads-0000000000000000.pmtiles").status_code == 302


def test_a_barrier_reaches_a_few_metres_to_either_side() -> None:
    ring = barrier((114.1, 22.5, 114.101, 22.5))
    south, north = min(ring[1::2]), max(ring[1::2])
    assert (north - south) * 111_195 == pytest.approx(8.0, rel=0.02)
    assert (min(ring[::2]), max(ring[::2])) == pytest.approx((114.1, 114.101))
