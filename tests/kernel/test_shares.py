"""Who takes part in a case sees exactly what was declared, and afterwards nothing, by whatever way they look.

Every request of the random worlds carries values found nowhere else. After each act, what through a share is seen is held
against the request itself; at the end everything that each outsider can get hold of is read through for those values.
"""

import io
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial
from random import Random
from typing import Any

import pytest
from tests.worlds.city import CITY, NOON, OVERSIGHT, SYSTEM, Town, actor
from tests.worlds.console import browser
from tests.worlds.examples_follow import followed
from tests.worlds.examples_share import invited, taking_part
from tests.worlds.requests import GARDENER, HANDLER, PARKS, TAKER, WATCHER, WATER, category, offices, request

from callbox.kernel import erase, live, parts, read, registry, rows, search, sequencer, story, through
from callbox.kernel.chain import plain
from callbox.kernel.facts import Actor, Id, Ref, Refused, personal_fields
from callbox.kernel.rows import columns
from callbox.services.follow.seeing import seen
from callbox.services.note import acts as note_acts
from callbox.services.organisation.acts import digest_of, new_secret
from callbox.services.share.facts import OPEN, PHOTOS, SEEN, SEES

WHY = "to work on it"
PHOTO: dict[str, Any] = {"name": "z9name.jpg", "media_type": "image/jpeg"}
SEEDS = [1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(2, 8))]
STEPS = 30
SHOWN_TO = "hill/fire"
BOTH = frozenset({"handler", "supervisor"})


def ref(share: Id) -> Ref:
    return Ref("share", share)


def refused(doing: Any, *given: Any, **more: Any) -> str:
    with pytest.raises(Refused) as no:
        doing(*given, **more)
    return no.value.code


def of(town: Town, share: Id) -> Id:
    return str(town.record("share", share).request)


def photographed(town: Town, case: Ref, who: Actor) -> Id:
    return note_acts.attach(who, case, stream=io.BytesIO(b"the leak"), at=town.clock.now(), **PHOTO).ref.id


# Every way out


def ways_out(by: Actor, *, texts: list[str]) -> Iterator[str]:
    """Everything that somebody can get hold of, as text."""
    for spec in registry.kinds():
        found = read.select(by, spec.kind)
        yield repr(found)
        yield repr(read.listing(by, spec.kind, most=200))
        yield repr(read.glance(by, spec.kind, columns(spec.kind)))
        if not personal_fields(spec.record):
            continue
        for one in found:
            yield from _opened(by, one.ref)
        with suppress(Refused):
            yield repr(read.opened_all(by, spec.kind, purpose=WHY))
        for text in texts:
            with suppress(Refused):
                yield repr(search.search(by, spec.kind, text, purpose=WHY))
    news = live.since(0)
    yield repr([one.text for one in news.frames if live.sees(by, news.records.get(one.ref))])


def _opened(by: Actor, one: Ref) -> Iterator[str]:
    for doing in (partial(read.opened, by, one), partial(parts.opened, by, one), partial(story.story, by, one)):
        with suppress(Refused):
            yield repr(doing(purpose=WHY))


def over_http(town: Town, role: str, organisation: str) -> Iterator[str]:
    """The same through the API, with a token of this organisation."""
    secret = new_secret()
    told = {"organisation": organisation, "name": role, "roles": (role,), "digest": digest_of(secret)}
    town.done("token.issue", SYSTEM, **told)
    ask = browser(headers={"authorization": f"Bearer {secret}"}).get
    for kind in ("share", "request", "report", "note", "attachment", "transfer"):
        page = ask(f"/api/{kind}s?most=200")
        yield page.content.decode()
        for one in page.json()["records"] if page.status_code == 200 else ():
            for address in (f"/api/{kind}s/{one['id']}", f"/api/cases/{one['id']}", f"/api/cases/{one['id']}/story"):
                yield ask(f"{address}?purpose=work").content.decode()


# Random worlds


