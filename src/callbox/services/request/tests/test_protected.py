"""A protected request does not exist for those who may not know of it, however they ask.

The complaint is about the town's eastern bureau and is held by the oversight body. Each test asks as many people as could
learn of it, and holds what they are told against what they would be told of something that never was.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.worlds.city import CENTRE, CITY, EAST, NOON, OVERSIGHT, Town, actor
from tests.worlds.requests import ADMINISTRATOR, TAKER, WATCHER, Offices, offices, request

from callbox.kernel import due, permission, read, registry, search
from callbox.kernel.facts import ANY_KIND, Actor, Field, Id, Ref, Refused, fields_of
from callbox.kernel.words import refusal
from callbox.services.organisation.facts import ROLES

NEVER, OTHER = "0000-0000-0000", "1111-1111-1111"  # ids that nothing has
PLACES = ("coast", CITY, CENTRE, EAST, f"{EAST}/station-1", "")


@dataclass(frozen=True)
class Hidden:
    """A protected request, the report it opened from, and the town it lies in."""

    town: Town
    offices: Offices
    request: Id
    report: Id


@pytest.fixture
def hidden(town: Town) -> Hidden:
    kept = offices(town)
    report = town.done("report.receive", TAKER, channel="call", said_fact="The officer at Pier Road shouted")
    asked = request(
        town, kept.conduct, report=report, about=EAST, wanted="An apology for Pier Road", key="the caller's key"
    )
    return Hidden(town, kept, asked, report)


def everybody() -> Iterator[Actor]:
    """Every role in every organisation that may not know: whom it is about, those above, those who took it in."""
    for place in PLACES:
        for role in ROLES:
            yield actor(role, place)


def everything(hidden: Hidden) -> Iterator[Ref]:
    yield Ref("request", hidden.request)
    yield Ref("report", hidden.report)


def test_nobody_but_its_holder_finds_it_or_the_report_it_came_from(hidden: Hidden) -> None:
    for ref in everything(hidden):
        assert read.find(WATCHER, ref)
        assert read.find(actor("oversight", OVERSIGHT), ref)
        for who in everybody():
            with pytest.raises(Refused) as no:
                read.find(who, ref)
            assert no.value == Refused("not_found", kind=ref.kind, id=ref.id)


def test_no_list_and_no_count_tells_of_it(hidden: Hidden) -> None:
    for kind in ("request", "report"):
        assert read.count(WATCHER, kind) == 1
        for who in everybody():
            assert read.count(who, kind) == 0
            assert read.listing(who, kind).records == ()
            assert read.select(who, kind) == ()


def test_no_search_tells_of_it(hidden: Hidden) -> None:
    assert len(search.search(WATCHER, "request", "Pier Road", purpose="to handle it")) == 1
    for who in everybody():
        for kind in ("request", "report"):
            assert read.listing(who, kind, where=[read.matching("Pier Road")]).records == ()
            assert read.count(who, kind, where=[read.matching("Pier Road")]) == 0


def test_breaking_the_glass_does_not_open_it(hidden: Hidden) -> None:
    for who in everybody():
        for ref in everything(hidden):
            with pytest.raises(Refused, match="not_found"):
                read.opened(replace(who, glass=True), ref, purpose="to see")
    assert read.count(actor("oversight", "coast"), "reading") == 0


def acts_naming(kind: str) -> Iterator[tuple[str, str, str]]:
    """(act, field, what stands before the id in it) for every act whose inputs name a record of this kind."""
    for spec in registry.acts():
        named = {path.split(".")[0] for path in (*spec.touches.values(), *spec.looks.values())}
        for name in sorted(named):
            links = fields_of(spec.inputs)[name].links
            if links is not None and links.kind in (kind, ANY_KIND):
                yield spec.name, name, "" if links.kind == kind else f"{kind} "


def filled(act: str, field: str, told: str) -> dict[str, Any]:
    """Inputs for an act in which this field is as told; what else it must be given names what never was, or fits."""
    inputs = fields_of(registry.act(act).inputs)
    given = {name: fitting(one) for name, one in inputs.items() if one.required and name not in ("id", field)}
    return given | {field: (told,) if inputs[field].many else told}


def fitting(declared: Field) -> Any:
    if declared.choice:
        return declared.choice.words[0]
    if declared.links and declared.links.kind == ANY_KIND:
        return f"request {OTHER}"
    return {int: 1, float: 1.0, bool: False, datetime: NOON}.get(declared.type, OTHER)


@pytest.mark.slow
def test_every_act_refuses_it_in_the_words_for_what_never_was(hidden: Hidden) -> None:
    town, asked = hidden.town, 0
    for ref in everything(hidden):
        for act, field, before in acts_naming(ref.kind):
            for who in everybody():
                told = [
                    town.act(act, who, because="because", **filled(act, field, before + one)).refused
                    for one in (ref.id, NEVER)
                ]
                assert told[0] is not None, (act, who)
                assert worded(told[0], ref.id) == worded(told[1], NEVER), (act, who)
                asked += 1
    assert asked > 1000
    assert town.record("request", hidden.request).status == "open"


def worded(refused: Refused | None, one: Id) -> str:
    """A refusal in words, the id that was asked for left out."""
    return refusal(refused).replace(one, "...") if refused else "done"


def test_what_else_is_wrong_with_an_act_does_not_tell_of_it(hidden: Hidden) -> None:
    """An act that names two records is refused for the first, whether that one is hidden or never was."""
    given: dict[str, Any] = {"request": hidden.request, "disposition": "duplicate", "same_as": NEVER}
    real = hidden.town.act("request.close", actor("supervisor", "coast"), **given).refused

    assert real == Refused("not_found", kind="request", id=hidden.request)


def test_no_duplicate_is_closed_into_it(hidden: Hidden) -> None:
    other = request(hidden.town, hidden.offices.leak)
    given: dict[str, Any] = {"request": other, "disposition": "duplicate", "same_as": hidden.request}

    refused = hidden.town.act("request.close", actor("supervisor", "coast"), **given).refused

    assert refused == Refused("not_found", kind="request", id=hidden.request)


def test_the_key_under_which_it_was_opened_tells_nobody_else(hidden: Hidden) -> None:
    for who in (actor("call_taker", EAST), actor("call_taker", CITY), actor("supervisor", CENTRE)):
        fresh = hidden.town.act(
            "request.open", who, category=hidden.offices.conduct, about=EAST, wanted="x", key="the caller's key"
        )
        assert fresh.ok
        assert not fresh.replayed
        assert fresh.ref.id != hidden.request


def test_a_look_at_it_is_hidden_like_it(hidden: Hidden) -> None:
    read.opened(WATCHER, Ref("request", hidden.request), purpose="to handle it")
    search.search(WATCHER, "request", "Pier Road", purpose="to handle it")

    assert read.count(actor("supervisor", OVERSIGHT), "reading") == 2
    for who in everybody():
        assert read.count(who, "reading") == 0


def test_its_deadline_falls_due_and_brings_it_nowhere(hidden: Hidden) -> None:
    hidden.town.clock.put(NOON + timedelta(days=60))

    assert due.fire(hidden.town.clock.now()) == 1

    late = hidden.town.record("request", hidden.request)
    assert (late.escalations, late.escalated_to) == (1, OVERSIGHT)
    for who in everybody():
        assert not permission.may(who, registry.kind("request").reads, late)


def test_its_holder_works_on_it_to_the_end(hidden: Hidden) -> None:
    town = hidden.town
    town.done("request.answer", WATCHER, request=hidden.request, answer="They are sorry.")
    town.done("request.close", actor("supervisor", OVERSIGHT), request=hidden.request, disposition="done")
    town.done("request.reopen", WATCHER, request=hidden.request, because="they asked again")

    assert town.record("request", hidden.request).status == "in_work"


def test_it_is_not_handed_on(hidden: Hidden) -> None:
    with pytest.raises(Refused, match=r"transfer\.protected"):
        hidden.town.done("transfer.offer", WATCHER, request=hidden.request, to=CITY)


def test_a_complaint_that_is_not_protected_is_still_out_of_reach_of_whom_it_is_about(town: Town) -> None:
    asked = request(town, offices(town).leak, about=EAST)
    ref = town.record("request", asked).ref

    assert read.find(actor("supervisor", CITY), ref)
    for role in ROLES:
        assert read.count(actor(role, EAST), "request") == 0
        assert read.count(actor(role, f"{EAST}/station-1"), "request") == 0
    assert read.count(ADMINISTRATOR, "request") == 0
