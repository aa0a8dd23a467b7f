"""A place is found by what a caller calls it, in whatever way it is written, and what is doubtful is told."""

import time

import pytest
from numpy.random import default_rng

from callbox.brain.roads.reading.facts import Address, Crossing, Gazetteer, Landmark, StreetName
from callbox.site.city.folding import folded
from callbox.site.city.searching import Index
from callbox.site.city.sounding import sounds


def street(name: str, zh: str = "", *, at: tuple[float, float] = (114.1, 22.5)) -> StreetName:
    return StreetName(name=name, name_en="", name_zh=zh, longitude_deg=at[0], latitude_deg=at[1])


def crossing(one: str, other: str, *, at: tuple[float, float] = (114.1, 22.5)) -> Crossing:
    return Crossing(street=one, other=other, longitude_deg=at[0], latitude_deg=at[1])


def landmark(name: str, *, at: tuple[float, float]) -> Landmark:
    return Landmark(name=name, name_en="", name_zh="", kind="school", longitude_deg=at[0], latitude_deg=at[1])


HARBOUR = Index(
    Gazetteer(
        streets=(
            street("Lighthouse Lane", "灯塔巷"),
            street("Pier Road", "码头路"),
            street("Shēnnán Dàdào", "深南大道"),
            street("O'Connor Street"),
            street("Station Road"),
        ),
        crossings=(
            crossing("Lighthouse Lane", "Pier Road"),
            crossing("Station Road", "Pier Road", at=(114.1, 22.5)),
            crossing("Station Road", "Mill Street", at=(114.3, 22.5)),
        ),
        addresses=(
            Address(number="12", street="Lighthouse Lane", longitude_deg=114.1, latitude_deg=22.5),
            Address(number="14A", street="Lighthouse Lane", longitude_deg=114.1, latitude_deg=22.5),
        ),
        landmarks=(
            landmark("Harbour School", at=(114.11, 22.5)),
            landmark("Grand Hotel", at=(114.1, 22.5)),
            landmark("Grand Hotel", at=(114.3, 22.5)),
        ),
    )
)


def labels(text: str) -> list[str]:
    return [one.label for one in HARBOUR.find(text)]


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("lighth", "Lighthouse Lane · 灯塔巷"),
        ("LIGHTHOUSE LN", "Lighthouse Lane · 灯塔巷"),
        ("lighthuose lane", "Lighthouse Lane · 灯塔巷"),
        ("灯塔", "Lighthouse Lane · 灯塔巷"),
        ("灯塔路", "Lighthouse Lane · 灯塔巷"),
        ("pier rd.", "Pier Road · 码头路"),
        ("码头街", "Pier Road · 码头路"),
        ("shennan dadao", "Shēnnán Dàdào · 深南大道"),
        ("深南路", "Shēnnán Dàdào · 深南大道"),
        ("oconnor st", "O'Connor Street"),
        ("12 lighthouse lane", "12 Lighthouse Lane"),
        ("lighthuose ln 14a", "14A Lighthouse Lane"),
        ("灯塔巷12号", "12 Lighthouse Lane"),
        ("99 pier road", "99 Pier Road · 码头路"),
        ("lighthouse & pier", "Lighthouse Lane & Pier Road"),
        ("pier rd and lighthosue", "Lighthouse Lane & Pier Road"),
        ("码头路与灯塔巷", "Lighthouse Lane & Pier Road"),
        ("harbor school", "Harbour School"),
    ],
)
def test_what_a_caller_calls_a_place_is_found_first(typed: str, means: str) -> None:
    assert labels(typed)[:1] == [means]


@pytest.mark.parametrize("typed", ["", " ", "·", "xyzzy", "zz", "\U0010ffff", "12", "& /"])
def test_what_is_no_place_finds_nothing(typed: str) -> None:
    assert not [one for one in HARBOUR.find(typed) if one.sure]


def test_what_is_only_nearly_so_called_says_so() -> None:
    assert HARBOUR.find("lighthouse lane")[0].sure
    assert not HARBOUR.find("lighthuose lane")[0].sure
    assert HARBOUR.find("12 lighthouse lane")[0].sure
    assert not HARBOUR.find("99 lighthouse lane")[0].sure  # numbers of it are known, and this is none
    assert HARBOUR.find("99 pier road")[0].sure  # nobody knows the numbers of it


def test_two_streets_of_one_name_are_told_apart_by_what_crosses_them() -> None:
    found = HARBOUR.find("station road")
    assert [(one.same, one.near, one.longitude_deg) for one in found] == [
        (2, "Pier Road", 114.1),
        (2, "Mill Street", 114.3),
    ]


def test_two_landmarks_of_one_name_are_told_apart_by_the_crossing_that_is_near() -> None:
    found = HARBOUR.find("grand hotel")
    assert [(one.same, one.near) for one in found] == [
        (2, "Lighthouse Lane & Pier Road"),
        (2, "Station Road & Mill Street"),
    ]


def test_of_equals_the_nearest_comes_first() -> None:
    assert HARBOUR.find("grand hotel", near=(114.3, 22.5))[0].longitude_deg == 114.3


def test_a_name_is_compared_alike_however_it_is_written() -> None:
    assert folded("Ｓt. Mary’s Road") == folded("saint marys rd")
    assert folded("Běijīng Lù") == folded("beijing lu")


@pytest.mark.slow
def test_two_hundred_thousand_names_are_searched_in_fifty_milliseconds() -> None:
    rng = default_rng(1)
    parts = [
        "an",
        "ber",
        "cor",
        "dal",
        "el",
        "fin",
        "gar",
        "hol",
        "jor",
        "kel",
        "lan",
        "mor",
        "nor",
        "quin",
        "ros",
        "tor",
    ]
    kinds = ["Street", "Road", "Avenue", "Lane", "Way"]
    drawn = rng.integers(0, len(parts), (200_000, 4))
    names = [f"{''.join(parts[k] for k in row).title()} {kinds[row[0] % 5]}" for row in drawn]
    index = Index(Gazetteer(streets=tuple(street(name) for name in names)))
    took_ms = []
    for name in names[:200]:
        for typed in (name[:3], name[:6], name, name[:4] + name[5:], f"12 {name[:3]}x{name[3:]}"):
            began_s = time.thread_time()
            found = index.find(typed, near=(114.1, 22.5), most=8)
            took_ms.append(1000 * (time.thread_time() - began_s))
            assert found
    assert sorted(took_ms)[int(0.99 * len(took_ms))] < 50


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("shennandadao", "深南大道"),
        ("shen nan", "深南大道"),
        ("sndd", "深南大道"),
        ("chongqing bei lu", "重庆北路"),
        ("lvyangjie", "绿杨街"),
        ("12 dtx", "灯塔巷"),
        ("cqbl & lyj", "重庆北路"),
    ],
)
def test_a_chinese_name_may_be_typed_as_it_sounds(typed: str, meant: str) -> None:
    streets = tuple(street("", zh) for zh in ("重庆北路", "绿杨街", "深南大道", "灯塔巷"))
    crossings = (crossing("重庆北路", "绿杨街"),)
    found = Index(Gazetteer(streets=streets, crossings=crossings, addresses=(), landmarks=())).find(typed)
    assert found
    assert meant in found[0].label


def test_a_name_in_latin_letters_is_not_sounded() -> None:
    assert sounds("Lighthouse Lane") == ()
