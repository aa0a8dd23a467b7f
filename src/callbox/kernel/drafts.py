"""Reports in the making: kept from their first character, outside the ledger, gone once the report itself is kept.

Rules in words. A draft is one person's at a time; another who may take calls can take it over, which is recorded as a read
of what was typed. It is sealed under a key of its own, which is destroyed when the draft ends, in every known copy. What
arrives late (an older version, or anything after the end) changes nothing. The name of a draft is the name that its report
will have.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection, transaction

from callbox.kernel.chain import Json
from callbox.kernel.erase import copies_of_keys
from callbox.kernel.facts import Actor, Id, Ref, Refused
from callbox.kernel.node import current
from callbox.kernel.privacy import Erased, reseal, unseal
from callbox.kernel.read import record_reading

KIND: Final = "draft"
# An ended draft's name is remembered so long, for what a slow page still sends after the end.
REMEMBERED: Final = timedelta(hours=1)

Told = Mapping[str, Json]


@dataclass(frozen=True, kw_only=True)
class Draft:
    """One report in the making, without what was typed."""

    id: Id
    organisation: Id
    holder: Id
    """Who types: a person, or a post where no person is known."""
    about: Id
    """The report that is there already (a ringing call's); empty: the report will have the draft's own name."""
    begun_at: datetime
    saved_at: datetime
    version: int
    held_at: datetime | None
    """Since when the caller is on hold."""

    @property
    def report(self) -> Id:
        """The name that the report has or will have."""
        return self.about or self.id


_NAMES: Final = ", ".join(field.name for field in fields(Draft))
_OPEN: Final = "ended_at IS NULL AND (organisation = %s OR starts_with(organisation, %s) OR %s = '')"


def who(actor: Actor) -> Id:
    """The name that an actor holds drafts under."""
    return actor.person or actor.post or ""


def keep(actor: Actor, one: Id, told: Told, *, version: int, at: datetime, about: Id = "") -> bool:
    """Keep what is typed so far; the first time begins the draft. False: something newer is kept already, or it has ended.

    Raises:
        Refused: `draft.other` when somebody else holds it by now.
    """
    with transaction.atomic():
        row = _row("SELECT holder, version, slot, ended_at, about FROM draft WHERE id = %s FOR UPDATE", [one])
        if row is None:
            return _begin(actor, one, told, version=version, at=at, about=about)
        holder, known, slot, ended_at, _ = row
        if ended_at is not None or version <= known:
            return False
        _must_hold(actor, holder)
        _run(
            "UPDATE draft SET sealed = %s, version = %s, saved_at = %s WHERE id = %s",
            [_sealed(one, slot, told), version, at, one],
        )
        return True


def _begin(actor: Actor, one: Id, told: Told, *, version: int, at: datetime, about: Id) -> bool:
    slot = current().take_slot()
    values = [one, actor.organisation, who(actor), about, at, at, version, slot, _sealed(one, slot, told)]
    names = "id, organisation, holder, about, begun_at, saved_at, version, slot, sealed"
    # Two first characters at once (a page open twice): the second is told again by the page.
    begun = _run(f"INSERT INTO draft ({names}) VALUES ({', '.join(['%s'] * 9)}) ON CONFLICT DO NOTHING", values)  # noqa: S608
    return begun == 1


def found(actor: Actor) -> tuple[Draft, ...]:
    """The open drafts in the actor's organisation and those below it, in the order they were begun."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_NAMES} FROM draft WHERE {_OPEN} ORDER BY begun_at, id", _reach(actor))  # noqa: S608
        return tuple(_draft(row) for row in cursor.fetchall())


def find(actor: Actor, one: Id) -> Draft:
    """An open draft.

    Raises:
        Refused: `not_found`, whether it has ended, never was or is out of reach.
    """
    row = _row(f"SELECT {_NAMES} FROM draft WHERE id = %s AND {_OPEN}", [one, *_reach(actor)])  # noqa: S608
    if row is None:
        raise Refused("not_found", kind=KIND, id=one)
    return _draft(row)


def of_report(actor: Actor, report: Id) -> Draft | None:
    """The open draft that tells of a report that is there already."""
    return next((one for one in found(actor) if one.report == report), None)


def typed(actor: Actor, one: Id) -> Told:
    """What its holder typed so far.

    Raises:
        Refused: `not_found`; `draft.other` for anybody else, who takes it over first.
    """
    _must_hold(actor, find(actor, one).holder)
    slot, sealed = _row("SELECT slot, sealed FROM draft WHERE id = %s", [one]) or (None, None)
    if sealed is None:
        return {}
    try:
        return unseal(current().keys.key(slot), ref=Ref(KIND, one), text=bytes(sealed))
    except Erased:  # a database put back from a backup, after the draft had ended
        return {}


def take_over(actor: Actor, one: Id, *, purpose: str) -> Draft:
    """Hold a draft from now on. It is a read of what was typed, recorded under the name of its report before this returns.

    Raises:
        Refused: `not_found`, or no purpose is given.
    """
    draft = find(actor, one)
    if draft.holder != who(actor):
        record_reading(actor, Ref("report", draft.report), purpose=purpose)
        _run("UPDATE draft SET holder = %s, organisation = %s WHERE id = %s", [who(actor), actor.organisation, one])
    return find(actor, one)


def hold(actor: Actor, one: Id, *, since: datetime | None) -> None:
    """Say that its caller is on hold, or (None) no longer.

    Raises:
        Refused: `not_found`, `draft.other`.
    """
    _must_hold(actor, find(actor, one).holder)
    _run("UPDATE draft SET held_at = %s WHERE id = %s", [since, one])


def end(one: Id, *, at: datetime) -> None:
    """The report is kept: destroy the draft's words and key. Safe to do again, and for a draft that never was."""
    _run("UPDATE draft SET sealed = NULL, ended_at = %s WHERE id = %s AND ended_at IS NULL", [at, one])
    _destroy("id = %s", [one])


def sweep(*, at: datetime) -> int:
    """Finish what a crash left half ended, and forget the names of drafts long ended; how many."""
    _destroy("TRUE", [])
    return _run("DELETE FROM draft WHERE slot IS NULL AND ended_at < %s", [at - REMEMBERED])


def left(*, before: datetime) -> tuple[Draft, ...]:
    """Open drafts, of anybody, that nobody typed in since then and whose caller is not on hold."""
    with connection.cursor() as cursor:
        told = f"SELECT {_NAMES} FROM draft WHERE ended_at IS NULL AND held_at IS NULL AND saved_at < %s ORDER BY id"  # noqa: S608
        cursor.execute(told, [before])
        return tuple(_draft(row) for row in cursor.fetchall())


def typed_by_anyone(draft: Draft) -> Told:
    """What was typed into a draft that was left, for the machine that keeps its report."""
    holder = Actor(organisation=draft.organisation, roles=frozenset(), person=draft.holder)
    return typed(holder, draft.id)


def _destroy(which: str, parameters: list[Any]) -> None:
    """The row loses its slot last, so that a crash in between is finished by `sweep`."""
    with connection.cursor() as cursor:
        ended = f"FROM draft WHERE ended_at IS NOT NULL AND slot IS NOT NULL AND {which}"
        cursor.execute(f"SELECT slot {ended}", parameters)
        slots = [row[0] for row in cursor.fetchall()]
    if slots:
        node = current()
        node.keys.destroy(slots, copies=copies_of_keys(node.world.folder))
        _run("UPDATE draft SET slot = NULL WHERE ended_at IS NOT NULL AND slot = ANY(%s)", [slots])


def _must_hold(actor: Actor, holder: Id) -> None:
    if holder != who(actor):
        raise Refused("draft.other")


def _reach(actor: Actor) -> list[str]:
    return [actor.organisation, f"{actor.organisation}/", actor.organisation]


def _sealed(one: Id, slot: int, told: Told) -> bytes | None:
    text, _ = reseal(current().keys.key(slot), ref=Ref(KIND, one), before=None, values=dict(told))
    return text


def _draft(row: tuple[Any, ...]) -> Draft:
    names = (field.name for field in fields(Draft))
    return Draft(**dict(zip(names, row, strict=True)))


def _row(query: str, parameters: list[Any]) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        row: tuple[Any, ...] | None = cursor.fetchone()
        return row


def _run(statement: str, parameters: list[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return int(cursor.rowcount)
