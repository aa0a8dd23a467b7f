"""Replayed worlds beside a live one: listed with what they are, signed in to like any other, and the same each time."""

from pathlib import Path
from typing import Any

import pytest
from tests.journeys.test_administrator_begins import PASSWORD, code_in
from tests.journeys.test_replay import a_file, a_row
from tests.worlds.keeping import Desk

from callbox.kernel import read, registry
from callbox.kernel.facts import Actor
from callbox.services.organisation import sign_in
from callbox.services.organisation.acts import actor_of_person

MACHINE = Actor(organisation="", roles=frozenset({"machine"}))


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    rows = [a_row(str(number), unit, priority=str(2 + number % 2)) for number in range(1, 6) for unit in ("E1", "M2")]
    return a_file(tmp_path, [*rows, a_row("9", "E7", on_scene="09:00")])


def records(desk: Desk, world: str) -> dict[str, tuple[Any, ...]]:
    """Every record of a world as it stands, personal values sealed."""
    desk.site.open(world)
    return {spec.kind: read.select(MACHINE, spec.kind) for spec in registry.kinds()}


def test_each_world_is_listed_with_what_it_is_and_how_to_sign_in_to_a_replayed_one(live: Desk, calls: Path) -> None:
    live.run("replay", calls)
    assert "callbox invite replay-dispatcher --world replay_1" in live.said
    listed = live.done("worlds")
    assert [line.split()[:2] for line in listed.splitlines()[:2]] == [["live", "live"], ["replay_1", "replay"]]
    assert "callbox invite replay-dispatcher --world replay_1" in listed
    sign_in.redeem_code(
        "replay-dispatcher", code_in(live.done("invite", "replay-dispatcher", "--world", "replay_1")), PASSWORD
    )
    assert set(actor_of_person("replay-dispatcher").roles) == {"dispatcher"}


@pytest.mark.slow
def test_the_same_file_replayed_twice_gives_the_same_records(live: Desk, calls: Path) -> None:
    status = live.run("replay", calls)
    assert live.run("replay", calls) == status
    first, second = records(live, "replay_1"), records(live, "replay_2")

    assert {kind: len(found) for kind, found in first.items()} == {kind: len(found) for kind, found in second.items()}
    assert len(first["report"]) == 6
    assert first == second


@pytest.mark.slow
def test_another_file_gives_other_records(live: Desk, calls: Path, tmp_path: Path) -> None:
    live.run("replay", calls)
    live.run("replay", a_file(tmp_path, [a_row("1", "E1"), a_row("2", "E1")]))
    assert records(live, "replay_1")["incident"] != records(live, "replay_2")["incident"]
