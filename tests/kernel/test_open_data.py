"""What a night's files of open data hold: what is public, and counts by which nobody is found."""

import csv
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from tests.worlds.city import EAST, NOON, WEST, Town
from tests.worlds.console import browser
from tests.worlds.examples_notice import public_category, published, told_of
from tests.worlds.requests import HANDLER, category, offices, request

from callbox.services.notice import acts, open_data

TOMORROW = NOON + timedelta(days=1)


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def counted(folder: Path) -> dict[tuple[str, str], int]:
    told = rows(folder, "counts-2026-03.csv")
    return {(one["category_name"], one["district"]): int(one["requests"]) for one in told}


def test_notices_are_told_as_their_pages_tell_them_and_removed_ones_are_gone(town: Town, tmp_path: Path) -> None:
    kept, removed = published(town, "=HYPERLINK of a pipe"), published(town, "A second pipe")
    acts.remove(HANDLER, removed, because="", at=NOON)

    open_data.write(tmp_path, now=TOMORROW)

    [told] = rows(tmp_path, open_data.NOTICES)
    assert (told["notice"], told["words"]) == (kept, "'=HYPERLINK of a pipe")
    assert (told["latitude_deg"], told["longitude_deg"], told["received_on"]) == ("31.235", "121.477", "2026-03-02")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_small_counts_are_not_told_and_cannot_be_worked_out(town: Town, tmp_path: Path) -> None:
    burst = public_category(town)
    lamp = category(town, department=HANDLER.organisation, name="Street light", public=True)
    for of, area, count in ((burst, EAST, 3), (burst, WEST, 9), (lamp, EAST, 9), (lamp, WEST, 9)):
        for _ in range(count):
            request(town, of, area=area)

    open_data.write(tmp_path, now=TOMORROW)

    told = counted(tmp_path)
    assert ("Burst pipe", EAST) not in told
    assert not {("Burst pipe", "all"), ("Burst pipe", WEST)} <= told.keys()
    assert not {("all", EAST), ("Street light", EAST)} <= told.keys()
    assert told["all", "all"] == 30


def test_only_days_that_are_over_and_only_public_categories_are_counted(town: Town, tmp_path: Path) -> None:
    kept = offices(town)
    for _ in range(6):
        told_of(town, area="behind Ann Lee's house")
        request(town, kept.leak)
        request(town, kept.conduct)

    open_data.write(tmp_path, now=NOON)
    assert list(tmp_path.glob("counts-*.csv")) == []
    open_data.write(tmp_path, now=TOMORROW)

    assert counted(tmp_path) == {
        ("Burst pipe", "elsewhere"): 6,
        ("Burst pipe", "all"): 6,
        ("all", "elsewhere"): 6,
        ("all", "all"): 6,
    }
    assert "Ann Lee" not in "".join(path.read_text() for path in tmp_path.iterdir())


def test_files_are_written_once_a_night(town: Town) -> None:
    assert [open_data.nightly(NOON + timedelta(hours=hours)) for hours in (0, 1, 13, 14, 15)] == [
        *(True, False),  # the first time at once
        *(False, True, False),  # then after two in the morning
    ]


def test_the_files_are_taken_over_http_only_where_the_settings_say_so(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(town, "A pipe burst")
    open_data.write(open_data.folder(), now=TOMORROW)
    (open_data.folder() / "notes.csv").write_text("nobody's")
    client = browser()
    assert [client.get(f"/open/data/{name}").status_code for name in ("", "notices.csv")] == [404, 404]

    monkeypatch.setattr(settings, "PORTAL", {"open_data": "open", "licence": "CC BY 4.0"})
    for language, title in (("en", "Open data"), ("zh", "开放数据")):
        page = client.get("/open/data/", {"language": language}).content.decode()
        assert all(told in page for told in (title, "CC BY 4.0", "2026-03-03", "notices.csv", "READ%20ME.txt"))
        assert "notes.csv" not in page
    answer = client.get("/open/data/notices.csv")
    assert answer.content == (open_data.folder() / "notices.csv").read_bytes()
    assert (answer["Content-Type"], answer["X-Content-Type-Options"], answer.cookies) == (
        "text/csv; charset=utf-8; header=present",
        "nosniff",
        {},
    )
    again = client.get("/open/data/notices.csv", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.post("/open/data/notices.csv").status_code == 405
    for name in ("notes.csv", ".notices.csv.new", "..%2Fworld.toml", "READ ME.txt.csv"):
        assert client.get(f"/open/data/{name}").status_code == 404
