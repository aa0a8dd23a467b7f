"""What a line of `callbox simulate` may say of a changed city, and that it is told again as it was asked for."""

from pathlib import Path

import pytest
from tests.worlds.simulated import simulate

from callbox.faces.command.program import Stop
from callbox.faces.command.simulate.asking import command_of, hours_of, told_hours
from callbox.faces.command.simulate.closings import closings_of
from callbox.faces.command.simulations import Asked


def test_hours_that_are_given_have_their_speed_and_the_others_that_of_free_roads() -> None:
    speeds = hours_of("7-9:0.7,16-18:0.6")

    assert [speeds[hour] for hour in (6, 7, 8, 9, 16, 17, 18)] == [1.0, 0.7, 0.7, 1.0, 0.6, 0.6, 1.0]
    assert hours_of("") == ()
    assert told_hours(speeds) == "7-9:0.7,16-18:0.6"


@pytest.mark.parametrize("text", ["7", "9-7:0.7", "7-25:0.7", "7-9:0", "7-9:fast", "7-9:nan"])
def test_hours_that_cannot_be_are_refused(text: str) -> None:
    with pytest.raises(Stop):
        hours_of(text)


def test_a_closure_is_a_street_a_circle_or_a_file_at_hours_and_a_speed(tmp_path: Path) -> None:
    area = tmp_path / "flood.geojson"
    area.write_text('{"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}')

    street, circle, file = closings_of(["Queen Street@22-6", "-36.8,174.7,300:0.2", f"{area}@7-19"])

    assert (street.street, street.rings, street.hours, street.speed_factor) == ("Queen Street", (), (22, 6), 0.0)
    assert (circle.street, len(circle.rings), circle.hours, circle.speed_factor) == ("", 1, (0, 24), 0.2)
    assert (file.rings, file.hours) == (((0.0, 0.0, 1.0, 0.0, 1.0, 1.0),), (7, 19))
    assert [one.where for one in (street, circle, file)] == ["Queen Street", "-36.8,174.7,300", str(area)]


def test_a_line_with_a_closure_is_told_so_that_it_can_be_typed_again() -> None:
    asked = Asked(city="c", policies=("static",), closings=closings_of(["-36.8,174.7,300@7-19:0.2", "The Mall"]))

    assert " --close=-36.8,174.7,300@7-19:0.2 '--close=The Mall' " in command_of(asked, what="compare")


def test_the_line_names_what_was_changed_and_not_what_was_left() -> None:
    plain = command_of(Asked(city="c", policies=("static",)), what="compare")
    changed = command_of(
        Asked(city="c", policies=("static",), posts=15, demand_wrong=1.3, speeds_by_hour=hours_of("7-9:0.7")),
        what="compare",
    )

    assert not {"--posts", "--demand-wrong", "--speeds-wrong", "--close-stations", "--hours"} & set(plain.split())
    assert changed == f"{plain.replace(' --days', ' --hours 7-9:0.7 --days')} --posts 15 --demand-wrong 1.3"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("--hours", "9-7:1"), "--hours: 9-7:1 must be hours and speeds"),
        (("--posts", "-1"), "--posts: -1 must be from 0 to 200"),
        (("--demand-wrong", "0"), "--demand-wrong: 0.0 must be from 0.1 to 10.0"),
        (("--speeds-scatter", "1"), "--speeds-scatter: 1.0 must be from 0.0 to 0.9"),
        (("--close-stations", "-2"), "--close-stations: -2 must be"),
        (("--close", "Mall@7-7"), "--close: Mall@7-7 must be a street"),
        (("--close", "Mall@7-25"), "--close: Mall@7-25 must be"),
        (("--close", "95,0,300"), "--close: 95,0,300 must be"),
        (("--close", "none.geojson"), "none.geojson"),
        (("--close", "a") * 9, "--close: at most 8"),
    ],
)
def test_a_change_that_cannot_be_is_told_in_one_line(
    line: tuple[str, ...], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert simulate(tmp_path, "run", "demo", *line) == 2

    told = capsys.readouterr().err.splitlines()
    assert said in told[-1]
    assert len(told) == 1
