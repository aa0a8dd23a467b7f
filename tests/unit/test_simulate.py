"""`callbox simulate`: from a city's files to figures, a report and a page to watch."""

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from tests.worlds.simulated import NoNode, simulate, town

from callbox.faces.command.simulate import plots
from callbox.kernel.words import LANGUAGES, word

# Compiling what these need takes longer than all they do: `make prove` runs them.
pytestmark = pytest.mark.slow

FEW = ("--days", "3", "--zones", "30", "--turning", "20", "--on-scene-min", "10")


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return town(tmp_path_factory.mktemp("city") / "gridtown")


@pytest.fixture(scope="module")
def compared(city: Path) -> Path:
    """What one comparison wrote."""
    out = city.parent / "out"
    status = simulate(
        city.parent, "compare", city, "--policies", "static,redeploy", "--loads", "1,2", "--out", out, *FEW
    )
    assert status == 0
    return out


def test_a_run_tells_its_figures_with_intervals_and_the_line_that_gives_them_again(
    city: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert simulate(city.parent, "run", city, "--json", *FEW) == 0

    found = json.loads(capsys.readouterr().out)
    (load,) = found["loads"]
    (static,) = load["policies"]
    every, *by_priority = static["answered"]
    assert [one["priority"] for one in by_priority] == ["highPriority", "medPriority", "lowPriority"]
    assert every["calls"] == sum(one["calls"] for one in by_priority) == load["calls"] > 0
    assert every["late"][1] <= every["late"][0] <= every["late"][2]
    assert found["command"].startswith("callbox simulate run ")
    assert "--seed 1" in found["command"]


def test_the_same_seed_gives_the_same_figures_and_another_one_others(
    city: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = []
    for seed in ("1", "1", "2"):
        assert simulate(city.parent, "run", city, "--json", "--seed", seed, *FEW) == 0
        told.append(json.loads(capsys.readouterr().out)["loads"])

    assert told[0] == told[1]
    assert told[0] != told[2]


def test_closed_streets_cost_time_at_their_hours_and_the_report_says_so(
    city: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = []
    for line in ((), ("--close", "0.05,0.05,2500@7-19:0.1"), ("--close", "0.05,0.05,2500:0.1")):
        assert simulate(city.parent, "run", city, "--json", *line, *FEW) == 0
        told.append(json.loads(capsys.readouterr().out))

    open_, by_day, always = (one["loads"][0]["policies"][0]["answered"][0]["mean_s"][0] for one in told)
    assert open_ < by_day < always
    assert "--close=0.05,0.05,2500@7-19:0.1" in told[1]["command"]
    (slow,) = [one for one in told[1]["assumed"] if one["code"] == "slow"]
    assert slow["details"] == {"where": "0.05,0.05,2500", "from": 7, "until": 19, "percent": "10"}


@pytest.mark.parametrize(
    ("where", "said"),
    [("5,5,100", "--close: there is no street at 5,5,100"), ("The Mall", "--close: these roads have no names")],
)
def test_a_closure_that_is_nowhere_is_told_in_one_line(
    where: str, said: str, city: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert simulate(city.parent, "run", city, "--close", where, *FEW) == 2
    assert said in capsys.readouterr().err


def test_a_policy_without_anything_to_change_changes_nothing(compared: Path) -> None:
    result = json.loads((compared / "result.json").read_text())

    for load in result["cities"][0]["loads"]:
        static = load["policies"][0]["answered"][0]
        assert static["late_change"] is None
        assert load["policies"][1]["answered"][0]["late_change"] is not None


def test_more_calls_leave_more_of_them_late(compared: Path) -> None:
    once, twice = json.loads((compared / "result.json").read_text())["cities"][0]["loads"]

    assert twice["calls"] > 1.5 * once["calls"]
    assert twice["policies"][0]["busy"][0] > once["policies"][0]["busy"][0]
    assert twice["policies"][0]["answered"][0]["mean_s"][0] > once["policies"][0]["answered"][0]["mean_s"][0]


def test_a_report_asks_nobody_for_anything_and_speaks_both_languages(compared: Path) -> None:
    page = (compared / "report.html").read_text()

    outside = re.findall(r"""(?:src|href|url)\s*[=(]\s*["']?(?!#)(?:https?:)?//[^"')\s]+""", page)
    assert outside == []
    assert "<script" not in page
    assert '<main class="en"' in page
    assert '<main class="zh"' in page
    assert page.count("<svg") == 2 * len(plots.PLOTS)
    marks = re.findall(r'\bid="([^"]+)"', page)
    assert len(marks) == len(set(marks))


def test_every_plot_is_a_file_in_each_language(compared: Path) -> None:
    names = {path.name for path in compared.glob("*.svg")}

    assert names == {f"{name}.{lang}.svg" for name in plots.PLOTS for lang in LANGUAGES}


def test_the_report_names_the_baseline_the_seed_the_number_of_calls_and_what_was_assumed(compared: Path) -> None:
    page = (compared / "report.html").read_text()
    once = json.loads((compared / "result.json").read_text())["cities"][0]["loads"][0]

    assert "Baseline: “static, closest idle”" in page
    assert "Seed 1" in page
    assert f"n = {once['calls']:,} calls" in page
    assert "Assumed: 10 min at the scene" in page
    assert "callbox simulate compare" in page


def test_a_page_to_watch_holds_the_whole_day(city: Path) -> None:
    page = city.parent / "watch.html"
    assert simulate(city.parent, "watch", city, "--policy", "both", "--out", page, "--zones", "30") == 0

    text = page.read_text()
    data = json.loads(re.search(r'id="data">(.*?)</script>', text, re.DOTALL)[1])  # type: ignore[index]
    assert "http" not in re.sub(r"http://www.w3.org/\S+", "", text)
    assert data["units"] == 5
    assert len(data["stations"]) == 3
    assert len(data["said"]["en"]) == len(data["said"]["zh"]) > len(data["calls"]) > 10


def test_a_unit_on_the_page_is_always_somewhere_and_never_jumps(city: Path) -> None:
    page = city.parent / "watch2.html"
    assert simulate(city.parent, "watch", city, "--policy", "move-up", "--out", page, "--zones", "30") == 0
    data = json.loads(re.search(r'id="data">(.*?)</script>', page.read_text(), re.DOTALL)[1])  # type: ignore[index]

    for unit in range(data["units"]):
        legs = [leg for leg in data["legs"] if leg[0] == unit]
        assert legs[0][1] <= 0
        assert legs[-1][2] >= 86_400
        for before, after in pairwise(legs):
            assert after[1] == pytest.approx(before[2], abs=0.2)
            assert before[5:7] == pytest.approx(after[3:5], abs=0.0001)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("run",), "name a city"),
        (("run", "nowhere"), "nowhere is neither a folder"),
        (("run", "demo:5"), "demo:5: a generated city has"),
        (("run", "demo", "--policy", "best"), "there is no policy best; there is static"),
        (("run", "demo", "--days", "0"), "--days: 0 must be from 1"),
        (("run", "demo", "--load", "-1"), "--load: -1 must be"),
        (("compare", "demo", "--loads", "1,x"), "--loads: 1,x must be"),
        (("run", "--world", "w", "--from", "monday"), "--from: monday must be a day"),
        (("run", "demo", "--until", "2026-01-01"), "--from and --until go with --world"),
        (("run", "demo", "--world", "demo"), "either a city or --world"),
        (("watch", "demo", "--transport", "1.5"), "--transport: 1.5 must be from 0.0 to 1.0"),
    ],
)
def test_a_line_that_cannot_be_is_told_in_one_line(
    line: tuple[str, ...], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert simulate(tmp_path, *line) == 2

    told = capsys.readouterr().err.splitlines()[-1]
    assert said in told


def test_a_fault_in_a_file_names_the_file_and_the_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = town(tmp_path / "broken")
    (folder / "ambulances_1.csv").write_text("ambulances\nindex,stationIndex,class\n1,9,1\n")

    assert simulate(tmp_path, "run", folder, *FEW) == 2
    told = capsys.readouterr().err.splitlines()[-1]
    assert "ambulances_1.csv: line 3: there is no station 9" in told

    (folder / "stations_1.csv").unlink()
    assert simulate(tmp_path, "run", folder, *FEW) == 2
    assert "stations_1.csv can't be read" in capsys.readouterr().err


def test_a_folder_with_something_else_in_it_says_what_would_be_right(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert simulate(tmp_path, "run", tmp_path) == 2
    assert "roads.zip" in capsys.readouterr().err


def test_without_the_drawer_a_report_says_how_to_get_it_before_anything_is_simulated(
    city: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(plots, "DRAWER", "no_such_drawer")

    assert simulate(city.parent, "compare", city, "--out", city.parent / "never") == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "pip install 'callbox[reports]'" in told
    assert not (city.parent / "never").exists()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_policy_has_a_name_and_says_what_it_does(lang: str, tmp_path: Path) -> None:
    for policy in NoNode(tmp_path).simulations.policies():
        assert word(f"simulate.policy.{policy}", lang)
        assert word(f"simulate.about.{policy}", lang)


OWN = """
def send(situation):
    return min(situation.candidates, key=lambda one: (one.eta_ms, one.unit)).unit if situation.candidates else -1
"""


def test_a_policy_of_ones_own_runs_beside_the_others_on_the_same_days(
    city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.py").write_text(OWN)
    (tmp_path / "not.py").write_text("import this_is_not_there")
    (tmp_path / "odd.py").write_text("def send(situation):\n    return 'E1'")

    for name, status in (("mine.py", 0), ("not.py", 2), ("odd.py", 2), ("away.py", 2)):
        assert simulate(city.parent, "run", city, "--policy", tmp_path / name, "--json", *FEW) == status

    told = capsys.readouterr()
    assert json.loads(told.out)["loads"][0]["policies"][0]["policy"].endswith("mine.py")
    for line in ("not.py is no policy: ModuleNotFoundError", "odd.py answered what cannot be", "away.py can't be read"):
        assert line in told.err


def test_looking_ahead_leaves_fewer_late_than_the_static_plan_and_moves_nobody_where_it_must_not(
    city: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = {}
    for policy in ("ahead", "ahead-capped", "ahead-still"):
        line = ("run", city, "--json", "--policy", policy, "--load", "2", *FEW, "--days", "20")
        assert simulate(city.parent, *line) == 0
        found[policy] = json.loads(capsys.readouterr().out)["loads"][0]["policies"][0]

    assert all(one["answered"][0]["late_change"][0] < 0 for one in found.values())
    assert found["ahead"]["moves_a_day"][0] > 0
    assert found["ahead-still"]["moves_a_day"][0] == 0


def policies_of(city: Path, capsys: pytest.CaptureFixture[str], *line: str) -> dict[str, dict[str, Any]]:
    """What policies came to, by name, and under "" the whole."""
    assert simulate(city.parent, "run", city, "--json", "--load", "2", *FEW, *line) == 0
    found = json.loads(capsys.readouterr().out)
    return {"": found} | {one["policy"]: one for one in found["loads"][0]["policies"]}


def test_street_posts_help_who_moves_units_and_leave_the_static_plan_as_it_was(
    city: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain, posted = (policies_of(city, capsys, "--days", "10", *posts) for posts in ((), ("--posts", "4")))
    moved, moved_too = (
        policies_of(city, capsys, "--days", "10", "--policy", "redeploy", *posts) for posts in ((), ("--posts", "4"))
    )

    assert posted["static"] == plain["static"]
    assert moved_too["redeploy"] != moved["redeploy"]
    assert posted[""]["posts"] == 4
    assert posted[""]["stations"] == plain[""]["stations"] == 3
    assert "--posts 4" in posted[""]["command"]


def test_cover_may_be_reckoned_with_each_units_own_busy_fraction_at_each_hour_and_the_report_says_so(
    city: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = ("--days", "10", "--policy", "both")
    one, many = (policies_of(city, capsys, *line, *busy) for busy in ((), ("--busy", "unit-hour")))

    assert len(many["both"]["busy_by_hour"]) == 24
    assert "--busy unit-hour" in many[""]["command"]
    assert "busy_by_unit" in {told["code"] for told in many[""]["assumed"]}
    assert "--busy" not in one[""]["command"]


def test_a_plan_for_fewer_calls_elsewhere_meets_the_calls_that_come(
    city: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    right = policies_of(city, capsys)
    wrong = policies_of(city, capsys, "--demand-wrong", "0.7", "--demand-scatter", "0.3")

    assert wrong[""]["loads"][0]["calls"] == right[""]["loads"][0]["calls"]
    assert wrong[""]["loads"][0]["busy_fraction"] < right[""]["loads"][0]["busy_fraction"]
    assert {"demand_wrong", "demand_scatter"} <= {one["code"] for one in wrong[""]["assumed"]}


def test_speeds_taken_for_others_change_who_is_sent_and_not_how_fast_they_are(
    city: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    right, wrong = (policies_of(city, capsys, *more) for more in ((), ("--speeds-scatter", "0.5")))
    scaled = policies_of(city, capsys, "--speeds-wrong", "0.8")

    mean_s = [one["static"]["answered"][0]["mean_s"][0] for one in (right, wrong, scaled)]
    assert mean_s[1] != mean_s[0]
    assert all(0.9 * mean_s[0] < one < 1.1 * mean_s[0] for one in mean_s)


def test_shut_stations_and_slow_hours_leave_more_calls_late(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changes = ((), ("--close-stations", "2"), ("--hours", "7-19:0.6"))
    late = [policies_of(city, capsys, *more)["static"]["answered"][0]["late"][0] for more in changes]

    assert late[1] > late[0]
    assert late[2] > late[0]


def test_a_town_without_an_open_station_is_refused_in_one_line(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert simulate(city.parent, "run", city, "--close-stations", "3", *FEW) == 2
    assert "3 would leave none of the 3 stations open" in capsys.readouterr().err.splitlines()[-1]


def test_a_policy_of_ones_own_can_be_watched_and_its_faults_are_told_in_one_line(
    city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.py").write_text(OWN)
    (tmp_path / "odd.py").write_text("def place(situation):\n    return 99")
    page = tmp_path / "mine.html"
    line = ("watch", city, "--zones", "30", "--posts", "2", "--out", page, "--policy")

    assert simulate(city.parent, *line, tmp_path / "mine.py") == 0
    data = json.loads(re.search(r'id="data">(.*?)</script>', page.read_text(), re.DOTALL)[1])  # type: ignore[index]
    assert any("unit" in text for _, code, text in data["said"]["en"] if code == "ASSIGNED")
    assert len(data["posts"]) == 2

    assert simulate(city.parent, *line, tmp_path / "odd.py") == 2
    assert "odd.py answered what cannot be" in capsys.readouterr().err
