"""Each rule of papers and each of its refusals, on plain values."""

from datetime import timedelta
from typing import Any

import pytest

from callbox.kernel import registry
from callbox.kernel.facts import Changes, Refused
from callbox.services.application import rules
from callbox.services.application.facts import Paper, PaperUse
from callbox.services.application.inputs import CheckPaper, CheckUse, GivePaper, UsePaper, WithdrawPaper
from callbox.services.application.rules import PAPERS_MAX
from callbox.services.application.tests.people import (
    NOON,
    VOICE,
    WATER,
    WORD,
    act,
    actor,
    application,
    events,
    made,
    paper,
    request,
    sets,
    use,
    waiting,
)
from callbox.services.note.facts import Attachment

PHOTO = Attachment(
    id="f",
    status="added",
    organisation="o",
    request="q",
    media_type="image/jpeg",
    size_bytes=9,
    stored="0" * 32,
    added_at=NOON,
)


def given(which: str = "deed", *, by: Any = VOICE, **more: Any) -> Changes:
    known: dict[str, Any] = {"request": request(), "application": application(), "papers": (), "uses": ()}
    told = {name: more.pop(name) for name in list(more) if name in known}
    inputs: dict[str, Any] = {"text": "4711/2", "word": WORD} | more
    photo = inputs.pop("photo", None)
    asked = GivePaper(id="new", application="q", which=which, attachment=photo.id if photo else None, **inputs)
    return rules.give(act(asked, by), attachment=photo, calendar=None, **(known | told))


def lent(*, word: str = WORD, by: Any = VOICE, which: str = "deed", **more: Any) -> Changes:
    known: dict[str, Any] = {"request": request(id="q2", organisation=WATER), "application": application(id="q2")}
    known |= {"papers": (), "uses": (), "paper": paper()} | more
    asked = UsePaper(id="u", application="q2", paper="deed", which=which, word=word)
    return rules.use(act(asked, by), calendar=None, **known)


def test_a_typed_paper_is_as_good_as_a_photographed_one() -> None:
    typed, shown = made(given(), Paper), made(given(photo=PHOTO, text=None), Paper)

    assert (typed.text, typed.attachment, typed.status) == ("4711/2", None, "handed_in")
    assert (shown.text, shown.attachment, shown.status) == (None, "f", "handed_in")


def test_a_paper_is_one_of_those_that_were_asked_for_and_says_something() -> None:
    with pytest.raises(Refused, match=r"paper\.which"):
        given("passport")
    with pytest.raises(Refused, match=r"paper\.empty"):
        given(text="  ")
    with pytest.raises(Refused, match=r"text\.long"):
        given(text="x" * 1_001)


def test_a_photo_of_another_case_is_no_paper_of_this_one() -> None:
    other = Attachment(**(vars(PHOTO) | {"request": "q2"}))
    with pytest.raises(Refused, match=r"paper\.other_case"):
        given(photo=other)


def test_a_paper_counts_for_the_days_that_its_category_says() -> None:
    assert made(given(), Paper).valid_until == NOON + timedelta(days=100)
    assert made(given("plan"), Paper).valid_until is None


def test_what_is_kept_of_a_papers_word_cannot_be_said() -> None:
    kept = made(given(), Paper)

    assert WORD.replace("-", "") not in repr(kept)
    assert made(given(word="K7QM 3XW9"), Paper).word_sha256 == kept.word_sha256
    with pytest.raises(Refused, match=r"paper\.word"):
        given(word="short")


def test_a_clock_that_stands_still_for_papers_runs_on_when_the_last_required_one_arrives() -> None:
    first = given("plan", request=waiting())
    last = given("plan", request=waiting(), papers=(paper("deed"),), application=application(given=("deed",)))

    assert "request.resumed" not in events(first)
    assert sets(last, "request.resumed") == {"status": "in_work", "held_for": None}
    assert "request.resumed" not in events(given("plan", request=waiting("weather"), papers=(paper("deed"),)))


@pytest.mark.parametrize("worthless", [{"status": "not_accepted"}, {"erased": True}, {"valid_until": NOON}])
def test_a_paper_that_does_not_count_is_still_missing(worthless: dict[str, Any]) -> None:
    before = paper("deed", **({"valid_until": NOON - timedelta(days=1)} if "valid_until" in worthless else worthless))
    assert "request.resumed" not in events(given("plan", request=waiting(), papers=(before,)))


def test_no_paper_comes_to_an_application_that_has_ended_or_has_too_many() -> None:
    with pytest.raises(Refused, match=r"application\.ended"):
        given(request=request(status="closed"))
    with pytest.raises(Refused, match=r"paper\.many"):
        given(application=application(given=tuple(str(one) for one in range(PAPERS_MAX))))


def checked(*, accepted: bool, wait: bool = False, wanting: str | None = None, by: Any = None, **more: Any) -> Changes:
    asked = CheckPaper(paper="deed", accepted=accepted, wait=wait, wanting=wanting)
    known: dict[str, Any] = {"request": request(), "paper": paper()} | more
    return rules.check(act(asked, by), calendar=None, **known)


