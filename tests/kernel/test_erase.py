"""A case ends for good: what goes, what stays, and what stands in the way."""

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.worlds.city import CENTRE, EAST, OVERSIGHT, Town, actor
from tests.worlds.examples_nodes import from_them, introduced
from tests.worlds.examples_requests import opened

from callbox.kernel import chain, erase, ledger, read, registry, rows, verify
from callbox.kernel.erasure_list import Line, keep
from callbox.kernel.facts import Ref, Refused
from callbox.kernel.privacy import Erased, unseal
from callbox.kernel.replay_erasures import replay
from callbox.kernel.story import story
from callbox.kernel.telling import Teller
from callbox.services.transfer.acts import NODE

DISPATCHER, TAKER = actor("dispatcher"), actor("call_taker")
ADMINISTRATOR = actor("administrator")
DISPATCHER_OF_EAST = actor("dispatcher", EAST)


def closed_case(town: Town) -> tuple[Ref, Ref]:
    """A report and the closed incident that it opened, with a note in it."""
    report = town.done("report.receive", TAKER, channel="call", caller_name="Ann Lee", address="12 Harbour Road")
    incident = town.done("incident.open", DISPATCHER, report=report, category="fire", priority="emergency")
    town.done("note.write", DISPATCHER, case=f"incident {incident}", basis="hearsay", text="her brother saw smoke")
    town.done("incident.close", DISPATCHER, incident=incident, disposition="done", because="put out by Ann Lee")
    return Ref("report", report), Ref("incident", incident)


def erased(ref: Ref) -> erase.Erased:
    return erase.erase(ADMINISTRATOR, ref, reason="its time is over", ground="retention_over")


def held(ref: Ref) -> rows.Held:
    return rows.read(ref.kind, [ref.id])[ref]


def all_refs() -> list[Ref]:
    return [one.record.ref for spec in registry.kinds() for one in rows.read_all(spec.kind, "TRUE", [])]


def broken_chains() -> list[str]:
    found = []
    for ref in all_refs():
        bodies = [(entry.body, bytes(entry.hash)) for entry in ledger.chain(ref)]
        found += [f"{ref}: {fault}" for fault in chain.faults(bodies, kind=ref.kind, record=ref.id)]
    return found


def test_a_case_ends_with_all_that_came_with_it_and_every_chain_holds(town: Town) -> None:
    report, incident = closed_case(town)
    read.opened(DISPATCHER, incident, purpose="Ann Lee called again")
    slots = {held(report).slot, held(incident).slot}

    done = erased(incident)

    assert {ref.kind for ref in done.records} == {"incident", "report", "note", "reading"}
    for ref in done.records:
        assert held(ref).record.erased
        assert (held(ref).sealed, held(ref).blind) == (None, None)
        assert all(entry.sealed is None for entry in ledger.chain(ref))
    for slot in slots:
        with pytest.raises(Erased):
            town.node.keys.key(slot)
    assert broken_chains() == []
    assert read.opened(DISPATCHER, incident, purpose="to see").address is None


def test_what_was_typed_as_a_reason_ends_with_its_case_and_is_told_until_then(town: Town) -> None:
    incident = lived_with_reasons(town)
    told = story(DISPATCHER, incident, purpose="to look back")
    said = {why for act in Teller(told, "en", ZoneInfo("UTC")).acts() if (why := act.why)}
    assert said == {f"{REASON} {number}" for number in range(1, 7)}
    assert broken_chains() == []
    assert list(verify.chains(town.node, verify.Count())) == []

    erased(incident)

    assert not [reason for _, reason in readable_reasons(town) if reason.startswith(REASON)]
    assert ("assignment", "of the other") in readable_reasons(town)
    assert list(verify.chains(town.node, verify.Count())) == []


REASON = "Ann Lee said"


