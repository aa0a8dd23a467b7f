"""Another major version: refused by name, and carried over whole or not at all."""

from pathlib import Path

import psycopg
import pytest
from tests.worlds.postgres import NO_ENVIRON, run

from callbox.site.postgres import (
    ConnectionInfo,
    PostgresError,
    WrongVersionError,
    carry_over,
    create_database,
    ensure_running,
    stop,
    upgrade,
)
from callbox.site.postgres.binaries import find_binaries


def old_environ() -> dict[str, str]:
    """The programs of an older version that the wheel still carries."""
    return {"CALLBOX_PG_BIN": str(find_binaries(NO_ENVIRON, major=16).folder)}


def old_node(home: Path) -> None:
    """A node whose data PostgreSQL 16 wrote."""
    info = ensure_running(home, environ=old_environ(), durable=False)
    create_database(info, "city")
    with psycopg.connect(**info.parameters("city")) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'carried over' AS word")


def word_kept(info: ConnectionInfo) -> object:
    with psycopg.connect(**info.parameters("city")) as connection:
        row = connection.execute("SELECT word FROM kept").fetchone()
    return row and row[0]


def test_data_of_an_older_version_are_carried_over_and_the_old_ones_kept(node_home: Path) -> None:
    old_node(node_home)
    kept = carry_over(node_home, environ=NO_ENVIRON, durable=False)
    info = run(node_home)
    assert (info.major, word_kept(info)) == (18, "carried over")
    assert kept == node_home / "postgres/data.16"
    assert (kept / "PG_VERSION").read_text().strip() == "16"
    assert carry_over(node_home, environ=NO_ENVIRON, durable=False) is None
    assert not (node_home / "upgrade").exists()


@pytest.mark.slow
def test_an_upgrade_cut_off_between_old_and_new_is_finished_by_the_next_start(node_home: Path) -> None:
    old_node(node_home)
    kept = carry_over(node_home, environ=NO_ENVIRON, durable=False)
    assert kept is not None
    (node_home / "postgres/data").rename(node_home / "postgres/data.ready")
    assert word_kept(run(node_home)) == "carried over"


@pytest.mark.slow
def test_an_upgrade_that_fails_leaves_the_old_data_in_force(node_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old_node(node_home)

    def broken(*_args: object, **_options: object) -> str:
        raise PostgresError("postgres.tool_failed", tool="pg_dump", reason="cut")

    monkeypatch.setattr(upgrade, "run_tool", broken)
    with pytest.raises(PostgresError, match="pg_dump failed"):
        carry_over(node_home, environ=NO_ENVIRON, durable=False)
    assert word_kept(ensure_running(node_home, environ=old_environ(), durable=False)) == "carried over"


def test_data_newer_than_any_program_are_not_carried_back(node_home: Path) -> None:
    run(node_home)
    stop(node_home, environ=NO_ENVIRON)
    (node_home / "postgres/data/PG_VERSION").write_text("19\n")
    with pytest.raises(WrongVersionError, match="install the newer Callbox"):
        carry_over(node_home, environ=NO_ENVIRON)


def test_data_of_another_major_version_name_the_upgrade(node_home: Path) -> None:
    run(node_home)
    stop(node_home, environ=NO_ENVIRON)
    mark = node_home / "postgres/data/PG_VERSION"
    for other in ("17", "19"):
        mark.write_text(other + "\n")
        with pytest.raises(WrongVersionError, match=f"PostgreSQL {other} .* run `callbox upgrade`") as refused:
            run(node_home)
        assert "callbox upgrade" in refused.value.text("zh")
        assert "\n" not in str(refused.value)
