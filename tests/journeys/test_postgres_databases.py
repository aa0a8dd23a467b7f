"""Databases, dumps, and a server of the administrator's own."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.worlds.postgres import NO_ENVIRON, new_home, remove_home, run

from callbox.site.postgres import (
    ConnectionInfo,
    PostgresError,
    create_database,
    drop_database,
    ensure_database,
    ensure_running,
    list_databases,
    load,
    run_tool,
    status,
    stop,
)
from callbox.site.postgres.binaries import find_binaries


@pytest.fixture(scope="module")
def server() -> Iterator[ConnectionInfo]:
    home = new_home()
    yield run(home)
    remove_home(home)


def test_a_database_is_copied_from_a_template_and_dropped(server: ConnectionInfo) -> None:
    create_database(server, "pattern")
    with psycopg.connect(**server.parameters("pattern")) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'copied' AS word")
    create_database(server, "copy", template="pattern")
    with psycopg.connect(**server.parameters("copy")) as connection:
        assert connection.execute("SELECT word FROM kept").fetchone() == ("copied",)
    assert {"copy", "pattern"} <= set(list_databases(server))
    drop_database(server, "copy")
    drop_database(server, "copy")
    drop_database(server, "pattern")
    assert not {"copy", "pattern"} & set(list_databases(server))


def test_a_database_is_made_once(server: ConnectionInfo) -> None:
    assert ensure_database(server, "once")
    assert not ensure_database(server, "once")


@pytest.mark.parametrize("name", ["", "1st", 'a"b', "Großes", "a" * 64, "a;b"])
def test_a_name_that_is_no_plain_word_names_no_database(server: ConnectionInfo, name: str) -> None:
    with pytest.raises(PostgresError, match="can't name a database"):
        create_database(server, name)


def test_a_dump_is_taken_and_restored(server: ConnectionInfo, tmp_path: Path) -> None:
    create_database(server, "dumped")
    create_database(server, "restored")
    with psycopg.connect(**server.parameters("dumped")) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'from the dump' AS word")
    run_tool(server, "pg_dump", ["-Fc", "-f", tmp_path / "dump"], database="dumped")
    run_tool(server, "pg_restore", ["-d", "restored", tmp_path / "dump"])
    with psycopg.connect(**server.parameters("restored")) as connection:
        assert connection.execute("SELECT word FROM kept").fetchone() == ("from the dump",)


@pytest.mark.slow
@pytest.mark.parametrize("major", [16, 18])
def test_a_servers_own_dump_comes_back_to_it_also_where_our_tools_are_newer(
    node_home: Path, tmp_path: Path, *, major: int
) -> None:
    environ = {"CALLBOX_PG_BIN": str(find_binaries(NO_ENVIRON, major=major).folder)}
    info = ensure_running(node_home, environ=environ, durable=False)
    create_database(info, "dumped")
    create_database(info, "restored")
    lines = [("SET transaction_timeout = 0;",), ("from the dump",)]
    with psycopg.connect(**info.parameters("dumped")) as connection:
        connection.execute("CREATE TABLE kept (word text PRIMARY KEY)")
        connection.cursor().executemany("INSERT INTO kept VALUES (%s)", lines)
    run_tool(info, "pg_dump", ["-Fc", "-f", tmp_path / "dump"], database="dumped", environ=NO_ENVIRON)
    load(info, tmp_path / "dump", database="restored", environ=NO_ENVIRON)
    with psycopg.connect(**info.parameters("restored")) as connection:
        assert sorted(connection.execute("SELECT word FROM kept").fetchall()) == lines
    with pytest.raises(PostgresError, match='relation "kept" already exists'):
        load(info, tmp_path / "dump", database="restored", environ=NO_ENVIRON)


def test_a_tool_that_fails_gives_the_line_that_names_the_fault(server: ConnectionInfo) -> None:
    with pytest.raises(PostgresError, match=r'pg_dump failed: .*database "absent" does not exist'):
        run_tool(server, "pg_dump", [], database="absent")


def test_an_outside_server_is_reached_by_its_url_and_never_stopped(server: ConnectionInfo, tmp_path: Path) -> None:
    url = f"postgresql://{server.user}:{server.password}@/postgres?host={server.host}&application_name=city"
    environ = {"CALLBOX_DATABASE_URL": url}
    info = ensure_running(tmp_path, environ=environ)
    assert (info.major, info.embedded, info.database) == (18, False, "postgres")
    assert info.options["application_name"] == "city"
    assert status(tmp_path, environ=environ).state == "external"
    assert not stop(tmp_path, environ=environ)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("url", ["mysql://a:secret@b/c", "postgresql://a:secret@b:port/c", "postgresql://[secret", "x"])
def test_a_url_that_cannot_be_read_is_refused_without_repeating_it(tmp_path: Path, url: str) -> None:
    with pytest.raises(PostgresError, match="CALLBOX_DATABASE_URL") as refused:
        ensure_running(tmp_path, environ={"CALLBOX_DATABASE_URL": url})
    assert "secret" not in str(refused.value)


def test_an_outside_server_that_is_silent_is_named(tmp_path: Path) -> None:
    with pytest.raises(PostgresError, match="no database answers at /nowhere"):
        ensure_running(tmp_path, environ={"CALLBOX_DATABASE_URL": "postgresql://a:secret@/b?host=/nowhere"})