class World:
    """Requests of the water department, with values of their own, and departments far away that are asked to help."""

    def __init__(self, town: Town, seed: int) -> None:
        self.town, self.random = town, Random(seed)
        offices(town)
        town.done("organisation.found", SYSTEM, id="hill", above=None, name="hill", level="province", what="bureau")
        self.far = [f"hill/{name}" for name in ("fire", "trees", "trees/east")]
        for path in self.far:
            above, _, name = path.rpartition("/")
            town.done("organisation.found", SYSTEM, id=path, above=above, name=name, level="city", what="department")
        self.secrets: dict[Id, dict[str, Any]] = {}
        for number in range(3):
            self._request(number)
        self.shares: list[Id] = []

    def _request(self, number: int) -> None:
        mark = partial("z{}q{}".format, number)
        told: dict[str, Any] = {
            "wanted": mark("wanted"),
            "address": mark("address"),
            "area": mark("area"),
            "latitude_deg": 30.1 + number / 1e6,
            "longitude_deg": 120.1 + number / 1e6,
            "answers": {"q1": mark("answers")},
            "due_at": NOON + timedelta(days=30, minutes=number),
        }
        kind = category(self.town, department=WATER, name=f"Leak {number}", deadline_days=3)
        report = self.town.done(
            "report.receive", TAKER, channel="call", said_fact=mark("said"), caller_phone=f"555 010{number}"
        )
        one = self.town.done("request.open", TAKER, category=kind, report=report, **told)
        photographed(self.town, Ref("request", one), HANDLER)
        photographed(self.town, Ref("report", report), TAKER)
        self.town.done("note.write", HANDLER, case=f"request {one}", basis="fact", text=mark("note"))
        self.town.done("request.answer", HANDLER, request=one, answer=mark("answer"))
        self.secrets[one] = told

    def step(self) -> list[Id]:
        """One act, whichever: what may not be done is refused, and changes nothing. Which shares to look at after it."""
        share = self.random.choice(self.shares or [""])
        case = self.random.choice(sorted(self.secrets))
        sees = tuple(self.random.sample(SEEN, self.random.randint(1, len(SEEN))))
        theirs = actor("handler", self.town.record("share", share).to) if share else GARDENER
        act = partial(self.town.act, because="so it is")
        name = self.random.choices(
            ("invite", "take_part", "declare", "end", "request", "transfer"), (6, 6, 5, 3, 1, 1)
        )[0]
        if name == "invite":
            to = self.random.choice(self.far)
            answer = act("share.invite", HANDLER, request=case, to=to, sees=sees, asked_for=f"z{len(self.shares)}for")
            self.shares += [answer.ref.id] if answer.ok else []
        elif name == "declare":
            act("share.declare", HANDLER, share=share, sees=sees)
        elif name == "take_part":
            act("share.take_part", theirs, share=share)
            act("note.write", theirs, case=f"share {share}", basis="fact", text=f"z{len(self.shares)}word")
        elif name == "end":
            ways = {"leave": theirs, "decline": theirs, "done": theirs, "end": HANDLER}
            how = self.random.choice(sorted(ways))
            given: dict[str, Any] = {"result": "zresult"} if how == "done" else {}
            act(f"share.{how}", ways[how], share=share, **given)
        elif name == "request":
            act("request.close", HANDLER, request=case, disposition="done")
        else:
            sent = act("transfer.offer", HANDLER, request=case, to=PARKS)
            act("transfer.accept", GARDENER, transfer=sent.refs[0].id) if sent.ok else None
        return self.shares if name in ("request", "transfer") else [one for one in (share,) if one]

    def let_go(self) -> None:
        """Where chance let nobody leave, the first of several is let go."""
        still = [one for one in self.shares if self.town.record("share", one).status in OPEN]
        if len(self.shares) == len(still) > 1:
            holder = actor("handler", self.town.record("share", still[0]).organisation)
            self.town.done("share.end", holder, share=still[0])

    def truth(self, case: Id, sees: tuple[str, ...]) -> dict[str, Any]:
        held: Any = read.with_personal(rows.read("request", [case])[Ref("request", case)])
        return {name: getattr(held, name) for group in sees for name in SEES.get(group, ())}


def assert_exact(world: World, shares: list[Id]) -> None:
    """Through each share its own organisation sees what it declares and no more; all others, and an ended one, nothing."""
    for one in shares:
        share = world.town.record("share", one)
        for place in ("hill", *world.far):
            by = actor("handler", place)
            above = share.to == place or share.to.startswith(f"{place}/")
            if share.status not in OPEN or not above:
                assert refused(through.seen, by, ref(one), purpose=WHY) == "not_found"
                assert refused(read.find, by, ref(one)) == "not_found"
                continue
            seen = through.seen(by, ref(one), purpose=WHY)
            assert seen.groups == share.sees
            assert seen.values == world.truth(share.request, share.sees)
            assert [len(told) for told in seen.parts.values()] == [2] * (PHOTOS in share.sees)
            assert set(through.seen(by, ref(one)).values) == set(seen.values) - set(personal_fields(SEEN_OF))


SEEN_OF = registry.kind("request").record


def assert_requests_know_their_shares(world: World) -> None:
    for case in world.secrets:
        record = world.town.record("request", case)
        held = rows.read_all("share", "request = %s ORDER BY id", [case])
        still = [one.record for one in held if one.record.status in OPEN]
        assert sorted(record.shares) == [one.id for one in still]
        assert {getattr(one, "organisation", "") for one in still} <= {record.organisation}
        assert not set(record.parties) & set(world.far)
        assert not still or record.status not in ("closed", "elsewhere")


