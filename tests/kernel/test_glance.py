"""A glance shows the same records as a list does, fewer fields of each, and never a sealed one."""

import pytest
from tests.worlds.city import EAST, WEST, Town, actor

from callbox.kernel.read import glance, select


@pytest.mark.parametrize("organisation", [EAST, WEST])
def test_a_glance_shows_the_same_records_to_the_same_people(town: Town, organisation: str) -> None:
    town.incident()
    town.done("incident.open", actor("dispatcher", EAST), category="fire", priority="routine")
    by = actor("dispatcher", organisation)

    for kind, names in (
        ("incident", ["id", "priority", "opened_at", "units", "clocks"]),
        ("unit", ["call_sign", "id"]),
    ):
        listed = [tuple(getattr(one, name) for name in names) for one in select(by, kind)]
        assert glance(by, kind, names) == listed
        assert listed or organisation == WEST


def test_a_sealed_field_is_no_field_to_glance_at(town: Town) -> None:
    town.incident()
    with pytest.raises(KeyError, match="address"):
        glance(actor("dispatcher"), "incident", ["id", "address"])
