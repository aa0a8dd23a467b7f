"""What the public is told of a request: only what a person looked over, coarse, and gone for good once removed."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from tests.worlds.city import NOON, Town, actor
from tests.worlds.examples import MACHINE
from tests.worlds.examples_notice import CORNER, proposed, public_category, published, told_of
from tests.worlds.requests import HANDLER, TAKER, offices, request

from callbox.kernel import chain, erase, files, ledger, public, rows, verify
from callbox.kernel.chain import COMMITMENT
from callbox.kernel.facts import Ref
from callbox.kernel.privacy import Erased
from callbox.services.notice import acts

WORDS = "Water comes up through the pavement"


def near(**more: Any) -> list[acts.Nearby]:
    return acts.near(31.2349, 121.4769, **more)


def test_only_what_a_person_looked_over_is_near(town: Town) -> None:
    waiting = proposed(town)
    assert near() == []
    town.done("notice.publish", HANDLER, notice=waiting, words=WORDS, place="Harbour Road")

    (found,) = near()

    assert (found.notice, found.words, found.photo) == (waiting, WORDS, False)
    assert found.since == town.record("request", found.request).received_at
    assert 0 <= found.distance_m < 150
    assert acts.near(31.3, 121.4769) == []
    assert near(category="another") == []


def test_the_place_is_told_coarsely_and_finer_digits_reach_no_notice(town: Town) -> None:
    corner, quarter, district = (published(town, precision=one) for one in ("corner", "quarter", "district"))
    told = {one.id: one for one in public.published("notice")}
    places = [(told[one].latitude_deg, told[one].longitude_deg) for one in (corner, quarter, district)]
    assert places == [(31.235, 121.477), (31.23, 121.48), (None, None)]


def test_a_closed_request_is_not_near_and_neither_is_one_whose_category_is_public_no_more(town: Town) -> None:
    published(town)
    other = told_of(town)
    assert len(near()) == 1
    town.done("category.describe", actor("administrator", "coast"), category=public_category(town), public=False)
    assert near() == []
    refused = town.act("notice.propose", MACHINE, request=other).refused
    assert refused is not None
    assert refused.code == "notice.not_public"


def test_no_protected_request_and_none_of_a_category_that_is_not_public_is_ever_proposed(town: Town) -> None:
    kept = offices(town)
    for one in (kept.leak, kept.conduct):
        refused = town.act("notice.propose", MACHINE, request=request(town, one)).refused
        assert refused is not None
        assert refused.code == "notice.not_public"
    assert acts.propose_waiting() == 0


def test_each_open_public_request_is_proposed_once(town: Town) -> None:
    told_of(town)
    told_of(town)
    assert (acts.propose_waiting(), acts.propose_waiting()) == (2, 0)


def test_the_machine_publishes_nothing_and_nobody_publishes_without_a_name(town: Town) -> None:
    notice = proposed(town)
    for by in (MACHINE, TAKER):
        assert town.act("notice.publish", by, notice=notice, words=WORDS).refused is not None


@pytest.mark.parametrize("words", ["ring me on 13800138000", "write to ann@example.org", "   ", "w" * 501])
def test_words_that_point_at_a_person_are_refused(words: str, town: Town) -> None:
    assert town.act("notice.publish", HANDLER, notice=proposed(town), words=words).refused is not None
    assert near() == []


def test_removing_destroys_words_and_photo_and_leaves_the_commitment(town: Town) -> None:
    notice = proposed(town)
    kept = files.put(HANDLER, Ref("notice", notice), BytesIO(b"a blurred photo"))
    given: dict[str, Any] = {"stored": kept.stored, "sha256": kept.sha256, "place": "Harbour Road"}
    town.done("notice.publish", HANDLER, notice=notice, words=WORDS, **given)
    assert b"".join(acts.photo(notice) or ()) == b"a blurred photo"
    slot = rows.read("notice", [notice])[Ref("notice", notice)].slot
    before = [chain.read_body(entry.body) for entry in ledger.chain(Ref("notice", notice))]

    assert acts.remove(HANDLER, notice, because="it named a house", at=NOON).ok

    held = rows.read("notice", [notice])[Ref("notice", notice)]
    assert (held.record.status, held.record.erased, held.sealed, held.blind) == ("removed", True, None, None)
    with pytest.raises(Erased):
        town.node.keys.key(slot)
    assert not files.path_of(kept.stored).exists()
    entries = list(ledger.chain(Ref("notice", notice)))
    assert all(entry.sealed is None for entry in entries)
    after = [chain.read_body(entry.body) for entry in entries]
    assert COMMITMENT in str(after[1].sets["words"])
    assert after[: len(before)] == before
    assert not any(WORDS in entry.body or "31.235" in entry.body for entry in entries)
    assert (near(), acts.photo(notice), public.published_one("notice", notice)) == ([], None, None)
    assert list(verify.chains(town.node, verify.Count())) == []


def test_a_request_whose_notice_was_removed_is_not_proposed_again_by_itself_but_may_be_by_a_person(town: Town) -> None:
    notice = published(town)
    acts.remove(HANDLER, notice, because="it named a house", at=NOON)
    assert acts.propose_waiting() == 0
    told = town.record("notice", notice).request
    assert town.act("notice.propose", HANDLER, request=told).ok


def test_a_removal_cut_short_by_a_crash_is_finished(town: Town) -> None:
    notice = published(town)
    town.done("notice.remove", HANDLER, notice=notice)
    assert near() == []
    assert (acts.finish_removals(), acts.finish_removals()) == (1, 0)
    assert town.record("notice", notice).erased


def test_the_corner_of_the_example_is_where_the_tests_look() -> None:
    assert (round(CORNER["latitude_deg"], 3), round(CORNER["longitude_deg"], 3)) == (31.235, 121.477)


def test_a_notice_that_names_another_file_does_not_take_it_away(town: Town) -> None:
    told = told_of(town)
    kept = files.put(HANDLER, Ref("request", told), BytesIO(b"evidence"))
    notice = town.done("notice.propose", MACHINE, request=told)
    town.done("notice.publish", HANDLER, notice=notice, words=WORDS, stored=kept.stored)
    assert acts.remove(HANDLER, notice, because="", at=NOON).ok
    assert files.path_of(kept.stored).exists()


def test_a_request_that_is_erased_takes_its_notice_along(town: Town) -> None:
    notice = published(town)
    told = town.record("notice", notice).request
    town.done("request.close", HANDLER, request=told, disposition="withdrawn")
    keeper = actor("administrator", "coast")
    erase.erase(keeper, Ref("request", told), reason="its time is over", ground="retention_over")
    assert town.record("notice", notice).erased
    assert public.published("notice") == ()


def test_what_was_closed_long_ago_is_taken_down(town: Town) -> None:
    notice = published(town)
    town.done("request.close", HANDLER, request=town.record("notice", notice).request, disposition="withdrawn")
    assert acts.keep_up(now=NOON + timedelta(days=89)) == 0
    town.clock.put(NOON + timedelta(days=91))
    assert acts.keep_up(now=NOON + timedelta(days=91)) == 1
    assert town.record("notice", notice).erased


def test_nobody_is_told_of_what_somebody_sent_in_who_is_never_to_be_reached(town: Town) -> None:
    sender = actor("reporter", TAKER.organisation)
    given = {**CORNER, "said_fact": "a pipe burst"}
    shown, unproposed = (town.done("report.receive", sender, channel="web", **given) for _ in range(2))
    told = town.done("request.open", sender, report=shown, category=public_category(town), **CORNER)
    assert acts.propose_waiting() == 1
    [notice] = [one.record.id for one in rows.read_all("notice", "request = %s", [told])]
    town.done("notice.publish", HANDLER, notice=notice, words=WORDS)
    assert len(near()) == 1

    for report in (shown, unproposed):
        town.done("follow.begin", sender, report=report, contact_by="never")
    town.done("request.open", sender, report=unproposed, category=public_category(town), **CORNER)

    assert (near(), acts.propose_waiting()) == ([], 0)
