"""Who runs the city: organisations in four levels, stations at nodes, hospitals, units."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, cast

import numpy as np

from . import names
from .catalogue import DEPARTMENTS, UNIT_KINDS
from .facts import District, Floats, Hospital, Ints, Name, Organisation, Station, Trade, Unit

RESPONDERS: Final[tuple[Trade, ...]] = ("fire", "ambulance", "police")
STATION_SHARE: Final = {"fire": 0.40, "ambulance": 0.30, "police": 0.30}
OFFICES: Final[dict[str, tuple[tuple[str, str], tuple[str, str], tuple[str, str], tuple[str, str]]]] = {
    # at the level of province, city, district, station
    "police": (("Department of Public Safety", "公共安全厅"), ("Public Safety Bureau", "公共安全局"),
               ("Public Safety Branch", "公共安全分局"), ("Public Safety Station", "公共安全站")),
    "fire": (("Fire and Rescue Department", "消防救援总队"), ("Fire and Rescue Brigade", "消防救援支队"),
             ("Fire and Rescue Battalion", "消防救援大队"), ("Fire Station", "消防站")),
    "ambulance": (("Department of Emergency Care", "急救管理处"), ("Ambulance Centre", "急救中心"),
                  ("Ambulance Branch", "急救分中心"), ("Ambulance Post", "急救站")),
    "department": (("Department of Public Services", "公共服务厅"), ("Public Services Bureau", "公共服务局"),
                   ("Public Services Office", "公共服务办公室"), ("Service Point", "服务站")),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ground:
    """Where things can stand: nodes in metres with how much they matter, and the district of each."""

    x_m: Floats
    y_m: Floats
    weight: Floats
    district: Ints


def station_count(nodes: int) -> int:
    """About 10 stations in a town of 1,000 nodes, 22 at 10,000, 50 at 100,000, 112 at 1,000,000."""
    return round(10 * float((nodes / 1000) ** 0.35))


def upper_offices(found: tuple[District, ...]) -> list[Organisation]:
    """Province, city and districts with their branches. Oversight answers to the province's oversight, not the city."""
    made = [*_province(), *_city()]
    for district in found:
        made.extend(_branches(district))
    return made


def _province() -> Iterator[Organisation]:
    name = Name(f"{names.PROVINCE[0]} Province", f"{names.PROVINCE[1]}省")
    yield Organisation("p", "province", "government", name, None, None)
    for trade, levels in OFFICES.items():
        full = Name(f"{names.PROVINCE[0]} {levels[0][0]}", f"{name.zh}{levels[0][1]}")
        yield Organisation(f"p.{trade}", "province", cast("Trade", trade), full, "p", None)
    oversight = Name(f"{names.PROVINCE[0]} Oversight Body", f"{name.zh}监督机构")
    yield Organisation("p.oversight", "province", "oversight", oversight, "p", None)


def _city() -> Iterator[Organisation]:
    en, zh = names.CITY
    yield Organisation("c", "city", "government", Name(f"City of {en}", f"{zh}市"), "p", None)
    for trade in RESPONDERS:
        office = OFFICES[trade][1]
        yield Organisation(f"c.{trade}", "city", trade, Name(f"{en} {office[0]}", f"{zh}市{office[1]}"), "c", None)
    for code, office_en, office_zh in DEPARTMENTS:
        name = Name(f"{en} {office_en}", f"{zh}市{office_zh}")
        yield Organisation(f"c.{code}", "city", "department", name, "c", None)
    emergency = Name(f"{en} Emergency Line", f"{zh}市紧急呼叫中心")
    yield Organisation("c.emergency", "city", "hotline", emergency, "c", None)
    yield Organisation("c.hotline", "city", "hotline", Name(f"{en} City Hotline", f"{zh}市市民热线"), "c", None)
    oversight = Name(f"{en} Oversight Body", f"{zh}市监督机构")
    yield Organisation("c.oversight", "city", "oversight", oversight, "p.oversight", None)


def _branches(district: District) -> Iterator[Organisation]:
    top = f"d{district.id}"
    yield Organisation(top, "district", "government", district.name, "c", district.id)
    for trade, levels in OFFICES.items():
        name = Name(f"{district.name.en} {levels[2][0]}", f"{district.name.zh}{levels[2][1]}")
        parent = "c.services" if trade == "department" else f"c.{trade}"
        yield Organisation(f"{top}.{trade}", "district", cast("Trade", trade), name, parent, district.id)