def leaks(world: World, place: str) -> set[str]:
    """Which of the values found nowhere else come out for somebody who stands there, but through a share that is open."""
    texts = [str(told) for secrets in world.secrets.values() for told in secrets.values() if isinstance(told, str)]
    told = "\n".join(
        [
            *ways_out(replace(actor("handler", place), roles=BOTH), texts=texts[:2]),
            *over_http(world.town, "handler", place),
        ]
    )
    wanted = [*texts, "answers", "answer", "note", "said", "555 010", "30.1000", "120.1000", PHOTO["name"], "zresult"]
    return {text for text in wanted if (text if "z" in text or "." in text or " " in text else f"q{text}") in told}


@pytest.mark.parametrize("seed", SEEDS)
def test_who_takes_part_sees_what_is_declared_now_and_nobody_else_anything(seed: int, town: Town) -> None:
    world = World(town, seed)
    for _ in range(STEPS):
        assert_exact(world, world.step())
        assert_requests_know_their_shares(world)
        town.clock.put(town.clock.now() + timedelta(minutes=1))
    world.let_go()
    assert_exact(world, world.shares)
    sequencer.run()
    ended = [one for one in world.shares if town.record("share", one).status not in OPEN]
    assert ended, "a world in which nobody leaves proves nothing"
    assert len(world.shares) > len(ended), "a world in which nobody takes part proves nothing"

    for place in ("hill", *world.far) if seed > 1 else (SHOWN_TO,):
        assert leaks(world, place) == set(), f"seed {seed}: {place}"
    # The same looking finds them where they may be seen.
    assert len(leaks(world, WATER)) > 6


# One by one


def test_the_look_is_in_the_ledger_and_names_the_case(town: Town) -> None:
    share = taking_part(town)
    through.seen(GARDENER, ref(share))
    assert rows.read_all("reading", "TRUE", []) == []
    seen = through.seen(GARDENER, ref(share), purpose=WHY)
    (made,) = (held.record for held in rows.read_all("reading", "TRUE", []))
    assert seen.values["wanted"] == "Water runs down the hill"
    assert vars(made).items() >= {"of_kind": "request", "of": of(town, share), "found": (share,)}.items()
    assert vars(made)["organisation"] == PARKS
    told = story.story(actor("oversight", OVERSIGHT), Ref("request", of(town, share)))
    assert made.ref in {line.ref for line in told.lines}


def test_the_request_itself_stays_out_of_reach_and_so_do_its_parts(town: Town) -> None:
    share = taking_part(town, sees=SEEN)
    case = Ref("request", of(town, share))
    assert refused(read.find, GARDENER, case) == "not_found"
    assert refused(story.story, GARDENER, case, purpose=WHY) == "not_found"
    assert refused(parts.of, GARDENER, case) == "not_found"
    assert town.record("request", case.id).parties == (TAKER.organisation,)
    assert (GARDENER.organisation in town.record("share", share).parties) is True


def test_a_photo_is_opened_only_while_photos_are_declared(town: Town) -> None:
    share = taking_part(town, sees=("what", PHOTOS))
    photo = photographed(town, Ref("request", of(town, share)), HANDLER)
    told, content = through.opened_file(GARDENER, ref(share), photo, purpose=WHY)
    assert b"".join(content) == b"the leak"
    assert set(told) == {"id", "media_type", "size_bytes", "added_at"}
    town.done("share.declare", HANDLER, share=share, sees=("what",))
    assert refused(through.opened_file, GARDENER, ref(share), photo, purpose=WHY) == "not_found"
    assert refused(note_acts.opened, GARDENER, Ref("request", of(town, share)), photo, purpose=WHY) == "not_found"


def test_what_they_write_is_for_the_two_alone_and_stays_with_the_holder(town: Town) -> None:
    share = taking_part(town)
    town.done("note.write", GARDENER, case=f"share {share}", basis="fact", text="the tree is an oak")
    photographed(town, ref(share), GARDENER)
    for by in (GARDENER, HANDLER):
        _, (word, photo) = parts.opened(by, ref(share), purpose=WHY)
        assert (word.text, photo.media_type) == ("the tree is an oak", "image/jpeg")
    town.done("share.done", GARDENER, share=share, result="felled")
    assert refused(parts.opened, GARDENER, ref(share), purpose=WHY) == "not_found"
    assert town.act("note.write", GARDENER, case=f"share {share}", basis="fact", text="more").refused is not None
    record, told = parts.opened(HANDLER, ref(share), purpose=WHY)
    assert (record.result, len(told)) == ("felled", 2)
    assert refused(parts.opened, TAKER, ref(share), purpose=WHY) == "not_found"


