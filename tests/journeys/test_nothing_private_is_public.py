"""Every field of every service gets a value of its own; then all that anybody can fetch is read through for them.

Whoever adds a field, a service or a public address adds nothing here: all are found by themselves. What may be seen is named
below, field by field, with the reason. A field that shows up and is not named fails the test.
"""

import csv
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import URLPattern
from tests.worlds import snapshots
from tests.worlds.city import CENTRE, CITY, NOON, Town
from tests.worlds.console import browser
from tests.worlds.examples import bring_about, load
from tests.worlds.examples_notice import proposed, published

from callbox.faces.feeds import urls as feeds
from callbox.faces.portal import urls as portal
from callbox.kernel import gate, rows
from callbox.kernel.facts import Field, Ref, Refused, fields_of, personal_fields
from callbox.kernel.privacy import reseal
from callbox.kernel.read import with_personal
from callbox.services.notice import open_data

# What anybody may read, by kind; all else of every record stays inside.
MAY_BE_SEEN: dict[str, set[str]] = {
    "notice": {"words", "place", "latitude_deg", "longitude_deg"},  # looked over by a person, coarse
    "category": {
        "name",
        "name_zh",
        "names",
        "group",
        "keywords",
        "questions",
        "closes_by",
        "deadline_hours",
        "deadline_days",
    },
    "organisation": {"name", "name_zh"},  # who answers
    "boundary": {"name", "name_zh"},  # who serves a place
    "article": {"title", "title_zh", "text", "text_zh", "source", "texts", "titles", "names"},  # written for everybody
}
# The names of records that may stand in public addresses.
NAMED = {"notice", "category", "organisation", "article", "boundary"}
# How a record works: with another value there it does not, and what it says is no word of anybody's.
WORKS = {"id", "status", "zone", "stored", "square", "sha256", "digest", "days", "kind", "language", "sort", "of_kind"}

# Random, so that it is found only where it was told; what people chose themselves, such as an organisation's path, is not.
NAME = re.compile(r"[0-9a-z]{4}(-[0-9a-z]{4}){2}")


def planted(record: Any, declared: Field, number: int) -> Any:
    """A value that is found wherever it comes out; None where the field holds nothing that could tell of anybody."""
    mark = f"zq{number:05d}qz"
    if declared.name in WORKS or declared.links or declared.choice:
        return None
    if declared.type is str:
        return mark
    if declared.many and isinstance(getattr(record, declared.name), tuple) and "str" in str(declared.type):
        return (mark,)
    if declared.personal and "Mapping" in str(declared.type):
        return {"q1": mark}
    if declared.type is float and declared.name.endswith("_deg") and declared.personal and record.kind != "notice":
        return 31.23 + number / 1e7  # seven decimals of its own, still near the notice
    return None


class Planted:
    """The town with every field of every record told apart, and which field each value stands for."""

    def __init__(self, town: Town) -> None:
        self.town, self.numbers = town, count(10_000)
        self.marks: dict[str, tuple[str, str]] = {}
        for held in snapshots.rows().values():
            self._plant(held)

    def _plant(self, held: rows.Held) -> None:
        record = with_personal(held)
        sets: dict[str, Any] = {}
        for name, declared in fields_of(type(record)).items():
            number = next(self.numbers)
            value = planted(record, declared, number)
            if value is not None and not (declared.personal and record.erased):
                sets[name] = value
                told = f"{value:.7f}" if isinstance(value, float) else f"zq{number:05d}qz"
                self.marks[told] = (record.kind, name)
        changed = replace(record, **sets)
        sealed = {name: getattr(changed, name) for name in personal_fields(type(record))}
        told_of = {name: value for name, value in sealed.items() if value is not None}
        row = replace(held, record=changed)
        if told_of and not record.erased:
            plain = {
                name: list(value) if isinstance(value, tuple) else _plain(value) for name, value in told_of.items()
            }
            text, _ = reseal(self.town.node.keys.key(held.slot), ref=record.ref, before=None, values=plain)
            row = replace(row, sealed=text)
        rows.update(record.kind, [row])


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def addresses(ids: list[str]) -> Iterator[str]:
    """Every public address, with each of these names put in wherever an address takes one."""
    for pattern in [*portal.urlpatterns, *feeds.urlpatterns]:
        assert isinstance(pattern, URLPattern)
        told = str(pattern.pattern).removeprefix("^").removesuffix("$")
        for form in ("json", "xml") if "(?P<form>" in told else ("",):
            plain = told.replace(r"(?:\.(?P<form>json|xml))?/?", f".{form}")
            slots = re.sub(r"\(\?P<\w+>[^)]*\)|<\w+:\w+>", "{}", plain).replace("\\", "")
            if "{}" in slots:
                yield from (f"/{slots.format(one)}" for one in ids)
            elif "*" not in slots:
                yield f"/{slots}"