def stations(ground: Ground, *, nodes: int, streets: tuple[Name, ...], seed: int) -> tuple[Station, ...]:
    """Stations of the three responders, each trade spread over where people are; `streets`: a street for each node."""
    rng = np.random.default_rng([seed, 4])
    total, made = station_count(nodes), []
    for trade in RESPONDERS:
        spots = spread(ground, count=max(1, round(total * STATION_SHARE[trade])), rng=rng)
        for k, node in enumerate(spots.tolist(), start=1):
            kind = OFFICES[trade][3]
            name = Name(f"{kind[0]} {k}, {streets[node].en}", f"{streets[node].zh}{kind[1]}（{k}号）")
            made.append(Station(f"s.{trade}.{k:02d}", trade, name, node, int(ground.district[node])))
    return tuple(made)


def station_offices(found: tuple[Station, ...]) -> list[Organisation]:
    """The lowest level of the tree."""
    return [
        Organisation(s.organisation, "station", s.trade, s.name, f"d{s.district}.{s.trade}", s.district) for s in found
    ]


def spread(ground: Ground, *, count: int, rng: np.random.Generator) -> Ints:
    """Distinct nodes that cover a weighted sample of the ground (Lloyd's iteration, then the nearest sampled node)."""
    size = min(len(ground.weight), 6000)
    weight = ground.weight**0.45
    sample = np.sort(rng.choice(len(weight), size=size, replace=False, p=weight / weight.sum()))
    points = np.column_stack([ground.x_m[sample], ground.y_m[sample]])
    middle = points[rng.choice(size, size=count, replace=False)]
    for _ in range(12):
        own = squared_m2(points, middle).argmin(axis=1)
        number = np.maximum(np.bincount(own, minlength=count), 1)[:, None]
        sums = np.column_stack([np.bincount(own, weights=points[:, k], minlength=count) for k in (0, 1)])
        middle = np.where(np.bincount(own, minlength=count)[:, None] > 0, sums / number, middle)
    away = squared_m2(points, middle)
    chosen: list[int] = []
    for k in range(count):
        away[chosen, k] = np.inf
        chosen.append(int(away[:, k].argmin()))
    out: Ints = sample[np.array(chosen)]
    return out


def squared_m2(a: Floats, b: Floats) -> Floats:
    """Squared distances, (len(a), len(b))."""
    out: Floats = (a[:, :1] - b[:, 0]) ** 2 + (a[:, 1:] - b[:, 1]) ** 2
    return out


def hospitals(ground: Ground, *, nodes: int, seed: int) -> tuple[Hospital, ...]:
    """Two in a small town, up to ten in the largest city."""
    rng = np.random.default_rng([seed, 5])
    count = int(np.clip(round(2 * (nodes / 1000) ** 0.27), 1, len(names.HOSPITALS)))
    spots = spread(ground, count=count, rng=rng)
    beds = np.sort(rng.integers(8, 90, count))[::-1] * 10
    named = zip(spots.tolist(), names.HOSPITALS, beds.tolist(), strict=False)
    return tuple(Hospital(f"h{k}", Name(*name), node, bed) for k, (node, name, bed) in enumerate(named, start=1))


def units(found: tuple[Station, ...]) -> tuple[Unit, ...]:
    """Crews at each station, their call signs numbered through the city (E01, A07, P12)."""
    seen = dict.fromkeys(UNIT_KINDS, 0)
    made = []
    for trade in RESPONDERS:
        for k, station in enumerate(s for s in found if s.trade == trade):
            for kind in _crews(trade, k):
                seen[kind] += 1
                en, zh, _, letter = UNIT_KINDS[kind]
                name = Name(f"{en} {seen[kind]}", f"{zh}{seen[kind]}号")
                made.append(Unit(f"{letter}{seen[kind]:02d}", name, kind, station.organisation, station.node))
    return tuple(made)


def _crews(trade: Trade, k: int) -> list[str]:
    """What stands at the k-th station of a trade; the first of every four has the special vehicles."""
    if trade == "fire":
        return ["engine"] + [["engine", "ladder", "duty"], ["rescue"], [], ["ladder"]][k % 4]
    if trade == "ambulance":
        return ["ambulance"] * (3 if k % 3 == 0 else 2)
    return ["patrol"] * (3 if k % 3 == 0 else 2) + ["foot"]