def lived_with_reasons(town: Town) -> Ref:
    """A closed incident with a reason given at every turn, and one whose unit was queued behind it."""
    unit = town.units["E1"]
    report = town.done("report.receive", TAKER, channel="call")
    told: dict[str, Any] = {"report": report, "category": "fire", "priority": "emergency"}
    incident = town.done("incident.open", DISPATCHER, **told, because=f"{REASON} 1")
    town.done("unit.out_of_service", DISPATCHER_OF_EAST, unit=unit)
    sent = town.done("incident.assign", DISPATCHER, incident=incident, unit=unit, override=True, because=f"{REASON} 2")
    town.done("assignment.dispatched", DISPATCHER, assignment=sent, because=f"{REASON} 3")
    town.done(
        "assignment.correct",
        DISPATCHER,
        assignment=sent,
        step="dispatched",
        to=town.clock.now(),
        because=f"{REASON} 4",
    )
    other = town.incident()
    queued = town.done("incident.assign", DISPATCHER, incident=other, unit=unit)
    town.done("assignment.available", DISPATCHER, assignment=sent, because=f"{REASON} 5")
    town.done("assignment.en_route", DISPATCHER, assignment=queued, because="of the other")
    town.done("incident.close", DISPATCHER, incident=incident, disposition="done", because=f"{REASON} 6")
    return Ref("incident", incident)


def readable_reasons(town: Town) -> set[tuple[str, str]]:
    """Every reason that some key still opens, with the kind of record whose entry holds it."""
    found = set()
    for ref in all_refs():
        for entry in ledger.chain(ref):
            if entry.sealed is not None:
                values = unseal(town.node.keys.key(held(ref).slot), ref=ref, text=bytes(entry.sealed))
                found |= {(ref.kind, str(values["because"]))} if "because" in values else set()
    return found


def test_a_case_erased_before_says_so_even_where_an_older_database_holds_it_open(town: Town) -> None:
    unit = town.units["E1"]
    report = town.done("report.receive", TAKER, channel="call", caller_name="Ann Lee")
    incident = Ref(
        "incident", town.done("incident.open", DISPATCHER, report=report, category="fire", priority="routine")
    )
    sent = town.done("incident.assign", DISPATCHER, incident=incident.id, unit=unit)
    ending = tuple(one.record.ref for one in erase.gathered(incident))
    slots = tuple(sorted({held(ref).slot for ref in ending}))
    line = Line(
        id=town.node.ids.new(), at=town.clock.now(), ground="retention_over", records=ending, slots=slots, files=()
    )
    keep(town.node.world.keys_folder, [line])

    assert replay(town.node) == 1

    assert all(held(ref).record.erased for ref in ending)
    assert held(incident).next_due is None
    assert list(verify.chains(town.node, verify.Count())) == []
    assert replay(town.node) == 0
    with pytest.raises(Refused, match=r"record\.erased"):
        town.done("note.write", DISPATCHER, case=str(incident), basis="hearsay", text="her brother saw smoke")
    town.done("assignment.available", DISPATCHER, assignment=sent)
    town.done("incident.close", DISPATCHER, incident=incident.id, disposition="done")
    assert town.record("unit", unit).status == "available"
    assert list(verify.chains(town.node, verify.Count())) == []


def test_why_a_case_was_erased_stays(town: Town) -> None:
    _, incident = closed_case(town)
    done = erased(incident)
    [entry] = ledger.chain(Ref("erasure", done.id))
    assert entry.sealed is not None
    assert town.record("erasure", done.id).of == incident.id


def test_only_a_closed_case_is_erased(town: Town) -> None:
    with pytest.raises(Refused, match=r"erasure\.open"):
        erased(Ref("incident", town.incident()))


def test_a_report_of_a_case_is_not_erased_without_it(town: Town) -> None:
    report, _ = closed_case(town)
    with pytest.raises(Refused, match=r"erasure\.part"):
        erased(report)


def test_what_holds_nothing_personal_is_not_erased(town: Town) -> None:
    with pytest.raises(Refused, match=r"erasure\.kind"):
        erase.erase(actor("administrator", "coast"), Ref("unit", town.units["E1"]), reason="why", ground="court_order")


def test_a_legal_hold_keeps_a_case_until_it_is_lifted(town: Town) -> None:
    report, incident = closed_case(town)
    hold = town.done("hold.place", ADMINISTRATOR, case=str(report), because="the court asked")
    with pytest.raises(Refused, match=r"erasure\.held"):
        erased(incident)
    assert read.opened(DISPATCHER, report, purpose="to see").caller_name == "Ann Lee"
    town.done("hold.lift", ADMINISTRATOR, hold=hold, because="the court is done")
    assert erased(incident).keys >= 2