def test_who_does_not_accept_a_paper_says_why_and_only_a_named_person_does() -> None:
    no = checked(accepted=False, wanting="the year cannot be read")

    assert sets(no, "paper.checked")["wanting"] == "the year cannot be read"
    assert sets(checked(accepted=True, wanting="fine"), "paper.checked")["wanting"] is None
    with pytest.raises(Refused, match=r"paper\.say_why"):
        checked(accepted=False)
    with pytest.raises(Refused, match="needs_person"):
        checked(accepted=True, by=actor(person=None))
    with pytest.raises(Refused, match=r"record\.erased"):
        checked(accepted=True, paper=paper(erased=True))


def test_the_clock_stands_still_for_another_paper_only_where_somebody_says_so() -> None:
    assert "request.held" not in events(checked(accepted=False, wanting="torn"))
    assert sets(checked(accepted=False, wanting="torn", wait=True), "request.held")["held_for"] == "asker"
    assert "request.held" not in events(checked(accepted=True, wait=True))
    assert "request.held" not in events(checked(accepted=False, wanting="torn", wait=True, request=waiting()))


def test_a_paper_given_once_may_be_used_again_by_who_knows_its_word() -> None:
    new = made(lent(), PaperUse)

    assert (new.paper, new.request, new.consent, new.begun_by, new.status) == (
        "deed",
        "q2",
        "own_page",
        None,
        "standing",
    )
    assert made(lent(by=actor(organisation=WATER)), PaperUse).consent == "in_person"
    assert made(lent(by=actor(organisation=WATER)), PaperUse).begun_by == "ann"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"word": "aaaa-bbbb"}, "not_found"),
        ({"paper": paper(word_sha256=None)}, "not_found"),
        ({"paper": paper(erased=True, text=None)}, "not_found"),
        ({"paper": paper(request="q2")}, "paper.given_here"),
        ({"paper": paper(status="not_accepted")}, "paper.no_good"),
        ({"paper": paper(valid_until=NOON - timedelta(seconds=1))}, "paper.no_good"),
        ({"uses": (use(),)}, "paper.used_already"),
        ({"which": "passport"}, "paper.which"),
        ({"request": request(id="q2", status="closed")}, "application.ended"),
    ],
)
def test_a_paper_is_not_used_again(more: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        lent(**more)
    assert refused.value.code == code


def test_a_wrong_word_is_answered_as_a_paper_that_never_was() -> None:
    with pytest.raises(Refused) as wrong:
        lent(word="aaaa-bbbb")
    assert wrong.value == Refused("not_found", kind="paper", id="deed")


def test_a_use_that_was_taken_back_may_be_given_again() -> None:
    assert made(lent(uses=(use(status="ended"),)), PaperUse).status == "standing"


def test_a_paper_used_again_is_no_younger_there_than_it_is() -> None:
    assert made(lent(), PaperUse).valid_until == NOON + timedelta(days=99)
    soon = NOON + timedelta(days=3)
    assert made(lent(paper=paper(valid_until=soon)), PaperUse).valid_until == soon


def test_a_use_that_completes_the_papers_lets_the_clock_run_on() -> None:
    held = request(id="q2", organisation=WATER, status="waiting", held_for="asker")
    assert "request.resumed" in events(lent(request=held, papers=(paper("plan", request="q2"),)))
    assert "request.resumed" not in events(lent(request=held))


def test_a_use_is_looked_at_by_the_office_that_may_see_it_until_it_is_taken_back() -> None:
    def looked(of: PaperUse) -> Changes:
        asked = CheckUse(use="u", accepted=True)
        return rules.check_use(act(asked), request=request(id="q2"), use=of, calendar=None)

    assert sets(looked(use()), "paper_use.checked")["status"] == "accepted"
    with pytest.raises(Refused, match=r"paper\.taken_back"):
        looked(use(status="ended"))


def test_consent_is_taken_back_at_any_time_and_once() -> None:
    def taken_back(of: PaperUse) -> Changes:
        return rules.withdraw(act(WithdrawPaper(use="u"), VOICE), giving=request(status="closed"), use=of)

    assert sets(taken_back(use()), "paper_use.ended") == {"status": "ended", "ended_at": NOON}
    assert sets(taken_back(use(status="accepted")), "paper_use.ended")["status"] == "ended"
    with pytest.raises(Refused, match=r"paper\.taken_back"):
        taken_back(use(status="ended"))


def test_nobody_reads_or_lists_papers_but_through_their_case() -> None:
    """No role, whatever its scope, is granted them: not to list, not to find, not to search."""
    for kind in ("application", "paper", "paper_use", "appointment", "decision"):
        spec = registry.kind(kind)
        assert set(spec.reads) == {"machine"}, kind
        assert not any(getattr(mark, "searchable", False) for mark in _personal(spec.record)), kind


def _personal(record: type) -> list[Any]:
    hints = record.__annotations__.values()
    return [mark for hint in hints for mark in getattr(hint, "__metadata__", ()) if hasattr(mark, "searchable")]


def test_no_machine_gives_checks_lends_or_decides_anything() -> None:
    acts = [spec for spec in registry.acts() if spec.name.split(".")[0] in ("paper", "appointment", "decision")]
    assert len(acts) == 11
    assert [spec.name for spec in acts if "machine" in spec.grants] == []
