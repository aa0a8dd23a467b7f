"""The page of now: what a leader has to know at a look, each figure opening down to the records it counts."""

from collections.abc import Callable
from datetime import timedelta

from tests.worlds.city import CENTRE, EAST, NOON, WEST, Town, actor
from tests.worlds.console import Desk

Sit = Callable[[str], Desk]


def test_each_figure_opens_down_to_what_it_counts(people: Town, sit: Sit) -> None:
    old, fresh = people.incident("routine", area=EAST), people.incident("life_threat")
    people.done("incident.assign", actor("dispatcher"), incident=fresh, unit=people.units["E1"])
    people.done("transfer.offer", actor("dispatcher"), incident=old, to=WEST)
    people.clock.put(NOON + timedelta(minutes=7))

    page = sit("lea").get("/now")

    assert page.count(f'id="waits-{old}"') == 1
    assert f'id="waits-{fresh}"' not in page, "a unit was sent there"
    assert all(f'id="open-{one}"' in page for one in (old, fresh))
    assert "7:00" in page
    assert ">3 / 4<" in page, "units of the station that are free"
    assert f"presses-{fresh}-arrival" in page
    assert 'id="handing"' in page


def test_the_transfers_are_those_nobody_answered_yet(people: Town, sit: Sit) -> None:
    case = people.incident()
    offered = people.done("transfer.offer", actor("dispatcher"), incident=case, to=WEST)
    assert 'id="handing"' in sit("lea").get("/now")
    people.done("transfer.withdraw", actor("dispatcher", CENTRE), transfer=offered)
    assert 'id="handing"' not in sit("lea").get("/now")


def test_a_quiet_hour_says_so_in_the_readers_language(people: Town, sit: Sit) -> None:
    assert "Nobody waits for a unit" in sit("lea").get("/now")
    assert "没有等待派出的警情" in sit("diao").get("/now")


def test_who_has_no_part_in_it_is_not_sent_there(people: Town, sit: Sit) -> None:
    assert 'href="/now"' in sit("lea").get("/")
    assert 'href="/now"' not in sit("ada").get("/post")
