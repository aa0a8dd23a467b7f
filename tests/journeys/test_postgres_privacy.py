"""Who runs the server, who gets to it, and what its log may say."""

import os
import pwd
import shutil
import signal
import time
from multiprocessing import get_context
from pathlib import Path

import psutil
import psycopg
import pytest
from tests.worlds.newcomer import until
from tests.worlds.postgres import NO_ENVIRON, ask, kill, run, stand_in, tell

from callbox.site.home import ensure
from callbox.site.postgres import (
    PostgresError,
    WrongVersionError,
    ensure_running,
    status,
    stop,
)
from callbox.site.postgres.account import server_account
from callbox.site.postgres.binaries import Binaries, find_binaries, runnable_by

only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")


def test_a_socket_folder_that_others_may_enter_is_refused(node_home: Path) -> None:
    run(node_home)
    stop(node_home, environ=NO_ENVIRON)
    (node_home / "postgres/socket").chmod(0o755)
    with pytest.raises(PostgresError, match="is not a private folder"):
        run(node_home)


def test_a_password_is_asked_for_and_shown_nowhere(node_home: Path) -> None:
    info = run(node_home)
    assert (node_home / "postgres/password").stat().st_mode & 0o777 == 0o600
    assert info.password not in repr(info)
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(**{**info.parameters("postgres"), "password": "guessed"})


def test_no_failed_statement_leaves_a_value_in_the_log(node_home: Path) -> None:
    info = run(node_home)
    tell(info, "CREATE TABLE callers (name text PRIMARY KEY, age int CHECK (age > 0))")
    tell(info, "INSERT INTO callers VALUES ('canary-ann', 1)")
    failing = [
        ("INSERT INTO callers VALUES (%s, 1)", "canary-ann"),
        ("INSERT INTO callers VALUES (%s, -1)", "canary-ben"),
        ("SELECT %s::text::int", "canary-cid"),
        ("SELECT canary_dan + %s", "canary-eve"),
        ("DO $$ BEGIN RAISE WARNING 'canary'; END $$", None),
    ]
    for statement, value in failing:
        with psycopg.connect(**info.parameters("postgres"), autocommit=True) as connection:
            try:
                connection.execute(statement.encode(), None if value is None else (value,))
            except psycopg.Error:
                continue
    stop(node_home, environ=NO_ENVIRON)
    assert "canary" not in (node_home / "postgres/server.log").read_text()


def test_a_killed_statement_leaves_no_value_in_the_log(node_home: Path) -> None:
    info = run(node_home)
    busy = psycopg.pq.PGconn.connect(info.conninfo("postgres").encode())
    busy.send_query(b"SELECT 'canary-ann', pg_sleep(60)")
    time.sleep(0.2)
    os.kill(busy.backend_pid, signal.SIGKILL)
    busy.finish()
    log = node_home / "postgres/server.log"
    until(lambda: log.read_text().count("ready to accept connections") == 2, "the server's second start")
    stop(node_home, environ=NO_ENVIRON)
    told = log.read_text()
    assert "was terminated by signal 9" in told
    assert "canary" not in told


@only_root
def test_root_drops_only_the_server_and_opens_no_folder_above(node_home: Path) -> None:
    run(node_home)
    pid = status(node_home, environ=NO_ENVIRON).pid
    assert psutil.Process(pid).username() == "nobody"
    assert node_home.stat().st_mode & 0o777 == 0o711
    assert (node_home / "postgres/data").stat().st_mode & 0o777 == 0o700
    assert (node_home / "postgres/data").stat().st_uid == pwd.getpwnam("nobody").pw_uid


@only_root
def test_a_home_that_the_server_cannot_reach_is_refused_with_what_to_do(node_home: Path) -> None:
    home = ensure(node_home / "closed/home")
    home.parent.chmod(0o700)
    with pytest.raises(PostgresError, match=r"'nobody', who can't enter .*CALLBOX_HOME") as refused:
        run(home)
    assert home.parent.stat().st_mode & 0o777 == 0o700
    assert "\n" not in str(refused.value)


@only_root
@pytest.mark.parametrize(("user", "line"), [("no-such-user", "there is no user"), ("root", "does not run as root")])
def test_a_user_that_will_not_do_is_refused_by_name(node_home: Path, user: str, line: str) -> None:
    with pytest.raises(PostgresError, match=f"CALLBOX_USER: .*{line}"):
        ensure_running(node_home, environ={"CALLBOX_USER": user})


