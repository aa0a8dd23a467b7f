"""A case is erased on a node that keeps everything, and then every raw byte that the node has is looked at."""

import io
import json
import shutil
import tempfile
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from django.db.utils import Error
from tests.worlds.city import CENTRE, EAST, NOON, Town, _settle, actor
from tests.worlds.postgres import run, tell
from tests.worlds.scanning import files_under, forms, found_in, of_text

from callbox.kernel import chain, erase, files, ledger, read, registry, rows, sequencer
from callbox.kernel.facts import Actor, Ref, Refused, personal_fields
from callbox.kernel.outside import Folder
from callbox.kernel.privacy import SLOT_BYTES, Erased, KeysMissing
from callbox.kernel.replay_erasures import replay
from callbox.kernel.search import search
from callbox.kernel.world import Mode, SteppedClock
from callbox.services.note.acts import attach
from callbox.site import start
from callbox.site.postgres import ConnectionInfo, create_database, drop_database, run_tool

DISPATCHER, TAKER = actor("dispatcher"), actor("call_taker")
ADMINISTRATOR = actor("administrator")
WORLD = "harbour"
EXCHANGE = Actor(organisation=CENTRE, roles=frozenset({"reporter"}), via="api")
NUMBERS = {"latitude_deg": 31.2345678901, "longitude_deg": 121.9876543201}
DEVICE = {"device_latitude_deg": 31.2345098761, "device_longitude_deg": 121.9871234501}
PRESSED = {"latitude_deg": 31.2349876501, "longitude_deg": 121.9870987601}
KEYS, DIGEST = "4711081547", "c0ffee" * 10 + "beef"
LINK = "https://recorder.example/canary-recording"


def canary(place: str) -> str:
    """A text of its own for each place, in letters that any text search of bytes would find."""
    return f"canary-{place}-kanarienvogel-{place[::-1]}"


TOLD = {
    name: canary(name)
    for name in ("caller_name", "caller_phone", "address", "said_fact", "said_hearsay", "said_opinion")
}
OTHERS = (
    "answers",
    "as_received",
    "summary",
    "note",
    "because",
    "purpose",
    "file_name",
    "content",
    "failed",
    "refused",
    "call_number",
    "civic_address",
    "said",
    "translation",
    "asked",
    "reason_on_line",
    "message",
    "advice",
)
CHINESE = "金丝雀在仓库旁边唱歌"


@dataclass
class Scene:
    """A durable node with one case to be erased and one to be kept, and a backup made before."""

    home: Path
    info: ConnectionInfo
    town: Town
    elsewhere: Path
    case: Ref
    kept: Ref
    slots: tuple[int, ...]
    secrets: dict[str, set[bytes]]

    @property
    def outside(self) -> Folder:
        return Folder(self.home / "outside" / WORLD)


@pytest.fixture
def scene(node_home: Path) -> Iterator[Scene]:
    info = run(node_home, durable=True)
    start.make_world(node_home, info, name=WORLD, mode=Mode.REPLAY, zone="UTC", seed=7)
    town = Town(start.open_world(node_home, info, WORLD, clock=SteppedClock(NOON)))
    _settle(town)
    case, kept = lived_through(town), Ref("incident", town.incident(address=canary("kept")))
    misfortunes(town)
    sequencer.run()
    slots = tuple(sorted({one.slot for one in erase.gathered(case)}))
    with tempfile.TemporaryDirectory() as elsewhere:
        back_up(info, town, node_home / "worlds" / WORLD / "backups" / "monday")
        back_up(info, town, Path(elsewhere) / "old")
        yield Scene(node_home, info, town, Path(elsewhere), case, kept, slots, secrets_of(town, slots))
    connections.close_all()


def lived_through(town: Town) -> Ref:
    """A case with something of a person in every place that there is, closed."""
    report = town.done(
        "report.receive",
        TAKER,
        channel="call",
        **{**TOLD, "said_fact": TOLD["said_fact"] + CHINESE},
        **NUMBERS,
        answers={"what burns": canary("answers")},
        as_received={"text": canary("as_received")},
        key="call-1",
    )
    incident = Ref(
        "incident",
        town.done(
            "incident.open",
            DISPATCHER,
            report=report,
            category="fire",
            priority="emergency",
            summary=canary("summary"),
            because=canary("because"),
        ),
    )
    town.done("note.write", DISPATCHER, case=str(incident), basis="hearsay", text=canary("note"))
    spoken(town, incident)
    sent(town, incident)
    content = io.BytesIO((canary("content") * 100).encode())
    attach(DISPATCHER, incident, name=canary("file_name"), media_type="text/plain", stream=content, at=NOON)
    read.opened(DISPATCHER, incident, purpose=canary("purpose"))
    search(DISPATCHER, "incident", canary("address"), purpose=canary("purpose"))
    town.clock.put(NOON + timedelta(hours=1))
    town.done("incident.close", DISPATCHER, incident=incident.id, disposition="done", because=canary("because"))
    return incident


