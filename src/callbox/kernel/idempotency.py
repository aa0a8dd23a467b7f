"""The same key changes nothing a second time and answers the same; with another body it is refused.

What was asked is kept only as a fingerprint under the key of the record it made, so erasing the record takes it along.
Refusals are not kept: nothing was changed, and asking again may be right by then.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from django.db import connection

from callbox.kernel.chain import canonical, plain
from callbox.kernel.desk import Desk
from callbox.kernel.facts import Act, Answer, Ref, Refused, fields_of
from callbox.kernel.node import current
from callbox.kernel.privacy import Erased, body_digest

KEY_MAX = 200

# One statement a batch. The arrays go over in binary (%b), which needs no escaping.
_KEEP = """
INSERT INTO idempotency_key (scope, key, digest, slot, refs, recorded_at)
SELECT scope, key, digest, slot, refs::jsonb, recorded_at
FROM unnest(%b::text[], %b::text[], %b::bytea[], %b::bigint[], %b::text[], %b::timestamptz[])
     WITH ORDINALITY AS given (scope, key, digest, slot, refs, recorded_at, place) ORDER BY place
"""


def scope_of(act: Act) -> str:
    """Whose keys these are: two organisations may choose the same key."""
    return f"{act.by.organisation}|{act.by.person or act.by.via}"


def body_of(act: Act) -> str:
    """What was asked, as one text. Names of new records are left out: a second try makes new ones."""
    inputs = {
        name: plain(getattr(act.inputs, name)) for name in fields_of(type(act.inputs)) if name not in ("id", "ids")
    }
    return canonical({"act": act.name, "because": act.because, "inputs": inputs})


def answered(acts: Mapping[int, Act]) -> dict[int, Answer]:
    """The answers already given to these acts, by their place in the batch."""
    keyed = {place: act for place, act in acts.items() if act.key}
    if not keyed:
        return {}
    query = """SELECT scope, key, digest, slot, refs FROM idempotency_key
               WHERE (scope, key) IN (SELECT * FROM unnest(%s::text[], %s::text[]))"""
    with connection.cursor() as cursor:
        scopes = [scope_of(act) for act in keyed.values()]
        cursor.execute(query, [scopes, [act.key for act in keyed.values()]])
        found = {(scope, key): (digest, slot, refs) for scope, key, digest, slot, refs in cursor.fetchall()}
    known = {place: found.get((scope_of(act), str(act.key))) for place, act in keyed.items()}
    return {place: _again(keyed[place], *kept) for place, kept in known.items() if kept is not None} | _twice(keyed)


def _twice(keyed: dict[int, Act]) -> dict[int, Answer]:
    """A key that stands twice in one batch: the second is told to come again, and then gets the first one's answer."""
    first: dict[tuple[str, str], int] = {}
    busy = {}
    for place, act in keyed.items():
        if first.setdefault((scope_of(act), str(act.key)), place) != place:
            busy[place] = Answer(refused=Refused("busy"))
    return busy


def _again(act: Act, digest: bytes, slot: int | None, refs: str) -> Answer:
    try:
        same = bytes(digest) == _digest(act, slot)
    except Erased:
        same = True  # what was asked can no longer be told; the answer holds nothing personal
    if not same:
        return Answer(refused=Refused("key.reused", key=act.key))
    return Answer(refs=tuple(Ref(kind, one) for kind, one in json.loads(refs)), replayed=True)


def _digest(act: Act, slot: int | None) -> bytes:
    body = body_of(act)
    return sha256(body.encode()).digest() if slot is None else body_digest(current().keys.key(slot), body)


def keep(acts: Sequence[Act], answers: Sequence[Answer], desk: Desk) -> None:
    """Keep the new answers, in the order of their keys: two batches can wait for each other but never in a ring."""
    new = [
        (act, answer)
        for act, answer in zip(acts, answers, strict=True)
        if act.key and answer.ok and not answer.replayed
    ]
    rows = sorted((_row(act, answer, desk) for act, answer in new), key=lambda row: row[:2])
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [list(column) for column in zip(*rows, strict=True)])


def _row(act: Act, answer: Answer, desk: Desk) -> tuple[str, str, bytes, int | None, str, datetime]:
    slot = desk.held[answer.refs[0]].slot if answer.refs else None
    refs = canonical([[ref.kind, ref.id] for ref in answer.refs])
    return scope_of(act), str(act.key), _digest(act, slot), slot, refs, current().world.clock.now()
