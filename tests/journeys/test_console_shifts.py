"""Who is on duty, on the page."""

from collections.abc import Callable

from tests.worlds.city import EAST, Town, actor
from tests.worlds.console import Desk

from callbox.kernel.chain import read_body
from callbox.kernel.tables import LedgerEntry

Sit = Callable[[str], Desk]


def looks() -> int:
    return sum(read_body(row.body).event == "reading.made" for row in LedgerEntry.objects.all())


def test_a_unit_is_signed_on_rests_and_is_signed_off(people: Town, sit: Sit) -> None:
    dana, unit = sit("dana"), people.units["E1"]
    assert "0 of 4" in dana.get("/shifts")

    dana.client.post("/shifts", {"unit": unit, "hours": "8", "key": "k"})
    shift = people.record("unit", unit).shift
    page = dana.get("/shifts")
    assert "1 of 4" in page
    assert '<time datetime="2026-03-02T20:00:00+00:00" title="2026-03-02 20:00:00">20:00</time>' in page
    for what in ("rest", "go_on", "end"):
        dana.client.post(f"/shifts/{shift}/turn", {"what": what, "key": "k"})

    assert (people.record("shift", shift).status, people.record("unit", unit).status) == ("ended", "off_shift")


def test_the_names_of_a_crew_are_shown_only_when_asked_for_and_the_look_is_recorded(people: Town, sit: Sit) -> None:
    given = {"unit": people.units["E1"], "ends_at": people.clock.now().replace(hour=20), "crew": ("wanda-canary",)}
    shift = people.done("shift.sign_on", actor("dispatcher", EAST), **given)
    dana, before = sit("dana"), looks()
    assert "wanda-canary" not in dana.get("/shifts")
    assert looks() == before

    page = dana.client.post(f"/shifts/{shift}/crew").content.decode()

    assert "wanda-canary" in page
    assert looks() == before + 1


def test_what_cannot_be_is_told_in_one_line(people: Town, sit: Sit) -> None:
    dana, unit = sit("dana"), people.units["E1"]
    assert "1 to 24 hours" in dana.client.post("/shifts", {"unit": unit, "hours": "99", "key": "k"}).content.decode()
    for key in ("a", "b"):
        page = dana.client.post("/shifts", {"unit": unit, "hours": "8", "key": key}, follow=True).content.decode()
    assert "E1 is on a shift already" in page
