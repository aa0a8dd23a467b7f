"""The administrator's pages of departments: categories with their versions, boundaries out of a file."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.worlds.city import Town
from tests.worlds.console import Desk
from tests.worlds.examples_boundary import square
from tests.worlds.requests import ADMINISTRATOR, PARKS, WATER, offices

from callbox.kernel.read import select
from callbox.services.request.acts import ROUTER, category_of, route

Sit = Callable[[str], Desk]
ASKED = "wires | singlevaluelist | required | Does it touch wires? | 碰到电线了吗？ | yes=Yes / 是;no=No / 否"
FORM = {"name": "Fallen tree", "name_zh": "树倒了", "department": PARKS, "length": "24", "counted": "deadline_hours"}


@pytest.mark.slow
def test_a_category_is_written_seen_as_residents_see_it_and_each_change_is_a_version(people: Town, sit: Sit) -> None:
    offices(people)
    ada = sit("ada")
    seen = ada.client.post("/categories", {**FORM, "questions": ASKED, "what": "preview"}).content.decode()
    assert "碰到电线了吗？" in seen
    assert "Does it touch wires?" in seen
    wrong = ada.client.post("/categories", {**FORM, "questions": "a | word | required | x", "what": "create"})
    assert wrong.status_code == 422
    assert "datatype must be one of" in wrong.content.decode()

    told = {
        **FORM,
        "questions": ASKED,
        "keywords": "tree down\n树倒了",
        "by_area": "yes",
        "what": "create",
        "key": "k1",
    }
    address = ada.client.post("/categories", told)["Location"]
    one = address.rpartition("/")[2]
    ada.client.post(address, {**told, "what": "describe", "length": "8", "key": "k2"})
    kept = category_of(one)
    assert kept is not None
    assert (kept.version, kept.deadline_hours, kept.keywords) == (2, 8.0, ("tree down", "树倒了"))
    page = ada.get(address)
    assert "version 2" in page
    assert "<del>24" in page.replace(".0", "")
    assert "Fallen tree" in ada.get("/categories")
    assert 'name="what" value="describe"' not in sit("dana").get(address)


@pytest.mark.slow
def test_boundaries_are_tried_then_taken_from_a_file_and_route_what_goes_by_place(people: Town, sit: Sit) -> None:
    kept = offices(people)
    ada = sit("ada")
    features: list[dict[str, Any]] = [
        {"type": "Feature", "properties": {"who": WATER, "called": "West"}, "geometry": square(103.8, 1.2)},
        {"type": "Feature", "properties": {"who": "parks", "called": "East"}, "geometry": square(103.9, 1.2)},
        {"type": "Feature", "properties": {"who": "nobody", "called": "?"}, "geometry": square(104.0, 1.2)},
        {"type": "Feature", "properties": {"who": WATER, "called": "Line"}, "geometry": {"type": "Point"}},
    ]
    content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    for what, told in (("try", "2 features are good"), ("take", "2 features taken"), ("take", "there already")):
        file = SimpleUploadedFile("districts.geojson", content)
        page = ada.client.post(
            "/boundaries", {"file": file, "what": what, "as_organisation": "who", "as_name": "called"}
        ).content.decode()
        assert told in page
        assert "no active organisation" in page
        assert "must be a GeoJSON Polygon" in page
        assert len(select(ROUTER, "boundary")) == (0 if what == "try" else 2)

    people.done("category.describe", ADMINISTRATOR, category=kept.leak, by_area=True)
    leak = category_of(kept.leak)
    assert leak is not None
    assert route(leak, 1.25, 103.85).department == WATER
    assert route(leak, 1.25, 103.95).department == PARKS
    assert set(route(leak, 1.25, 103.9).candidates) == {WATER, PARKS}
    assert route(leak, 1.25, 103.9).to_ask
    page = ada.get("/boundaries", category=kept.leak, where="1.25, 103.9")
    assert "a person chooses" in page
    assert page.count("<path") == 2
