"""Why a server did not start: the new server's own word counts, not what children of a dead one still write."""

from pathlib import Path

from callbox.site.postgres.process import ORPHANS, log_reason

BEFORE = "2026-03-02 12:00:00 UTC [7] FATAL:  what an earlier start said\n"
OWN = f"2026-03-02 12:00:01 UTC [42] FATAL:  {ORPHANS} (key 1, ID 2) is still in use\n"
ORPHAN = "2026-03-02 12:00:01 UTC [41] FATAL:  terminating connection due to unexpected postmaster exit\n"


def reason(tmp_path: Path, text: str) -> str:
    log = tmp_path / "server.log"
    log.write_text(BEFORE + text)
    return log_reason(log, since=len(BEFORE), pid=42)


def test_the_new_servers_word_counts_before_that_of_a_dead_ones_children(tmp_path: Path) -> None:
    assert ORPHANS in reason(tmp_path, OWN + ORPHAN)


def test_when_the_new_server_said_nothing_fatal_the_last_fatal_line_is_told(tmp_path: Path) -> None:
    assert "unexpected postmaster exit" in reason(tmp_path, ORPHAN)


def test_when_nothing_was_fatal_all_is_told(tmp_path: Path) -> None:
    assert reason(tmp_path, "starting\n\nno such file\n") == "starting no such file"
    assert reason(tmp_path, "") == "it said nothing"
