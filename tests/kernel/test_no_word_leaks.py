"""What people said never reaches a log line, a refusal or the text of an error, whatever goes wrong."""

import io
import logging
import traceback
from typing import Any

import pytest
from tests.worlds.city import Town, actor

from callbox.kernel import files, gate, privacy, read, rows
from callbox.kernel.facts import Ref, Refused
from callbox.kernel.search import search
from callbox.kernel.words import LANGUAGES, refusal
from callbox.services.note.acts import attach

TAKER, DISPATCHER = actor("call_taker"), actor("dispatcher")
CANARY = "canary-kanarienvogel-金丝雀"


def report(town: Town) -> Ref:
    told = {name: f"{CANARY} {name}" for name in ("caller_name", "caller_phone", "address", "said_fact")}
    return Ref("report", town.done("report.receive", TAKER, key="one", because=CANARY, **told))


def told_wrong(town: Town, one: Ref) -> list[str]:
    """Everything that is answered when something goes wrong with words of a person in it."""
    held = rows.read("report", [one.id])[one]
    assert held.sealed is not None
    wrong: list[Any] = [
        lambda: town.done("report.receive", TAKER, key="one", caller_name=CANARY + " other"),
        lambda: town.done("report.receive", TAKER, caller_name=CANARY + "\0"),
        lambda: town.done("report.receive", TAKER, said_fact=CANARY * 5000),
        lambda: town.done("report.receive", TAKER, channel=5, address=CANARY),
        lambda: town.done("report.receive", TAKER, latitude_deg=float("nan"), address=CANARY),
        lambda: town.done("report.receive", TAKER, answers={"q": object(), CANARY: 1}),
        lambda: town.done("note.write", actor("crew"), case=str(one), basis="fact", text=CANARY),
        lambda: town.done("note.write", TAKER, case=str(one), basis="rumour", text=CANARY),
        lambda: attach(TAKER, one, name=CANARY, media_type="text/html", stream=io.BytesIO(b"x"), at=town.clock.now()),
        lambda: files.put(TAKER, one, io.BytesIO(b"")),
        lambda: search(TAKER, "report", CANARY, purpose=""),
        lambda: read.opened(actor("dispatcher", "coast/harbour/east"), one, purpose=CANARY),
        lambda: privacy.unseal(bytes(32), ref=one, text=bytes(held.sealed or b"")),
        lambda: privacy.unseal(town.node.keys.key(held.slot), ref=one, text=bytes(held.sealed or b"")[:-1]),
    ]
    return [text for one_wrong in wrong for text in texts_of(one_wrong)]


def texts_of(wrong: Any) -> list[str]:
    try:
        wrong()
    except Exception as error:
        lines = traceback.format_exception_only(error)
        worded = [refusal(error, language) for language in LANGUAGES] if isinstance(error, Refused) else []
        return [*lines, repr(error), *worded]
    return []


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG)
    return caplog


def test_no_refusal_error_or_log_line_holds_what_somebody_said(town: Town, logged: pytest.LogCaptureFixture) -> None:
    one = report(town)
    texts = told_wrong(town, one)
    assert len(texts) > 25
    assert [text for text in texts if "canary" in text or "金丝雀" in text] == []
    assert "canary" not in logged.text
    assert "金丝雀" not in logged.text


def test_records_show_sealed_values_as_sealed(town: Town) -> None:
    one = report(town)
    assert "canary" not in repr(town.record("report", one.id))
    assert "canary" not in repr(gate.act(town.asked("report.flag", DISPATCHER, report=one.id, flags=("x",))))
    assert repr(town.record("report", one.id).caller_name) == "<sealed>"