def spoken(town: Town, incident: Ref) -> None:
    """A silent caller on the same matter: where their device is, what they wrote, tapped and were asked, the recording."""
    told = {"number": canary("call_number"), "civic_address": canary("civic_address"), **DEVICE}
    call = town.done("call.ring", EXCHANGE, line="line-7", channel="web", **told)
    of_call = {"call": call, "because": canary("reason_on_line")}
    town.done("call.answer", TAKER, **of_call)
    town.done("call.silent", TAKER, **of_call)
    town.done("call.open_page", TAKER, **of_call)
    asked = town.node.ids.new()
    town.done("call.ask", TAKER, id=asked, said=canary("asked"), **of_call)
    machine = {"translation": canary("translation"), "translated_by": "any", "translated_to": "en"}
    town.done("call.reach", EXCHANGE, saying=asked, **machine)
    town.done("call.say", EXCHANGE, said=canary("said"), **machine, **of_call)
    town.done("call.say", EXCHANGE, answer="yes", answers=1, **of_call)
    town.done("call.say", EXCHANGE, keys=KEYS, **of_call)
    town.done("message.page_officer", TAKER, cause="silent", call=call)
    town.done("call.attach_recording", EXCHANGE, link=LINK, sha256=DIGEST, **of_call)
    town.done("call.hang_up", EXCHANGE, **of_call)
    town.done("report.join", DISPATCHER, report=call, incident=incident.id)


def sent(town: Town, incident: Ref) -> None:
    """A crew that was proposed, told, asked whether it is safe, and pressed its button."""
    unit, machine = town.units["E1"], Actor(organisation="", roles=frozenset({"machine"}), via="worker")
    crew = actor("crew", f"{EAST}/station-1", unit=unit)
    proposal = json.dumps(
        {"priority": "emergency", "units": {unit: ["available", None]}, "reasons": [canary("advice")]}
    )
    sent = town.done("incident.assign", DISPATCHER, incident=incident.id, unit=unit, proposal=proposal)
    town.done("message.page", machine, assignment=sent)
    town.done("message.send", DISPATCHER, incident=incident.id, text=canary("message"))
    town.done("assignment.on_scene", crew, assignment=sent)
    town.done("check.begin", machine, assignment=sent)
    alarm = town.done("alarm.raise", crew, unit=unit, because=canary("reason_on_line"), **PRESSED)
    town.done("alarm.end", actor("dispatcher", EAST), alarm=alarm, outcome="mistake")
    town.done("assignment.available", crew, assignment=sent)


def misfortunes(town: Town) -> None:
    """Statements that fail, and acts that are refused, with something of a person in them."""
    for statement in ("SELECT %s::text::int", "INSERT INTO incident (id) VALUES (%s)", "SELECT no_such_column + %s"):
        with pytest.raises(Error), connection.cursor() as cursor:
            cursor.execute(statement, [canary("failed")])
    refused = town.act("incident.open", actor("crew"), category="fire", priority="emergency", address=canary("refused"))
    assert refused.refused is not None
    other = town.act("report.receive", TAKER, caller_name=canary("refused"), key="call-1")
    assert other.refused == Refused("key.reused", key="call-1")


def back_up(info: ConnectionInfo, town: Town, folder: Path) -> None:
    """A copy of everything, as an administrator may make it: a dump that is plain SQL, keys and files."""
    folder.mkdir(parents=True)
    run_tool(info, "pg_dump", ["--no-owner", "--file", folder / "dump.sql"], database=start.database_of(WORLD))
    for name in ("keys", "files"):
        shutil.copytree(town.node.world.folder / name, folder / name)


def secrets_of(town: Town, slots: tuple[int, ...]) -> dict[str, set[bytes]]:
    wanted = {f"the words of {name}": of_text(canary(name)) for name in (*TOLD, *OTHERS)}
    wanted |= {"the Chinese words": of_text(CHINESE)}
    for name, value in (("keys", KEYS), ("link", LINK), ("digest", DIGEST)):
        wanted |= {f"the {name}": of_text(value)}
    wanted |= {f"the device's {name}": of_text(repr(value)) for name, value in DEVICE.items()}
    wanted |= {f"where it was pressed, {name}": of_text(repr(value)) for name, value in PRESSED.items()}
    wanted |= {f"the number {name}": of_text(repr(value)) for name, value in NUMBERS.items()}
    wrapped = (town.node.world.keys_folder / "slots.bin").read_bytes()
    for slot in slots:
        wanted[f"the key {slot}"] = forms(town.node.keys.key(slot))
        wanted[f"the wrapped key {slot}"] = forms(wrapped[slot * SLOT_BYTES : (slot + 1) * SLOT_BYTES])
    return wanted


def everything(scene: Scene) -> list[Path]:
    """Every file of the node as it lies on the disk, after the server wrote down all it had in memory."""
    tell(scene.info, "CHECKPOINT")
    return files_under(scene.home)


