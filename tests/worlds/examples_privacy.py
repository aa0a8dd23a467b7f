"""Examples of the acts on notes, attachments, erasures and legal holds."""

from typing import Any

from tests.worlds.city import CITY, Town, actor
from tests.worlds.examples import TAKER, example, report

from callbox.kernel.facts import Act, Actor, Id

ADMINISTRATOR = actor("administrator", CITY)
DISPATCHER = actor("dispatcher")
# What kernel.erase lends to whoever it found to have the power.
ERASER = Actor(organisation=CITY, roles=frozenset({"administrator", "eraser"}), person="administrator-1")
HEX = "0123456789abcdef"


def on(town: Town) -> str:
    return f"report {report(town)}"


def closed(town: Town) -> str:
    one = report(town)
    town.done("report.close", TAKER, report=one, closed_as="answered")
    return f"report {one}"


def _note(town: Town, case: str) -> Id:
    return town.done("note.write", TAKER, case=case, basis="fact", text="smoke over the pier")


def _file(town: Town) -> dict[str, Any]:
    letters = (ord(letter) for letter in town.node.ids.new() * 3)
    stored = "".join(HEX[letter % 16] for letter in letters)[:32]
    return {"media_type": "image/jpeg", "size_bytes": 9, "stored": stored, "name": "pier.jpg", "sha256": "ab" * 32}


@example("note.write")
def _write(town: Town) -> "Act[Any]":
    return town.asked("note.write", TAKER, case=on(town), basis="hearsay", text="his brother saw it")


@example("note.strike")
def _strike(town: Town) -> "Act[Any]":
    case = on(town)
    return town.asked("note.strike", TAKER, case=case, note=_note(town, case), because="the wrong report")


@example("attachment.add")
def _add(town: Town) -> "Act[Any]":
    return town.asked("attachment.add", TAKER, case=on(town), **_file(town))


@example("attachment.strike")
def _withdraw(town: Town) -> "Act[Any]":
    case = on(town)
    added = town.done("attachment.add", TAKER, case=case, **_file(town))
    return town.asked("attachment.strike", TAKER, case=case, attachment=added, because="the wrong report")


@example("erasure.carry_out")
def _erase(town: Town) -> "Act[Any]":
    case = closed(town)
    note = f"note {_note(town, case)}"
    return town.asked(
        "erasure.carry_out", ERASER, case=case, others=(note,), ground="retention_over", because="its time is over"
    )


@example("hold.place")
def _place(town: Town) -> "Act[Any]":
    return town.asked("hold.place", actor("supervisor"), case=on(town), because="the court asked")


@example("hold.lift")
def _lift(town: Town) -> "Act[Any]":
    hold = town.done("hold.place", actor("supervisor"), case=on(town), because="the court asked")
    return town.asked("hold.lift", actor("supervisor"), hold=hold, because="the court is done")