def test_nobody_without_the_power_erases_or_learns_that_there_is_a_case(town: Town) -> None:
    _, incident = closed_case(town)
    with pytest.raises(Refused, match="not_allowed"):
        erase.erase(DISPATCHER, incident, reason="why", ground="court_order")
    with pytest.raises(Refused, match="not_found"):
        erase.erase(actor("administrator", EAST), incident, reason="why", ground="court_order")
    answer = town.act("erasure.carry_out", ADMINISTRATOR, case=str(incident), ground="court_order", because="why")
    assert answer.refused == Refused("not_found", kind="incident", id=incident.id)


def test_an_erasure_needs_a_reason(town: Town) -> None:
    _, incident = closed_case(town)
    with pytest.raises(Refused, match=r"reason\.missing"):
        erase.erase(ADMINISTRATOR, incident, reason=" ", ground="court_order")
    assert not (town.node.world.keys_folder / "erasures.txt").exists()


def test_nothing_more_is_written_into_an_erased_case(town: Town) -> None:
    _, incident = closed_case(town)
    erased(incident)
    again = town.act("incident.reopen", DISPATCHER, incident=incident.id, because="it burns again")
    note = town.act("note.write", DISPATCHER, case=str(incident), basis="fact", text="more")
    with pytest.raises(Refused) as second:
        erased(incident)
    assert again.refused == note.refused == second.value == Refused("record.erased", kind="incident", id=incident.id)


def test_the_same_key_after_an_erasure_still_answers_and_tells_nothing(town: Town) -> None:
    first = town.act("report.receive", TAKER, address="1 Pier", key="k")
    town.done("report.close", TAKER, report=first.ref.id, closed_as="answered")
    erased(first.ref)
    assert town.act("report.receive", TAKER, address="1 Pier", key="k").refs == first.refs
    assert town.act("report.receive", TAKER, address="2 Pier", key="k").refs == first.refs


def test_a_crash_after_the_list_is_written_is_made_good_at_the_next_start(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, incident = closed_case(town)
    monkeypatch.setattr(erase, "finish", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        erased(incident)
    slot = held(incident).slot
    assert town.node.keys.key(slot)
    monkeypatch.undo()

    assert replay(town.node) == 1

    with pytest.raises(Erased):
        town.node.keys.key(slot)
    assert replay(town.node) == 0


def test_a_copy_of_the_keys_among_the_backups_loses_the_key_too(town: Town) -> None:
    _, incident = closed_case(town)
    copy = town.node.world.folder / "backups" / "monday" / "keys" / "slots.bin"
    copy.parent.mkdir(parents=True)
    copy.write_bytes((town.node.world.keys_folder / "slots.bin").read_bytes())

    assert erased(incident).copies == (Path(copy),)

    assert town.node.keys.left([held(incident).slot], copies=[copy]) == set()


def test_broken_glass_is_reviewed_before_what_it_was_for_is_erased(town: Town) -> None:
    _, incident = closed_case(town)
    read.opened(actor("dispatcher", EAST, glass=True), incident, purpose="the neighbour asks")
    with pytest.raises(Refused, match=r"erasure\.to_review"):
        erased(incident)
    [reading] = read.listing(actor("oversight", OVERSIGHT), "reading").records
    town.done("reading.review", actor("oversight", OVERSIGHT), reading=reading.id, justified=True, because="it was")
    assert erased(incident).keys >= 3


def test_whatever_is_declared_to_end_with_a_case_can_end() -> None:
    wanted = {kind for spec in registry.kinds() for kind, _ in spec.erased_with if registry.has_kind(kind)}
    for kind in wanted | {"reading"}:
        moves = {move.event: set(move.before) for move in registry.kind(kind).lifecycle.moves}
        assert f"{kind}.erased" in moves, kind


def test_a_call_for_help_that_another_node_sent_ends_with_its_case(town: Town) -> None:
    """What another node said of it lies under the same key: it ends too, and every row stays explained."""
    opened(town)
    introduced(town)
    told = from_them(town, to=CENTRE, danger_to_life=True)
    transfer = Ref("transfer", town.done("transfer.take_in", NODE, **told))
    report = town.record("transfer", transfer.id).report
    given = {"report": report, "category": "flood", "priority": "life_threat"}
    incident = Ref("incident", town.done("incident.open", DISPATCHER, **given))
    town.done("incident.close", DISPATCHER, incident=incident.id, disposition="done", because="brought out")

    done = erased(incident)

    assert {transfer, Ref("report", report), incident} <= set(done.records)
    assert (held(transfer).record.erased, held(transfer).sealed) == (True, None)
    assert broken_chains() == []
    assert list(verify.chains(town.node, verify.Count())) == []
