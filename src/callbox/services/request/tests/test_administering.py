"""Each rule of the list of categories, on plain values."""

from typing import Any

import pytest

from callbox.kernel.facts import Refused
from callbox.services.organisation.facts import Organisation
from callbox.services.request import administering
from callbox.services.request.facts import Category
from callbox.services.request.inputs import CreateCategory, DescribeCategory, OfCategory
from callbox.services.request.tests.people import WATER, act, category, made, sets

OFFICE = Organisation(id=WATER, status="active", name="Water", level="county")


def created(**more: Any) -> Any:
    told: dict[str, Any] = {"id": "leak", "organisation": WATER, "name": "Leak", "department": WATER} | more
    return administering.create(act(CreateCategory(**told)), organisation=OFFICE, department=OFFICE)


def described(of: Category, **more: Any) -> Any:
    given = act(DescribeCategory(category="leak", **more))
    return sets(administering.describe(given, category=of, department=None), "category.described")


def test_a_category_begins_at_version_one() -> None:
    assert made(created(deadline_days=3), Category).version == 1


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"name": " "}, "field.empty"),
        ({"deadline_days": 3, "deadline_hours": 4.0}, "category.two_deadlines"),
        ({"deadline_days": 3, "deadline_calendar_days": 60}, "category.two_deadlines"),
        ({"accept_days": 0}, "category.not_positive"),
        ({"deadline_days": 0}, "category.not_positive"),
        ({"deadline_hours": -1.0}, "category.not_positive"),
        ({"deadline_hours": float("nan")}, "category.not_positive"),
        ({"extensions_max": -1}, "category.negative"),
        ({"extension_days_max": -1}, "category.negative"),
        ({"protects": True, "public": True}, "category.protected_public"),
    ],
)
def test_a_category_that_cannot_be_is_refused(told: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as no:
        created(**told)
    assert no.value.code == code


def test_describing_makes_a_new_version_of_what_is_different() -> None:
    assert described(category(), name="Burst main", questions=("Where?",)) == {
        "name": "Burst main",
        "questions": ("Where?",),
        "version": 5,
    }


def test_a_deadline_in_hours_takes_the_place_of_one_in_days() -> None:
    assert described(category(), deadline_hours=4.0) == {"deadline_hours": 4.0, "deadline_days": None, "version": 5}
    with pytest.raises(Refused, match=r"category\.two_deadlines"):
        described(category(), deadline_hours=4.0, deadline_days=1)


def test_describing_what_is_so_already_is_refused() -> None:
    with pytest.raises(Refused, match="nothing_changed"):
        described(category(), name="Leak")


def test_a_protected_category_never_becomes_public() -> None:
    with pytest.raises(Refused, match=r"category\.protected_public"):
        described(category(protects=True), public=True)


def test_a_retired_category_is_neither_described_nor_retired_again() -> None:
    old = category(status="retired")
    with pytest.raises(Refused, match=r"category\.retired"):
        described(old, name="x")
    with pytest.raises(Refused, match=r"category\.retired"):
        administering.retire(act(OfCategory(category="leak")), category=old)
    assert administering.retire(act(OfCategory(category="leak")), category=category())
