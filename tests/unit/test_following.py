"""Positions are handed on to the advisor as they are kept, and nobody waits for that."""

from collections.abc import Mapping
from typing import Any

import pytest
from tests.worlds.city import NOON, Town

from callbox.kernel import positions
from callbox.kernel.advisor import Away
from callbox.kernel.positions import Position
from callbox.site.advisor.following import Following


class Listener:
    """An advisor that keeps what it is told, or is away."""

    def __init__(self, *, away: bool = False) -> None:
        self.told: list[tuple[str, Mapping[str, Any]]] = []
        self.away = away

    def ask(self, question: str, told: Mapping[str, Any], *, within_s: float = 0.0) -> Mapping[str, Any]:  # noqa: ARG002
        if self.away:
            raise Away("none")
        self.told.append((question, told))
        return {}


def test_of_each_unit_only_the_newest_place_is_told_and_only_once() -> None:
    listener = Listener()
    following = Following(listener)
    following({"E1": (22.5, 114.1), "E2": (22.6, 114.2)})
    following({"E1": (22.7, 114.3)})

    following.tell()
    following.tell()

    assert listener.told == [
        ("moved", {"units": [{"id": "E1", "place": [114.3, 22.7]}, {"id": "E2", "place": [114.2, 22.6]}]})
    ]


def test_what_nobody_heard_is_not_told_late() -> None:
    listener = Listener(away=True)
    following = Following(listener)
    following({"E1": (22.5, 114.1)})
    following.tell()
    listener.away = False

    following.tell()

    assert listener.told == []


def test_what_is_kept_is_handed_on(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(positions, "_followers", [])
    heard: list[Mapping[str, tuple[float, float]]] = []
    positions.follow(heard.append)

    positions.keep([Position(unit=town.units["E1"], latitude_deg=22.5, longitude_deg=114.1, at=NOON)])

    assert heard == [{town.units["E1"]: (22.5, 114.1)}]
