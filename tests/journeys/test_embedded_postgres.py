"""The embedded server's life on a real machine: made, started, killed, refused."""

import os
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from tests.worlds.postgres import NO_ENVIRON, ask, kill, run, stand_in, tell

from callbox.site.home import ensure
from callbox.site.postgres import (
    PostgresError,
    ensure_running,
    status,
    stop,
)
from callbox.site.postgres.binaries import find_binaries


def test_a_fresh_home_gets_a_durable_server_ordered_by_bytes(node_home: Path) -> None:
    info = run(node_home, durable=True)
    wanted = {
        "fsync": "on",
        "synchronous_commit": "on",
        "full_page_writes": "on",
        "data_checksums": "on",
        "server_encoding": "UTF8",
        "listen_addresses": "",
        "max_connections": "200",
        "jit": "off",
        "TimeZone": "UTC",
    }
    assert {name: ask(info, f"SHOW {name}") for name in wanted} == wanted
    assert ask(info, "SELECT datcollate FROM pg_database WHERE datname = 'postgres'") == "C"
    assert (info.major, info.embedded) == (18, True)


def test_a_second_start_finds_what_the_first_one_kept(node_home: Path) -> None:
    tell(run(node_home), "CREATE TABLE kept (word text)", "INSERT INTO kept VALUES ('here')")
    assert stop(node_home, environ=NO_ENVIRON)
    assert status(node_home, environ=NO_ENVIRON).state == "stopped"
    assert ask(run(node_home), "SELECT word FROM kept") == "here"


def test_a_server_that_runs_is_left_as_it_is(node_home: Path) -> None:
    run(node_home)
    before = status(node_home, environ=NO_ENVIRON)
    run(node_home)
    assert status(node_home, environ=NO_ENVIRON) == before
    assert before.state == "running"


def test_stopping_what_does_not_run_is_no_fault(node_home: Path) -> None:
    assert status(node_home, environ=NO_ENVIRON).state == "absent"
    assert not stop(node_home, environ=NO_ENVIRON)


def test_two_processes_that_start_at_once_share_one_server(node_home: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from callbox.site.postgres import ensure_running, status\n"
        "home = Path(sys.argv[1]); ensure_running(home, environ={}, durable=False); print(status(home, environ={}).pid)"
    )
    children = [
        subprocess.Popen([sys.executable, "-c", code, node_home], stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]
    answers = {child.communicate(timeout=60)[0].strip() for child in children}
    assert answers == {str(status(node_home, environ=NO_ENVIRON).pid)}


def test_what_was_committed_outlives_a_kill(node_home: Path) -> None:
    info = run(node_home, durable=True)
    tell(info, "CREATE TABLE kept (word text)", "INSERT INTO kept VALUES ('committed')")
    killed = kill(node_home)
    assert ask(run(node_home, durable=True), "SELECT word FROM kept") == "committed"
    assert status(node_home, environ=NO_ENVIRON).pid != killed


def test_a_killed_servers_busy_child_is_waited_for(node_home: Path) -> None:
    info = run(node_home)
    # A child that computes does not notice its server's death; until it ends, the shared memory is its own.
    busy = psycopg.pq.PGconn.connect(info.conninfo("postgres").encode())
    busy.send_query(b"SELECT count(*) FROM generate_series(1, 10000000)")
    time.sleep(0.2)
    kill(node_home)
    assert ask(run(node_home), "SELECT 1") == 1
    busy.finish()


def test_another_program_under_the_dead_servers_number_does_not_hold_the_start(node_home: Path) -> None:
    run(node_home)
    kill(node_home)
    stand_in(node_home, pid=os.getpid())
    assert status(node_home, environ=NO_ENVIRON).state == "stopped"
    assert ask(run(node_home), "SELECT 1") == 1


def test_a_home_whose_path_is_too_long_for_a_socket_still_works(node_home: Path) -> None:
    home = ensure(node_home / ("a-long-name-" * 10) / "home")
    for folder in (home, *home.parents[:1]):
        folder.chmod(0o711)
    info = run(home)
    assert len(str(home)) > 107
    assert ask(info, "SELECT 1") == 1
    assert Path(info.host).stat().st_mode & 0o777 == 0o700
    stop(home, environ=NO_ENVIRON)
    assert not Path(info.host).exists()


def test_a_first_start_that_was_cut_off_is_made_anew(node_home: Path) -> None:
    half = node_home / "postgres/data.half"
    half.mkdir(parents=True)
    half.parent.chmod(0o711)
    (half / "PG_VERSION").write_text("18\n")
    assert ask(run(node_home), "SELECT 1") == 1
    assert not half.exists()


def test_a_first_start_that_fails_says_why_and_leaves_no_data(node_home: Path) -> None:
    programs = node_home / "programs"
    programs.mkdir()
    (programs / "postgres").symlink_to(find_binaries(NO_ENVIRON).program("postgres"))
    (programs / "initdb").write_text(
        "#!/bin/sh\necho 'x\n[1] FATAL:  could not write: No space left on device' >&2; exit 1"
    )
    (programs / "initdb").chmod(0o755)
    with pytest.raises(PostgresError, match=r"could not be made in .*/data: could not write: No space left on device$"):
        ensure_running(node_home, environ={"CALLBOX_PG_BIN": str(programs)})
    assert status(node_home, environ=NO_ENVIRON).state == "absent"


def test_a_server_that_will_not_start_says_why_in_one_line(node_home: Path) -> None:
    run(node_home)
    stop(node_home, environ=NO_ENVIRON)
    (node_home / "postgres/data/global/pg_control").unlink()
    with pytest.raises(PostgresError, match=r"did not start: .*could not .*\(more in .*server\.log\)") as refused:
        run(node_home)
    assert "\n" not in str(refused.value)


def test_a_lost_password_is_named_by_its_file(node_home: Path) -> None:
    run(node_home)
    (node_home / "postgres/password").unlink()
    with pytest.raises(PostgresError, match="postgres/password is missing"):
        run(node_home)
