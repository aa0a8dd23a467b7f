"""Those who served somebody see what was said of them only by tens; another office looks at what was not done."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.worlds.city import Town, actor
from tests.worlds.examples_follow import followed
from tests.worlds.requests import HANDLER, WATER

from callbox.services.follow import acts

Sit = Callable[[str], Any]


@pytest.mark.slow
def test_a_supervisor_sees_tallies_and_says_whether_what_was_not_done_counts(people: Town, sit: Sit) -> None:
    town = people
    for points in (5, 5, 4, 4, 4, 3, 3, 2, 1, 5):
        told = followed(town)
        town.done("request.answer", HANDLER, request=told.request, answer="Mended.")
        town.done("request.close", HANDLER, request=told.request, disposition="done")
        acts.judge(_follow(town, told.follow), points)
    acts.say_not_done(_follow(town, told.follow), "it still drips")
    sam = sit("sam")
    page = sam.get("/served")
    assert "3.6" in page
    assert 'value="yes"' in page
    assert "it still drips" not in page
    [undone] = page.split("/served/")[1:]
    address = f"/served/{undone.partition(chr(34))[0]}"
    assert sam.client.post(address, {"counts": "yes", "because": ""}).status_code == 422
    assert sam.client.post(address, {"counts": "yes", "because": "it does drip"}).status_code == 302
    assert "counts" in sam.get("/served")
    assert not town.act(
        "undone.review", actor("supervisor", WATER), undone=address.rpartition("/")[2], counts=False, because="no"
    ).ok


def _follow(town: Town, one: str) -> Any:
    return town.record("follow", one)
