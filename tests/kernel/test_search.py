"""Search over personal text: what it finds, what it leaves, and what its index tells without the key."""

import pytest
from django.db import connection
from tests.worlds.city import EAST, Town, actor

from callbox.kernel import erase, read, rows
from callbox.kernel.facts import SEALED, Ref, Refused
from callbox.kernel.privacy import Keys, bigrams
from callbox.kernel.search import search

TAKER = actor("call_taker")


def report(town: Town, **told: str) -> str:
    return town.done("report.receive", TAKER, channel="call", **told)


def found(town: Town, text: str, who: object = TAKER) -> list[str]:
    return [one.id for one in search(who, "report", text, purpose="a caller asks")]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kept", "asked"),
    [
        ("12 Harbour Road", "harbour road"),
        ("12 HARBOUR road", "Harbour"),
        ("Straße am Hafen", "STRASSE"),
        ("海港路十二号三单元", "港路十二"),
        ("ＡＢＣ大厦", "abc大厦"),
        ("call 138-0013-8000", "13 8000"),
        ("Zoë", "ZOË"),
    ],
)
def test_it_finds_words_in_english_and_chinese_whatever_their_case_and_width(town: Town, kept: str, asked: str) -> None:
    wanted = report(town, address=kept)
    report(town, address="somewhere else, 别处")
    assert found(town, asked) == [wanted]


def test_bigrams_that_only_happen_to_be_there_are_not_a_find(town: Town) -> None:
    """`nab bana` has every pair of `bananab`, in another order."""
    report(town, address="nab bana")
    condition = read.matching("bananab")
    assert read.count(TAKER, "report", where=[condition]) == 1
    assert found(town, "bananab") == []


def test_what_is_found_is_sealed_and_the_search_is_recorded_without_its_words(town: Town) -> None:
    one = report(town, caller_name="Ann Lee")

    [hit] = search(TAKER, "report", "ann lee", purpose="she called back")

    assert hit.caller_name is SEALED
    [reading] = read.listing(actor("supervisor"), "reading").records
    assert (reading.of_kind, reading.of, reading.found) == ("report", "", (one,))


def test_a_search_that_finds_nothing_is_recorded_too(town: Town) -> None:
    assert found(town, "nobody") == []
    [reading] = read.listing(actor("supervisor"), "reading").records
    assert reading.found == ()


@pytest.mark.parametrize("text", ["", " ", "!?", "a", "王", "\x00", "-"])
def test_too_little_to_search_for_is_refused(town: Town, text: str) -> None:
    report(town, address="12 Harbour Road")
    with pytest.raises(Refused, match=r"search\.short"):
        found(town, text)
    assert read.count(TAKER, "report", where=[read.matching("!?")]) == 0


def test_a_search_needs_a_purpose(town: Town) -> None:
    with pytest.raises(Refused, match=r"reason\.missing"):
        search(TAKER, "report", "harbour", purpose="")


def test_nobody_finds_what_they_may_not_see(town: Town) -> None:
    report(town, address="12 Harbour Road")
    assert found(town, "harbour", actor("call_taker", EAST)) == []


def test_an_erased_record_is_found_no_more(town: Town) -> None:
    one = Ref("report", report(town, caller_name="Ann Lee"))
    assert found(town, "ann lee") == [one.id]
    town.done("report.close", TAKER, report=one.id, closed_as="answered")
    done = erase.erase(actor("administrator"), one, reason="time", ground="retention_over")
    assert "reading" in {ref.kind for ref in done.records}
    assert found(town, "ann lee") == []
    assert read.count(TAKER, "report", where=[read.matching("ann lee")]) == 0


def test_the_index_tells_nothing_without_the_key(town: Town) -> None:
    """Another node's tokens for the same words have none in common, and no token follows from its pair alone."""
    other = Keys.make(town.node.world.folder / "another")
    words = "Ann Lee 海港路 12"
    mine, theirs = set(town.node.keys.tokens(words)), set(other.tokens(words))
    assert len(mine) == len(theirs) == len(bigrams(words))
    assert mine.isdisjoint(theirs)


def test_no_word_of_a_record_stands_in_the_database(town: Town) -> None:
    one = report(town, caller_name="Ann Leeward", address="海港路十二号")
    blind = rows.read("report", [one])[Ref("report", one)].blind
    assert blind
    assert set(blind) == set(town.node.keys.tokens("Ann Leeward\n海港路十二号"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT report::text || (SELECT string_agg(body, '') FROM ledger_entry) FROM report")
        told = cursor.fetchone()[0]
    assert "Leeward" not in told
    assert "海港路" not in told
