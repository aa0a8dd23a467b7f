import os
from collections.abc import Mapping
from pathlib import Path
from string import Formatter

import pytest

from callbox.site.home import SetupError, ensure, resolve
from callbox.site.postgres import PostgresError


def mode_of(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_a_home_that_is_named_is_taken_as_it_is() -> None:
    assert resolve({"CALLBOX_HOME": "/srv/city"}, uid=1000) == Path("/srv/city")


def test_root_keeps_the_node_in_the_systems_state_folder() -> None:
    assert resolve({"XDG_DATA_HOME": "/elsewhere"}, uid=0) == Path("/var/lib/callbox")


def test_an_ordinary_user_keeps_the_node_in_the_data_folder() -> None:
    assert resolve({"XDG_DATA_HOME": "/data/ann"}, uid=1000) == Path("/data/ann/callbox")
    assert resolve({}, uid=1000) == Path.home() / ".local/share/callbox"


def test_a_relative_data_folder_is_ignored_as_its_standard_says() -> None:
    assert resolve({"XDG_DATA_HOME": "data"}, uid=1000) == Path.home() / ".local/share/callbox"


def test_a_home_with_a_line_break_in_its_name_is_refused() -> None:
    with pytest.raises(SetupError, match="CALLBOX_HOME holds a control character"):
        resolve({"CALLBOX_HOME": "/srv/a\nb"}, uid=1000)


def test_a_new_home_lets_nobody_list_or_write_it(tmp_path: Path) -> None:
    home = ensure(tmp_path / "new")
    assert mode_of(home) == (0o711 if os.geteuid() == 0 else 0o700)


def test_the_folders_above_a_home_stay_as_closed_as_they_were(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    ensure(tmp_path / "home")
    assert mode_of(tmp_path) == 0o700


def test_a_home_that_others_may_write_in_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    with pytest.raises(SetupError, match="chmod go-w"):
        ensure(tmp_path)


def test_a_file_is_no_home(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SetupError, match="is not a folder"):
        ensure(tmp_path / "file")


def test_a_home_below_a_file_says_why_it_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SetupError) as refused:
        ensure(tmp_path / "file" / "home")
    assert "Not a directory" in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_home_of_another_user_is_refused(tmp_path: Path) -> None:
    os.chown(tmp_path, 12345, -1)
    with pytest.raises(SetupError, match="belongs to another user"):
        ensure(tmp_path)


def values_of(line: str) -> set[str]:
    return {name.split("!")[0] for _, name, _, _ in Formatter().parse(line) if name}


@pytest.mark.parametrize("table", [SetupError.words, PostgresError.words], ids=["home", "postgres"])
def test_every_line_is_worded_in_english_and_chinese_with_the_same_values(
    table: Mapping[str, Mapping[str, str]],
) -> None:
    for code, lines in table.items():
        assert set(lines) == {"en", "zh"}, code
        assert values_of(lines["en"]) == values_of(lines["zh"]), code
