"""The embedded server's life on a real machine: made, started, killed, moved, refused."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path

import psutil
import psycopg
import pytest
from tests.worlds.postgres import new_home, remove_home

from callbox.site.home import ensure
from callbox.site.postgres import (
    ConnectionInfo,
    PostgresError,
    WrongVersionError,
    create_database,
    drop_database,
    ensure_database,
    ensure_running,
    list_databases,
    run_tool,
    status,
    stop,
)
from callbox.site.postgres.account import server_account
from callbox.site.postgres.binaries import Binaries, find_binaries, runnable_by

ROOT = os.geteuid() == 0
only_root = pytest.mark.skipif(not ROOT, reason="only root can become another user")
NO_ENVIRON: dict[str, str] = {}


def ask(info: ConnectionInfo, question: str) -> object:
    with psycopg.connect(**info.parameters("postgres")) as connection:
        row = connection.execute(question.encode()).fetchone()
    return row[0] if row else None


def tell(info: ConnectionInfo, *statements: str) -> None:
    with psycopg.connect(**info.parameters("postgres"), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def run(home: Path, *, durable: bool = False) -> ConnectionInfo:
    return ensure_running(home, environ=NO_ENVIRON, durable=durable)


def kill(home: Path) -> int:
    """Kill the server as a power cut would; its number."""
    pid = status(home, environ=NO_ENVIRON).pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    return pid


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


def stand_in(home: Path, *, pid: int) -> None:
    """Let both of the dead server's lock files name a living process."""
    for name in ("data/postmaster.pid", "socket/.s.PGSQL.5432.lock"):
        lines = (home / "postgres" / name).read_text().splitlines()
        (home / "postgres" / name).write_text("\n".join([str(pid), *lines[1:]]) + "\n")


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


def test_a_socket_folder_that_others_may_enter_is_refused(node_home: Path) -> None:
    run(node_home)
    stop(node_home, environ=NO_ENVIRON)
    (node_home / "postgres/socket").chmod(0o755)
    with pytest.raises(PostgresError, match="is not a private folder"):
        run(node_home)


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


def test_a_first_start_that_was_cut_off_is_made_anew(node_home: Path) -> None:
    half = node_home / "postgres/data.half"
    half.mkdir(parents=True)
    half.parent.chmod(0o711)
    (half / "PG_VERSION").write_text("18\n")
    assert ask(run(node_home), "SELECT 1") == 1
    assert not half.exists()


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


@only_root
def test_programs_in_a_closed_folder_are_copied_to_where_the_server_can_run_them(node_home: Path) -> None:
    closed = closed_programs(node_home / "closed")
    info = ensure_running(node_home, environ={"CALLBOX_PG_BIN": str(closed)}, durable=False)
    assert ask(info, "SELECT 1") == 1
    program = psutil.Process(status(node_home, environ=NO_ENVIRON).pid).exe()
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


def test_a_tool_that_fails_gives_its_last_line(server: ConnectionInfo) -> None:
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
