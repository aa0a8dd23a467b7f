"""Which papers an application needs, and that none shows a person."""

from typing import Any

import pytest

from callbox.kernel.facts import Refused
from callbox.services.application.facts import Application
from callbox.services.request import rules
from callbox.services.request.administering import create
from callbox.services.request.inputs import AnswerRequest, CloseRequest, CreateCategory, OpenRequest
from callbox.services.request.papers import PaperAsked, is_portrait, paper_of, papers_of
from callbox.services.request.tests.people import act, actor, category, made, request

DEED = "deed | Proof that the garden is yours | 花园权属证明 | required | 90"


def test_a_paper_is_read_from_its_columns() -> None:
    assert paper_of(DEED, 1) == PaperAsked("deed", "Proof that the garden is yours", "花园权属证明", True, 90)
    assert paper_of("plan | A plan", 2) == PaperAsked("plan", "A plan")
    assert paper_of("plan | A plan | | optional", 2) == PaperAsked("plan", "A plan", required=False)
    assert paper_of("Proof of address", 3) == PaperAsked("p3", "Proof of address")
    assert [paper_of(DEED, 1).said_in(one) for one in ("zh-Hans", "pt")] == [
        "花园权属证明",
        "Proof that the garden is yours",
    ]


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (" ", "empty"),
        ("deed | ", "empty"),
        ("Deed | A deed", "code"),
        ("deed | A deed | 契 | maybe", "required"),
        ("deed | A deed | 契 | required | soon", "days"),
        ("deed | A deed | 契 | required | 0", "days"),
        ("deed | A deed | 契 | required | 9999", "days"),
        ("deed | a | b | required | 1 | more", "columns"),
    ],
)
def test_a_paper_that_cannot_be_read_is_refused(told: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        paper_of(told, 1)
    assert refused.value.code == f"category.paper.{code}"


@pytest.mark.parametrize(
    "told",
    [
        "portrait | A portrait",
        "photo | Passport photo | 照片",
        "picture | Two passport-size photographs",
        "id_photo | For the card",
        "p | Photo of yourself",
        "p | A picture of the applicant",
        "face | Front",
        "selfie | With the card in your hand",
        "p | Document | 一寸免冠照片",
        "p | Document | 证件照",
        "p | Document | 手持证件的自拍",
        "p | Fingerprints",
        "人脸照片",
    ],
)
def test_no_category_asks_for_a_picture_of_a_person(told: str) -> None:
    with pytest.raises(Refused) as refused:
        paper_of(told, 1)
    assert refused.value.code == "category.paper.portrait"


@pytest.mark.parametrize(
    "told",
    [
        "photo | Photo of the tree | 树木照片",
        "surface | Surface plan",
        "p | Photo of the damage",
        "passport | Passport number",
    ],
)
def test_a_picture_of_a_thing_is_a_paper_like_any_other(told: str) -> None:
    assert not is_portrait(told)
    assert paper_of(told, 1).code


def test_no_code_is_there_twice_and_papers_are_not_without_end() -> None:
    with pytest.raises(Refused, match="code_twice"):
        papers_of(category(papers=(DEED, DEED)))
    with pytest.raises(Refused, match="papers_many"):
        papers_of(category(papers=tuple(f"p{one} | x" for one in range(21))))


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"papers": (DEED,)}, "category.papers_undecided"),
        ({"decides": True, "public": True}, "category.decides_public"),
        ({"decides": True, "objection_days": 0}, "category.not_positive"),
        ({"decides": True, "papers": ("Selfie",)}, "category.paper.portrait"),
    ],
)
def test_a_category_asks_for_papers_only_where_it_decides_and_shows_none(told: dict[str, Any], code: str) -> None:
    given = CreateCategory(id="felling", organisation="coast", name="Felling", department="coast", **told)
    with pytest.raises(Refused) as refused:
        create(act(given), organisation=None, department=None)  # type: ignore[arg-type]  # neither is looked at
    assert refused.value.code == code


def test_an_application_keeps_the_papers_it_was_opened_under() -> None:
    felling = category(papers=(DEED,), decides=True, objection_days=30)
    done = rules.open_request(
        act(OpenRequest(id="q", category="leak")), report=None, category=felling, about=None, calendar=None
    )
    kept = made(done, Application)

    assert (kept.id, kept.request, kept.papers, kept.objection_days) == ("q", "q", (DEED,), 30)


def test_a_request_that_is_no_application_has_nothing_of_one() -> None:
    done = rules.open_request(
        act(OpenRequest(id="q", category="leak")), report=None, category=category(), about=None, calendar=None
    )
    assert [ask for ask in done if ask.record.kind == "application"] == []


def test_an_application_is_answered_by_its_decision_alone() -> None:
    with pytest.raises(Refused, match=r"request\.decides"):
        rules.answer(act(AnswerRequest(request="q", answer="Yes.")), request=request(decides=True))
    for disposition in ("not_competent", "no_such_place"):
        asked = act(CloseRequest(request="q", disposition=disposition), actor(), because="not ours")
        with pytest.raises(Refused, match=r"request\.decides"):
            rules.close(asked, request=request(decides=True), same_as=None)
        assert rules.close(asked, request=request(), same_as=None)
