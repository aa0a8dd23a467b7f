"""Cards for the day on which everything is down: printed before, written on, and entered afterwards with their own times."""

import argparse
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from tests.worlds.city import NOON, Town
from tests.worlds.console import Desk

from callbox.faces.command.keeping import card
from callbox.site.commands import COMMANDS

Sit = Callable[[str], Desk]


def test_a_card_asks_for_all_that_the_screen_asks_for_and_has_its_number() -> None:
    for language, asked in (("en", "Who is hurt or in danger"), ("zh", "谁受伤或有危险")):
        html, text = card.html(["abcd-001", "abcd-002"], language), card.text(["abcd-001"], language)
        assert html.count('<section class="card">') == 2
        assert asked in html
        assert asked in text
        assert "abcd-002" in html
        assert "cards." not in html + text


def test_cards_are_known_to_the_command_line() -> None:
    assert "cards" in {command.NAME for command in COMMANDS}


@pytest.mark.parametrize("name", ["cards.html", "cards.txt"])
def test_cards_are_written_over_nothing_and_each_printing_has_numbers_of_its_own(tmp_path: Path, name: str) -> None:
    command = next(one for one in COMMANDS if one.NAME == "cards")
    parser = argparse.ArgumentParser()
    command.arguments(parser)
    command.run(parser.parse_args([str(tmp_path / name), "--count", "2"]), None)  # type: ignore[arg-type]
    command.run(parser.parse_args([str(tmp_path / f"other-{name}"), "--count", "2"]), None)  # type: ignore[arg-type]
    assert (tmp_path / name).read_text() != (tmp_path / f"other-{name}").read_text()


def test_what_was_written_on_a_card_is_entered_with_the_times_it_had(people: Town, sit: Sit) -> None:
    people.clock.put(NOON + timedelta(hours=3))
    dana = sit("dana")
    told = {"channel": "call", "category": "Building on fire", "priority": "life_threat", "source_number": "abcd-007"}
    response = dana.client.post("/calls/new", told | {"said_fact": "smoke", "at": "12:05", "key": "card"})
    incident = str(response["Location"]).rpartition("=")[2]
    dana.do(incident, "assign", signs="E1", how="assign", at="12:07", because="from a card", key="k1")
    [sent] = people.record("incident", incident).assignments
    dana.do(incident, "on_scene", assignment=sent, at="12:15", because="from a card", key="k2")

    kept = people.record("incident", incident)
    assert (kept.category, kept.source_number) == ("fire.building", "abcd-007")
    assert kept.received_at == NOON + timedelta(minutes=5)
    assert kept.arrived_at == NOON + timedelta(minutes=15)
    assert people.record("assignment", sent).assigned_at == NOON + timedelta(minutes=7)
