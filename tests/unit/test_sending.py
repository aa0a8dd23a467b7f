"""What is read out of a form, what is doubtful about it, how often is too often, and what waits to be sent."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.http import QueryDict

from callbox.faces.portal.doubts import doubts
from callbox.faces.portal.told import Form, Told, handed_out, told_in
from callbox.kernel import node
from callbox.kernel.pace import CALM, FLOOD, MANY, OVER, Pace
from callbox.kernel.world import Ids, Mode, SteppedClock, World
from callbox.services.note import waiting

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "SECRET_KEY", "a secret of this test")


def given(query: str) -> Told:
    return told_in(QueryDict(query))


def test_a_form_is_read_as_it_was_filled_in() -> None:
    told = given(
        "words=a+hole&address=9+Harbour+Road&here=22.5,114.1&category=hole&a-size=big&a-side=l&a-side=r&what=send"
    )
    assert (told.words, told.address, told.place) == ("a hole", "9 Harbour Road", (22.5, 114.1))
    assert (told.category, told.answers, told.what) == ("hole", {"size": "big", "side": ("l", "r")}, "send")


@pytest.mark.parametrize("place", ["", "x", "22.5", "22.5,", "91,0", "0,181", "nan,1", "inf,0", "1,2,3", "1e999,0"])
def test_a_place_that_is_nowhere_on_earth_is_no_place(place: str) -> None:
    assert given(f"here={place}").place is None


def test_a_place_found_for_what_was_typed_before_is_not_used_for_what_is_typed_now() -> None:
    assert given("place=1,2&place_for=Pier&address=Pier").place == (1.0, 2.0)
    assert given("place=1,2&place_for=Pier&address=Harbour").place is None


def test_what_no_record_can_hold_is_left_out_and_the_rest_is_kept() -> None:
    told = given("words=a%00b%ED%A0%80" + "c" * 9_000)
    assert told.words.startswith("ab")
    assert len(told.words) == 4_000


def test_a_form_knows_its_own_age_and_no_forged_one_does() -> None:
    assert given(f"form={handed_out('k-1', NOON)}").form == Form(key="k-1", at=NOON)
    for forged in ("", "x", "x:y:z", handed_out("k-1", NOON)[:-2]):
        assert given(f"form={forged}").form is None


def told(words: str = "a hole", *, age: timedelta | None = MINUTE, trapped: bool = False) -> Told:
    return Told(words=words, trapped=trapped, form=None if age is None else Form(key="k", at=NOON - age))


def test_what_a_person_sends_raises_no_doubt() -> None:
    assert doubts(told("see www.example.org"), pace=CALM, now=NOON) == ()


@pytest.mark.parametrize(
    ("sent", "pace", "why"),
    [
        (told(trapped=True), CALM, "trap_filled"),
        (told(age=None), CALM, "no_form"),
        (told(age=timedelta(days=2)), CALM, "no_form"),
        (told(age=timedelta(seconds=1)), CALM, "sent_at_once"),
        (told("http://a http://b https://c"), CALM, "many_links"),
        (told(), MANY, "sent_many"),
    ],
)
def test_what_is_doubtful_is_held_and_says_why(sent: Told, pace: str, why: str) -> None:
    assert doubts(sent, pace=pace, now=NOON) == ("held_for_review", why)


def test_many_from_one_source_are_many_and_then_a_flood_until_the_minutes_are_over() -> None:
    pace = Pace({"one": (2, 4), "all": (100, 200)})
    assert [pace.heard("a", NOON) for _ in range(6)] == [CALM, CALM, MANY, MANY, FLOOD, FLOOD]
    assert pace.heard("b", NOON) == CALM
    assert pace.heard("a", NOON + OVER) == CALM


def test_very_many_from_everywhere_are_many_too() -> None:
    pace = Pace({"one": (2, 4), "all": (5, 8)})
    assert [pace.heard(str(number), NOON) for number in range(9)] == [CALM] * 5 + [MANY] * 3 + [FLOOD]


def test_counting_forgets_sources_before_it_fills_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("callbox.kernel.pace.SOURCES_MOST", 10)
    pace = Pace({"one": (2, 4), "all": (1_000, 2_000)})
    for number in range(100):
        pace.heard(str(number), NOON + number * MINUTE)
    assert len(pace._by) <= 10


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Path]:
    made = World(name="t", mode=Mode.REPLAY, clock=SteppedClock(NOON), folder=tmp_path)
    with node.using(node.Node(made, None, Ids(1))):  # type: ignore[arg-type]  # nothing here uses a case's keys
        yield tmp_path


def test_a_photo_that_waits_can_be_opened_by_its_page_alone(world: Path) -> None:
    token = waiting.keep(b"a photo", at=NOON)
    [file] = (world / "waiting").iterdir()
    assert b"photo" not in file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0
    assert waiting.kept(token) == b"a photo"
    assert waiting.kept(token[:-1] + ("0" if token[-1] != "0" else "1")) is None
    assert waiting.kept("../../etc/passwd") is None
    waiting.drop(token)
    assert waiting.kept(token) is None


def test_what_was_never_sent_goes_after_an_hour_and_the_oldest_where_it_is_too_much(
    world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = waiting.keep(b"old", at=NOON)
    new = waiting.keep(b"new", at=NOON + timedelta(minutes=61))
    assert (waiting.kept(old), waiting.kept(new)) == (None, b"new")
    monkeypatch.setattr(waiting, "BYTES_MAX", 100)
    other = waiting.keep(b"x" * 60, at=NOON + timedelta(minutes=62))
    assert waiting.kept(new) == b"new"
    waiting.keep(b"y" * 60, at=NOON + timedelta(minutes=63))
    assert (waiting.kept(new), waiting.kept(other)) == (None, None)