@only_root
def test_data_of_one_user_are_not_run_by_another(node_home: Path) -> None:
    run(node_home)
    stop(node_home, environ=NO_ENVIRON)
    shutil.rmtree(node_home / "postgres/socket")
    with pytest.raises(PostgresError, match=r"belongs to user .*CALLBOX_USER"):
        ensure_running(node_home, environ={"CALLBOX_USER": "daemon"})


@pytest.mark.slow
@only_root
def test_programs_in_a_closed_folder_are_copied_to_where_the_server_can_run_them(
    node_home: Path, request: pytest.FixtureRequest
) -> None:
    closed = closed_programs(node_home / "closed")
    before = os.umask(0o077)  # as careful administrators set it for root
    request.addfinalizer(lambda: os.umask(before))
    info = ensure_running(node_home, environ={"CALLBOX_PG_BIN": str(closed)}, durable=False)
    assert ask(info, "SELECT 1") == 1
    program = psutil.Process(status(node_home, environ=NO_ENVIRON).pid).cmdline()[0]
    assert program.startswith(str(node_home / "postgres/programs"))
    assert Path(program).stat().st_uid == 0


def closed_programs(folder: Path) -> Path:
    """The wheel's programs as in a virtual environment below /root: laid out the same, for root alone."""
    here = find_binaries(NO_ENVIRON).folder.parent
    folder.mkdir(mode=0o700)
    shutil.copytree(here, folder / here.parent.name / here.name, ignore=shutil.ignore_patterns("include", "*.a"))
    libraries = here.parent.parent / f"{here.parent.name}.libs"
    shutil.copytree(libraries, folder / libraries.name)
    return folder / here.parent.name / here.name / "bin"


@pytest.fixture
def reachable(node_home: Path) -> Binaries:
    """Programs that an ordinary user can run, wherever this checkout lies."""
    return runnable_by(server_account(NO_ENVIRON, uid=os.geteuid()), find_binaries(NO_ENVIRON), copies=node_home / "p")


def as_ordinary_user(home: Path, programs: Path, answers: Path) -> None:
    nobody = pwd.getpwnam("nobody")
    os.setgroups([])
    os.setgid(nobody.pw_gid)
    os.setuid(nobody.pw_uid)
    environ = {"CALLBOX_PG_BIN": str(programs)}
    ensure(home)
    ensure_running(home, environ=environ, durable=False)
    kill(home)
    stand_in(home, pid=os.getpid())  # now PostgreSQL itself would take us for its rival
    info = ensure_running(home, environ=environ, durable=False)
    answers.write_text(f"{ask(info, 'SELECT 1')} {status(home, environ=environ).state} {stop(home, environ=environ)}")


@only_root
def test_an_ordinary_user_runs_the_server_as_themselves(node_home: Path, reachable: Binaries) -> None:
    outer = node_home / "theirs"
    outer.mkdir()
    os.chown(outer, pwd.getpwnam("nobody").pw_uid, -1)
    # Forked, not spawned: the interpreter itself may lie where an ordinary user can't read it.
    child = get_context("fork").Process(
        target=as_ordinary_user, args=(outer / "home", reachable.folder, outer / "answers")
    )
    child.start()
    child.join(60)
    assert (outer / "answers").read_text() == "1 running True"
    assert (outer / "home").stat().st_mode & 0o777 == 0o700


@pytest.mark.slow
@pytest.mark.skipif(not Path("/usr/lib/postgresql").is_dir(), reason="Debian's PostgreSQL is not installed")
def test_debians_programs_serve_as_well(node_home: Path) -> None:
    folder = max(Path("/usr/lib/postgresql").glob("*/bin"))
    info = ensure_running(node_home, environ={"CALLBOX_PG_BIN": str(folder)}, durable=False)
    assert info.major == int(folder.parent.name)
    with pytest.raises(WrongVersionError, match="callbox upgrade"):
        again_with_the_wheel(node_home)


def again_with_the_wheel(home: Path) -> None:
    stop(home, environ=NO_ENVIRON)
    run(home)


@pytest.mark.parametrize(
    ("folder", "line"), [("/nowhere", "/nowhere/postgres can't be run"), ("/bin", "/bin/postgres can't be run")]
)
def test_programs_that_are_not_there_are_named(node_home: Path, folder: str, line: str) -> None:
    with pytest.raises(PostgresError, match=line):
        ensure_running(node_home, environ={"CALLBOX_PG_BIN": folder})
