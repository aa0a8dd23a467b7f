"""Role by act, walked completely: what each service's table says, the pure question says, and the gate does."""

from dataclasses import dataclass, replace
from typing import Any, ClassVar

import pytest
from django.db import transaction
from tests.worlds.city import Town
from tests.worlds.examples import bring_about

from callbox.kernel import gate, permission, registry, rows
from callbox.kernel.declare import ActSpec, Scope
from callbox.kernel.facts import Act, Actor, Answer, Record, fields_of
from callbox.kernel.paths import linked
from callbox.services.organisation.facts import ROLES

ACTS = sorted(spec.name for spec in registry.acts())
EVERY_ROLE = sorted({*ROLES, "machine", *(role for spec in registry.acts() for role in spec.grants)})
ELSEWHERE = "inland/river"


@dataclass(frozen=True)
class Place:
    """Where somebody stands, seen from the record's holder: their organisation, and whether OWN reaches from there."""

    name: str
    organisation: str
    reaches: bool


def places(holder: str) -> tuple[Place, ...]:
    above = holder.rpartition("/")[0]
    return (
        Place("its own organisation", holder, reaches=True),
        Place("below it", f"{holder}/desk", reaches=False),
        *([Place("above it", above, reaches=True)] if above else []),
        Place("beside it", f"{holder}-2", reaches=False),
        Place("another tree", ELSEWHERE, reaches=False),
    )


def subject_of(act: "Act[Any]", spec: ActSpec) -> Record | None:
    """The record that the permission is asked of: the first touched that there is, read from its row."""
    return next((record for path in spec.touches.values() if (record := followed(act.inputs, path))), None)


def followed(start: Any, path: str) -> Record | None:
    """The one record at the end of a path; None where the path names several, or nothing."""
    here = start
    for name in path.split("."):
        links, named = fields_of(type(here))[name].links, getattr(here, name)
        if links is None or not isinstance(named, str):
            return None
        ref = linked(links.kind, named)
        here = rows.read(ref.kind, [ref.id])[ref].record
    return here if isinstance(here, Record) else None


def granted(scope: Scope | None, place: Place, record: Record | None) -> bool:
    """What the table says, in its own words; nobody here has a unit, and no example has other parties with these posts."""
    if scope is None or record is None:
        return scope is not None
    part = any(permission.within(party, place.organisation) for party in permission.parties(record))
    return scope is Scope.ANY or (scope is not Scope.UNIT and place.reaches) or (scope is Scope.PARTY and part)


def somebody(role: str, place: Place) -> Actor:
    return Actor(organisation=place.organisation, roles=frozenset({role}), person="somebody-1", post="post-1")


def tried(act: "Act[Any]") -> Answer:
    """What the gate would answer; nothing stays of it."""
    with transaction.atomic():
        answer = gate.act(act)
        transaction.set_rollback(True)
    return answer


@pytest.mark.parametrize("name", ACTS)
def test_everyone_may_exactly_what_the_table_grants(name: str, town: Town) -> None:
    act, spec = bring_about(name, town), registry.act(name)
    record = subject_of(act, spec)
    wrong = []
    asked = one_of_each(spec, record)
    for place in places(permission.holder(record) if record else act.by.organisation or "coast"):
        for role in EVERY_ROLE:
            actor, wanted = somebody(role, place), granted(spec.grants.get(role), place, record)
            power = permission.power(actor, spec.grants, record)
            wrong += [f"{role} in {place.name}: {power}"] if (power == role) is not wanted else []
            if role in asked:
                wrong += at_the_gate(replace(act, by=actor, key=None), record=record, may=wanted)

    assert wrong == []


def one_of_each(spec: ActSpec, record: Record | None) -> set[str]:
    """One of the roles that this act's table and the record's readers treat alike: the gate knows no other difference."""
    reads = registry.kind(record.kind).reads if record else {}
    alike = {(spec.grants.get(role), reads.get(role), role in permission.CLOCKWORK): role for role in EVERY_ROLE}
    return set(alike.values())