def test_a_protected_request_is_shown_to_that_organisation_alone_and_so_is_the_look(town: Town) -> None:
    kept = request(town, offices(town).conduct)
    given: dict[str, Any] = {"request": kept, "to": PARKS, "asked_for": "look at it", "sees": SEEN}
    assert town.act("share.invite", WATCHER, **given).refused == Refused("share.protected")
    share = town.done("share.invite", WATCHER, because="they keep the keys", although_protected=True, **given)
    assert through.seen(GARDENER, ref(share), purpose=WHY).values["wanted"] == "Water runs down the hill"
    for place in (CITY, "coast", f"{PARKS}/east"):
        assert refused(through.seen, actor("handler", place), ref(share), purpose=WHY) == "not_found"
    (made,) = (held.record for held in rows.read_all("reading", "TRUE", []))
    assert vars(made)["protected"] is True
    assert refused(read.find, actor("oversight", "coast"), made.ref) == "not_found"


def test_a_request_about_an_organisation_is_never_shown_to_it_or_below(town: Town) -> None:
    kinds = offices(town)
    below = town.done(
        "organisation.found", SYSTEM, id=f"{PARKS}/east", above=PARKS, name="e", level="station", what="department"
    )
    one = request(town, kinds.leak, about=PARKS)
    for to in (PARKS, below):
        answer = town.act("share.invite", HANDLER, request=one, to=to, asked_for="x")
        assert answer.refused == Refused("share.complained_of", to=to)


def test_closing_and_passing_on_take_the_shares_along(town: Town) -> None:
    closed, passed, own = taking_part(town), invited(town, to=trees(town)), taking_part(town)
    for one in (passed, own):
        offer = town.done("transfer.offer", HANDLER, request=of(town, one), to=PARKS)
        town.done("transfer.accept", GARDENER, transfer=offer)
    town.done("request.close", HANDLER, request=of(town, closed), disposition="withdrawn")
    states = [
        (one.status, one.organisation, one.parties)
        for one in (town.record("share", one) for one in (closed, passed, own))
    ]
    assert states == [
        ("let_go", WATER, ()),
        ("invited", PARKS, ("coast/trees",)),
        ("let_go", WATER, ()),
    ]
    assert town.record("request", of(town, own)).shares == ()
    assert refused(read.find, HANDLER, ref(passed)) == "not_found"
    assert read.find(GARDENER, ref(passed))


def trees(town: Town) -> Id:
    path = "coast/trees"
    if not rows.read("organisation", [path]):
        town.done("organisation.found", SYSTEM, id=path, above="coast", name="trees", level="city", what="department")
    return path


def test_erasing_the_request_ends_what_others_wrote_in_it_too(town: Town) -> None:
    share = taking_part(town)
    town.done("note.write", GARDENER, case=f"share {share}", basis="fact", text="the tree is an oak")
    through.seen(GARDENER, ref(share), purpose=WHY)
    case = Ref("request", of(town, share))
    town.done("request.close", HANDLER, request=case.id, disposition="withdrawn")
    done = erase.erase(actor("administrator", "coast"), case, reason="its time is over", ground="retention_over")
    assert {"request", "share", "note", "reading"} <= {one.kind for one in done.records}
    _, (word,) = parts.opened(HANDLER, ref(share), purpose=WHY)
    assert word.text is None


def test_the_api_shows_through_a_share_what_was_declared(town: Town) -> None:
    share = taking_part(town, sees=("what", "since_when"))
    secret = new_secret()
    told = {"organisation": PARKS, "name": "parks", "roles": ("handler",), "digest": digest_of(secret)}
    token = town.done("token.issue", SYSTEM, **told)
    ask = browser(headers={"authorization": f"Bearer {secret}"}).get
    sealed, opened = (ask(f"/api/shares/{share}/case{why}") for why in ("", "?purpose=work"))
    assert set(sealed.json()["values"]) == {"category", "received_at", "due_at", "clocks"}
    assert opened.json()["values"] == {
        **sealed.json()["values"],
        "wanted": "Water runs down the hill",
    }
    assert plain(town.record("request", of(town, share)).received_at) == opened.json()["values"]["received_at"]
    assert ask(f"/api/requests/{of(town, share)}").status_code == 404
    town.done("share.leave", GARDENER, share=share, because="no crew")
    assert ask(f"/api/shares/{share}/case?purpose=work").status_code == 404
    assert ask("/api/shares").json()["records"] == []
    assert token


def test_whoever_asked_is_told_who_else_works_on_it_but_not_of_a_protected_one(town: Town) -> None:
    told = followed(town)
    follow: Any = town.record("follow", told.follow)
    share = town.done("share.invite", HANDLER, request=told.request, to=PARKS, asked_for="fell the tree")
    assert seen(follow).helped_by == ()
    town.done("share.take_part", GARDENER, share=share)
    assert seen(follow).helped_by == (PARKS,)
    town.done("share.leave", GARDENER, share=share, because="no crew")
    assert seen(follow).helped_by == ()
