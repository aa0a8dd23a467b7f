import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from tests.worlds.city import Town, actor

from callbox.kernel import chain, publish, sequencer
from callbox.kernel.chain import read_body
from callbox.kernel.facts import Ref
from callbox.kernel.outside import Folder
from callbox.kernel.verify import Count, Fault, chains
from callbox.kernel.verify_tree import Seen, tree

DISPATCHER = actor("dispatcher")


def sql(statement: str, *parameters: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def found(town: Town, outside: Folder | None = None) -> list[Fault]:
    return [*chains(town.node, Count()), *tree(town.node, outside, Seen())]


@pytest.fixture
def outside(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "outside")


@pytest.fixture
def incident(town: Town, outside: Folder) -> str:
    """An incident with a history, and a checkpoint outside that covers it."""
    report = town.done("report.receive", actor("call_taker"), address="12 Harbour Road", said_fact="smoke")
    one = town.done("incident.open", DISPATCHER, report=report, category="fire", priority="emergency")
    sent = town.done("incident.assign", DISPATCHER, incident=one, unit=town.units["E1"])
    town.done("assignment.dispatched", DISPATCHER, assignment=sent)
    for _ in range(150):
        town.incident()
    sequencer.run()
    publish.publish(town.node, outside)
    return one


def test_an_honest_ledger_holds(town: Town, incident: str, outside: Folder) -> None:
    town.incident()
    sequencer.run()

    assert found(town, outside) == []


def test_a_changed_row_is_named_with_its_field(town: Town, incident: str) -> None:
    sql("UPDATE incident SET priority = 'routine' WHERE id = %s", incident)

    assert [(fault.ref.id, fault.n, fault.field) for fault in found(town)] == [(incident, 1, "priority")]


def test_a_changed_sealed_value_is_named(town: Town, incident: str) -> None:
    sql("UPDATE incident SET sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1) WHERE id = %s", incident)

    assert {(fault.ref.id, fault.field) for fault in found(town)} == {(incident, "address")}


def test_a_sealed_value_swapped_in_from_another_record_is_named(town: Town, incident: str) -> None:
    sql("UPDATE incident SET sealed = (SELECT sealed FROM report LIMIT 1) WHERE id = %s", incident)

    assert ("sealed", incident) in {(fault.code, fault.ref.id) for fault in found(town)}


def test_a_changed_entry_is_named(town: Town, incident: str) -> None:
    sql("UPDATE ledger_entry SET body = replace(body, 'emergency', 'routine') WHERE record = %s AND n = 1", incident)

    assert (Ref("incident", incident), 1) in {(fault.ref, fault.n) for fault in found(town)}


def test_a_deleted_entry_is_named(town: Town, incident: str) -> None:
    sql("DELETE FROM ledger_entry WHERE record = %s AND n = 2", incident)

    assert (Ref("incident", incident), 2) in {(fault.ref, fault.n) for fault in found(town)}


def test_a_truncated_chain_is_named(town: Town, incident: str) -> None:
    sql("DELETE FROM ledger_entry WHERE record = %s AND n = 3", incident)

    assert (Ref("incident", incident), 3, "head") in {(fault.ref, fault.n, fault.code) for fault in found(town)}


def test_a_row_deleted_or_put_in_behind_the_gate_is_named(town: Town, incident: str) -> None:
    sql("CREATE TEMPORARY TABLE kept AS SELECT * FROM incident WHERE id = %s", incident)
    sql("DELETE FROM incident WHERE id = %s", incident)
    assert ("row_missing", incident) in {(fault.code, fault.ref.id) for fault in found(town)}

    sql("UPDATE kept SET id = 'zzzz-zzzz-zzzz'")
    sql("INSERT INTO incident SELECT * FROM kept")
    assert ("not_in_ledger", "zzzz-zzzz-zzzz") in {(fault.code, fault.ref.id) for fault in found(town)}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ("UPDATE incident SET slot = 99999999 WHERE id = %s", "key_unknown"),
        ("""UPDATE incident SET clocks = '{"dispatch": "now"}' WHERE id = %s""", "formless"),
    ],
)
def test_what_is_not_even_of_its_form_is_named_and_the_others_are_still_looked_at(
    town: Town, incident: str, changed: str, code: str
) -> None:
    other = town.incident()
    sql("UPDATE incident SET priority = 'routine' WHERE id = %s", other)
    sql(changed, incident)

    assert {(incident, code), (other, "field_differs")} <= {(fault.ref.id, fault.code) for fault in found(town)}


def test_a_follower_beyond_the_end_and_a_checkpoint_taken_away_are_named(
    town: Town, incident: str, outside: Folder, tmp_path: Path
) -> None:
    sql("INSERT INTO outbox_cursor (consumer, position) VALUES ('mail', 999999)")
    (tmp_path / "outside" / publish.CHECKPOINT).unlink()

    assert {(fault.code, fault.detail) for fault in found(town, outside)} == {
        ("follower_ahead", "mail"),
        ("checkpoint_gone", ""),
    }


def rechain(record: str, edit: Callable[[str], str]) -> None:
    """What a careful forger does: change an entry, and make every hash after it anew, to the row's own head."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, body FROM ledger_entry WHERE record = %s ORDER BY n", [record])
        before = chain.GENESIS
        for number, body in cursor.fetchall():
            entry = read_body(edit(body))
            forged = chain.canonical({**json.loads(entry.body), "before": before.hex()})
            before = chain.entry_hash(forged)
            sql("UPDATE ledger_entry SET body = %s, hash = %s WHERE id = %s", forged, before, number)
        sql("UPDATE incident SET head = %s, priority = 'routine' WHERE id = %s", before, record)


def test_a_chain_made_anew_is_named_by_the_tree(town: Town, incident: str, outside: Folder) -> None:
    rechain(incident, lambda body: body.replace('"emergency"', '"routine"'))

    assert list(chains(town.node, Count())) == []
    assert ("tree_inside", incident) in {(fault.code, fault.ref.id) for fault in tree(town.node, None, Seen())}


def test_a_chain_and_a_tree_made_anew_are_named_by_what_lies_outside(
    town: Town, incident: str, outside: Folder
) -> None:
    rechain(incident, lambda body: body.replace('"emergency"', '"routine"'))
    sql("DELETE FROM tree_node")
    sql("DELETE FROM sequence_state")
    sql("UPDATE ledger_entry SET position = NULL")
    sequencer.run()

    assert found(town) == []
    assert ("tree_outside", incident) in {(fault.code, fault.ref.id) for fault in found(town, outside)}


def test_a_ledger_cut_off_at_its_end_is_found_against_the_checkpoint(
    town: Town, incident: str, outside: Folder
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, record FROM ledger_entry ORDER BY position DESC LIMIT 1")
        kind, record = cursor.fetchone()
    sql(f"DELETE FROM {kind} WHERE id = %s", record)
    sql("DELETE FROM ledger_entry WHERE record = %s", record)
    sql("DELETE FROM tree_node")
    sql("DELETE FROM sequence_state")
    sql("UPDATE ledger_entry SET position = NULL")
    sequencer.run()

    assert found(town) == []
    assert "truncated" in {fault.code for fault in found(town, outside)}


def test_a_forked_ledger_is_never_signed_over_the_one_outside(town: Town, incident: str, outside: Folder) -> None:
    rechain(incident, lambda body: body.replace('"emergency"', '"routine"'))
    sql("DELETE FROM tree_node")
    sql("DELETE FROM sequence_state")
    sql("UPDATE ledger_entry SET position = NULL")
    sequencer.run()

    with pytest.raises(publish.Forked):
        publish.publish(town.node, outside)