def at_the_gate(act: "Act[Any]", *, record: Record | None, may: bool) -> list[str]:
    """How the gate's answer differs from the table. Its rule may still refuse what the table allows."""
    refused = tried(act).refused
    code = refused.code if refused else None
    known = record is None or permission.may(act.by, registry.kind(record.kind).reads, record)
    if not may and code != ("not_allowed" if known else "not_found"):
        return [f"the gate answers {code} to {act.by.roles} of {act.by.organisation}, who may not"]
    if may and code == "not_found" and refused and record and refused.details["id"] == record.id:
        return [f"the gate hides it from {act.by.roles} of {act.by.organisation}, who may"]
    return []


@dataclass(frozen=True, kw_only=True)
class Matter(Record):
    """A record as those of later parts will be: about an organisation, or protected."""

    kind: ClassVar[str] = "matter"

    organisation: str = "coast/oversight"
    parties: tuple[str, ...] = ()
    about: str | None = None
    protected: bool = False


@pytest.mark.parametrize("place", ["coast/harbour", "coast/harbour/east", "coast/harbour/east/station-1"])
@pytest.mark.parametrize("role", EVERY_ROLE)
def test_a_record_about_an_organisation_is_out_of_its_reach(role: str, place: str) -> None:
    matter = Matter(id="m", status="open", about="coast/harbour")
    actor = Actor(organisation=place, roles=frozenset({role}))

    assert permission.power(actor, {role: Scope.ANY}, matter) is None
    assert permission.power(replace(actor, organisation="coast/harbours"), {role: Scope.ANY}, matter) == role


@pytest.mark.parametrize("role", EVERY_ROLE)
def test_standing_higher_gives_nothing_over_a_protected_record(role: str) -> None:
    matter = Matter(id="m", status="open", protected=True, parties=("coast/harbour",))
    may = {
        place: permission.may(Actor(organisation=place, roles=frozenset({role})), {role: Scope.ANY}, matter)
        for place in ("", "coast", "coast/oversight", "coast/harbour", "coast/harbour/east")
    }

    clockwork = {""} if role == "machine" else set()
    assert {place for place in may if may[place]} == {"coast/oversight", "coast/harbour", *clockwork}


def test_every_role_a_table_names_is_a_role() -> None:
    named = {role for spec in registry.acts() for role in spec.grants}
    named |= {role for spec in registry.kinds() for role in spec.reads}

    assert sorted(named - {*ROLES, "machine", "eraser"}) == []


def test_nobody_can_be_given_the_role_of_the_system_itself() -> None:
    assert not {"machine", "eraser"} & set(ROLES)


def first_kind(spec: ActSpec) -> str:
    """The kind of the record that an act must name first; empty where it need not name any."""
    named = next((fields_of(spec.inputs)[path] for path in spec.touches.values() if "." not in path), None)
    return named.links.kind if named and named.links and not named.optional else ""


# An exchange names its lines by names of its own (services/call/port.py), and is told nothing of the calls on them. What it
# is to bring to a caller it is told with its name (services/call/outgoing.py), and nothing else that was said. Whoever sends
# a report is told its name and that of the follow that begins with it, and nothing of what they hold.
OWN_NAMES = {kind: {"reporter"} for kind in ("call", "saying", "report", "follow")}


def seen_by(kind: str) -> set[str]:
    """The roles that read records of a kind; what is nobody's to read is read through what it ends with (kernel.parts)."""
    reads = set(registry.kind(kind).reads)
    if not reads <= permission.CLOCKWORK:
        return reads
    above = [spec.record.kind for spec in registry.kinds() if kind in dict(spec.erased_with)]
    return reads.union(*map(seen_by, above))


def test_whoever_may_do_an_act_somewhere_may_see_what_it_is_done_to() -> None:
    """A power over what one cannot see would be a power nobody can use."""
    blind = []
    for spec in registry.acts():
        kind = first_kind(spec)
        if registry.has_kind(kind):
            seeing = seen_by(kind) | OWN_NAMES.get(kind, set())
            blind += [f"{spec.name}: {role} does not read {kind}" for role in spec.grants if role not in seeing]

    assert blind == []
