from dataclasses import replace

import pytest
from tests.worlds.pure import EAST, NOON

from callbox.kernel.globe import straight_line_m
from callbox.services.place_note.acts import METRES_PER_DEGREE, squares, there
from callbox.services.place_note.facts import PlaceNote
from callbox.services.place_note.rules import square_of

HOUSE = (22.5431, 114.0579)
NOTE = PlaceNote(
    id="n",
    status="in_force",
    organisation=EAST,
    sort="gas",
    source="crew",
    square=square_of(HOUSE),
    set_at=NOON,
    confirmed_at=NOON,
    expires_at=NOON,
    latitude_deg=HOUSE[0],
    longitude_deg=HOUSE[1],
    address="9 Harbour Road",
    text="gas main in the yard",
)


def north(distance_m: float) -> tuple[float, float]:
    return HOUSE[0] + distance_m / METRES_PER_DEGREE, HOUSE[1]


def test_a_note_is_told_within_fifty_metres_and_no_further() -> None:
    near = there(NOTE, north(49), "elsewhere")
    assert near is not None
    assert round(near.distance_m) == 49
    assert not near.same_house
    assert there(NOTE, north(51), "elsewhere") is None


@pytest.mark.parametrize("address", ["9 Harbour Road", "9, harbour road", "９ HARBOUR ROAD"])
def test_the_same_house_is_told_across_its_grounds(address: str) -> None:
    told = there(NOTE, north(200), address)
    assert told is not None
    assert told.same_house
    assert there(NOTE, north(300), address) is None


def test_a_note_whose_values_were_erased_is_about_no_place() -> None:
    assert there(replace(NOTE, latitude_deg=None, longitude_deg=None), HOUSE, "9 Harbour Road") is None


@pytest.mark.parametrize("where", [(22.5431, 114.0579), (0.0, 0.0), (-33.9, 18.4), (70.0, 25.7), (10.0, 179.9999)])
def test_every_place_within_reach_lies_in_one_of_the_squares(where: tuple[float, float]) -> None:
    looked_at = set(squares(where, 250.0))
    step = 250.0 / METRES_PER_DEGREE / 4
    for up in range(-4, 5):
        for right in range(-20, 21):
            other = where[0] + up * step, (where[1] + right * step + 180) % 360 - 180
            if straight_line_m(where, other) <= 249:
                assert square_of(other) in looked_at
    assert len(looked_at) <= 12
