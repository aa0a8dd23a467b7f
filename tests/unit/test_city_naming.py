"""Streets of the administrator's sheet are found by name like those of the city's roads, and without any city too."""

from pathlib import Path

import pytest

from callbox.faces.command.sheet import streets
from callbox.site import start
from callbox.site.advisor.answering import Answers
from callbox.site.advisor.asked import NotUnderstood
from callbox.site.city import naming


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with one world, whose sheet tells of three streets; of one it does not say where."""
    folder = start.folder_of(tmp_path, "live")
    folder.mkdir(parents=True)
    told = [("Quay Street", "码头街", "22.5", "114.1"), ("Mill Lane", "", "22.6", "114.2"), ("Lost Road", "", "", "")]
    rows = [
        {"organisation": "harbour", "name": name, "name_zh": zh, "latitude_deg": lat, "longitude_deg": lon}
        for name, zh, lat, lon in told
    ]
    streets.write(folder, rows)
    return tmp_path


def test_streets_of_the_sheet_are_found_without_any_city(home: Path) -> None:
    answers = Answers(steady_s=lambda: 0.0)
    with pytest.raises(NotUnderstood):
        answers.answer("search", {"text": "quay"})
    names = naming.index_of(home, "live", None)
    assert names is not None
    answers.know(names)
    assert answers.answer("search", {"text": "码头街"})["places"] == [
        {"kind": "street", "label": "Quay Street · 码头街", "place": [114.1, 22.5]}
    ]
    assert answers.answer("search", {"text": "quay lane"})["places"][0]["sure"] is False  # type: ignore[index,call-overload]
    assert answers.answer("search", {"text": "lost road"})["places"] == []


def test_a_change_of_the_sheet_is_seen_and_no_sheet_is_no_change(home: Path, tmp_path: Path) -> None:
    before = naming.stamp(home, "live")
    folder = start.folder_of(home, "live")
    streets.write(folder, streets.read(folder)[:1])
    assert naming.stamp(home, "live") != before
    elsewhere = tmp_path / "elsewhere"
    assert naming.index_of(elsewhere, "live", None) is None
    assert naming.stamp(elsewhere, "live") == naming.stamp(elsewhere, "live") != before
