"""What happened to records, and nothing else: which event, when, and how the record stood after it. No value is opened."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Max

from callbox.kernel.chain import read_body
from callbox.kernel.facts import Id, Ref
from callbox.kernel.tables import LedgerEntry


@dataclass(frozen=True)
class Happened:
    """One thing that happened to a record: its place in the record's chain, and the status after it."""

    ref: Ref
    n: int
    event: str
    at: datetime
    status: str


def happened(kind: str, ids: Iterable[Id]) -> Iterator[Happened]:
    """Everything that happened to these records of a kind, each record's in order. Whoever asks saw them before."""
    rows = LedgerEntry.objects.filter(kind=kind, record__in=sorted(set(ids))).order_by("record", "n")
    for _, chain in groupby(rows.iterator(), key=lambda row: row.record):
        status = ""
        for row in chain:
            entry = read_body(row.body)
            status = str(entry.sets.get("status", status))
            yield Happened(Ref(entry.kind, entry.record), entry.n, entry.event, entry.at, status)


def last(kind: str, ids: Iterable[Id]) -> datetime | None:
    """When something was last entered of these records."""
    newest = LedgerEntry.objects.filter(kind=kind, record__in=sorted(set(ids))).aggregate(Max("id"))["id__max"]
    return read_body(LedgerEntry.objects.get(id=newest).body).recorded_at if newest else None