@pytest.fixture
def full(town: Town, monkeypatch: pytest.MonkeyPatch) -> Planted:
    """A town in which everything has happened once, with something public and something that waits."""
    monkeypatch.setattr(settings, "PORTAL", {"organisation": CENTRE, "emergency": CITY, "number": "112"})
    for name in sorted(load()):
        # Some can be brought about once in a town; the record that it needs is there by then.
        with suppress(Refused):
            gate.act(bring_about(name, town))
    town.clock.put(max(town.clock.now(), NOON))
    published(town)
    proposed(town)
    return Planted(town)


@pytest.mark.slow
def test_no_field_of_any_service_leaves_by_a_public_page_a_feed_or_an_export(full: Planted, tmp_path: Path) -> None:
    kinds = {kind for kind, _ in full.marks.values()}
    assert {"request", "report", "incident", "call", "person", "note", "notice", "follow"} <= kinds
    everything = snapshots.rows()
    ids = [ref.id for ref in everything if ref.kind in ("notice", "request", "report", "category", "follow")]
    client, seen = browser(), {}
    for address in addresses(
        sorted(ids)[:: max(1, len(ids) // 60)] + [ref.id for ref in everything if ref.kind == "notice"]
    ):
        seen[address] = client.get(address).content.decode(errors="replace")
    for path in open_data.write(tmp_path, now=full.town.clock.now() + timedelta(days=1)):
        seen[path.name] = path.read_text(encoding="utf-8")

    assert_only_what_may_be_seen(full, everything, seen)
    # It would have been found: what may be seen was there to be seen.
    assert any(full.marks.get(mark) == ("notice", "words") for text in seen.values() for mark in marks_in(text))
    with (tmp_path / open_data.NOTICES).open(encoding="utf-8", newline="") as file:
        assert any(marks_in(row["words"]) for row in csv.DictReader(file))


def assert_only_what_may_be_seen(full: Planted, everything: dict[Ref, rows.Held], seen: dict[str, str]) -> None:
    found = {
        f"{address}: {kind}.{name}"
        for address, text in seen.items()
        for mark, (kind, name) in full.marks.items()
        if mark in text and name not in MAY_BE_SEEN.get(kind, set())
    }
    told = {getattr(held.record, "request", "") for ref, held in everything.items() if ref.kind == "notice"}
    inside = {ref for ref in everything if ref.kind not in NAMED and not (ref.kind == "request" and ref.id in told)}
    found |= {
        f"{address}: the name of a {ref.kind}"
        for address, text in seen.items()
        for ref in inside
        # A token is the answer to who sent something in, and opens what became of it to whoever has it.
        if ref.id in text and ref.id not in address and "/tokens/" not in address and NAME.fullmatch(ref.id)
    }
    assert not found, "\n".join(["", *sorted(found)])


def marks_in(text: str) -> set[str]:
    return set(re.findall(r"zq\d{5}qz", text))
