"""The worker's loops, without a database."""

import logging
import threading

import pytest

from callbox.site.faults import where
from callbox.site.worker import Loop, work


def test_a_loop_outlives_its_failures_and_its_log_holds_no_text_of_theirs(caplog: pytest.LogCaptureFixture) -> None:
    ending = threading.Event()
    rounds: list[int] = []

    def fail_twice() -> None:
        rounds.append(len(rounds))
        if len(rounds) <= 2:
            raise ValueError("12 Harbour Road, 555-0123")
        ending.set()

    with caplog.at_level(logging.INFO, logger="callbox.worker"):
        work([Loop("trial", 0.01, fail_twice)], ending)

    assert len(rounds) == 3
    assert caplog.text.count("trial: ValueError at") == 2
    assert "Harbour" not in caplog.text


def test_one_loop_that_fails_does_not_hold_up_another() -> None:
    ending = threading.Event()
    rounds: list[int] = []

    def fail() -> None:
        raise OSError

    def go_on() -> None:
        rounds.append(1)
        if len(rounds) == 5:
            ending.set()

    work([Loop("failing", 0.01, fail), Loop("sound", 0.01, go_on)], ending)

    assert len(rounds) == 5


def test_an_error_is_told_by_kind_and_place_only() -> None:
    try:
        raise KeyError("somebody's name")
    except KeyError as wrong:
        told = where(wrong)
    assert told.startswith("KeyError at test_worker.py:")
    assert "somebody" not in told