def erased(scene: Scene) -> erase.Erased:
    return erase.erase(ADMINISTRATOR, scene.case, reason="time", ground="retention_over", outside=scene.outside)


def test_after_an_erasure_no_raw_byte_of_the_node_tells_of_the_person(scene: Scene) -> None:
    before = list(found_in(everything(scene), scene.secrets))
    assert {line.split(" in ")[0] for line in before} == {f"the wrapped key {slot}" for slot in scene.slots}
    assert any("backups" in line for line in before), "the backup is looked at too"

    done = erased(scene)

    assert list(found_in(everything(scene), scene.secrets)) == []
    assert done.files == 1
    assert len(done.copies) == 1
    assert broken(scene) == []
    assert read.opened(DISPATCHER, scene.kept, purpose="to see").address == canary("kept")
    assert search(DISPATCHER, "report", TOLD["address"], purpose="to see") == ()


@pytest.mark.parametrize("form", ["utf-8", "utf-16-le", "hex", "base64"])
def test_what_is_planted_is_found(tmp_path: Path, form: str) -> None:
    text = canary("planted")
    planted = {
        "utf-8": text.encode(),
        "utf-16-le": text.encode("utf-16-le"),
        "hex": text.encode().hex().encode(),
        "base64": b64encode(b"x" + text.encode()),
    }[form]
    (tmp_path / "log").write_bytes(b"ordinary bytes" + planted + b"more")
    assert list(found_in(files_under(tmp_path), {"it": of_text(text)})) == [f"it in {tmp_path / 'log'}"]
    assert list(found_in(files_under(tmp_path), {"other": of_text(canary("absent"))})) == []


def test_every_personal_field_of_the_case_held_a_canary(scene: Scene) -> None:
    held = list(erase.gathered(scene.case))
    told = {
        (one.record.kind, name)
        for one in held
        for name in personal_fields(type(one.record))
        if getattr(read.with_personal(one), name) is not None
    }
    kinds = {one.record.kind for one in held}
    parts = {"assignment", "call", "saying", "recording", "message", "check", "alarm", "note", "attachment", "reading"}
    assert kinds == {"incident", "report"} | parts
    assert told == {(kind, name) for kind in kinds for name in personal_fields(registry.kind(kind).record)}


@pytest.mark.slow
def test_an_old_backup_put_back_does_not_bring_the_person_back(scene: Scene) -> None:
    erased(scene)
    restore(scene)
    assert town_key(scene) is not None, "the old keys are back: without the list the person would be too"
    opened = read.opened(DISPATCHER, scene.case, purpose="to see")
    assert opened.address == TOLD["address"]

    assert replay(scene.town.node, outside=scene.outside) == 1

    assert list(found_in(everything(scene), scene.secrets)) == []
    assert read.opened(DISPATCHER, scene.case, purpose="to see").address is None
    assert scene.town.record("incident", scene.case.id).erased
    assert broken(scene) == []
    assert read.opened(DISPATCHER, scene.kept, purpose="to see").address == canary("kept")
    assert scene.town.done("report.receive", TAKER, caller_name="somebody new")
    assert replay(scene.town.node, outside=scene.outside) == 0


def restore(scene: Scene) -> None:
    """Put the oldest backup back, database, keys and files, as if nothing had happened since."""
    connections.close_all()
    name, folder, world = start.database_of(WORLD), scene.elsewhere / "old", scene.town.node.world.folder
    drop_database(scene.info, name)
    create_database(scene.info, name)
    run_tool(scene.info, "psql", ["--quiet", "--file", folder / "dump.sql"], database=name)
    for part in ("keys", "files"):
        shutil.rmtree(world / part)
        shutil.copytree(folder / part, world / part)
    shutil.rmtree(scene.elsewhere / "old")


def town_key(scene: Scene) -> bytes | None:
    try:
        return scene.town.node.keys.key(scene.slots[0])
    except (Erased, KeysMissing):
        return None


def broken(scene: Scene) -> list[str]:
    found = []
    for spec in registry.kinds():
        for held in rows.read_all(spec.kind, "TRUE", []):
            ref = held.record.ref
            bodies = [(entry.body, bytes(entry.hash)) for entry in ledger.chain(ref)]
            found += [f"{ref}: {fault}" for fault in chain.faults(bodies, kind=ref.kind, record=ref.id)]
            assert bodies[-1][1] == held.head
    return found


def test_the_file_of_an_erased_case_cannot_be_opened_even_from_a_copy(scene: Scene) -> None:
    [kept] = [one.record for one in erase.gathered(scene.case) if one.record.kind == "attachment"]
    stored: Any = kept
    path = files.path_of(stored.stored)
    copy = path.read_bytes()
    erased(scene)
    assert not path.exists()
    path.write_bytes(copy)
    with pytest.raises(Erased):
        scene.town.node.keys.key(scene.slots[0])
