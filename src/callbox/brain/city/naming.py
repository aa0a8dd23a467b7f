"""Which district a node lies in, what each street is called, and the list of all streets."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from . import names
from .facts import ROAD_CLASSES, City, District, Floats, Ints, Name, StreetTable
from .pieces import BANK, PIER, RADIAL, RING, SHORE, Piece
from .plan import Plan, basin, shore_x


@dataclass(frozen=True, slots=True)
class Street:
    """One street for a gazetteer; `parts_m` are its unbroken stretches, each (k, 2) metres, in order of numbers."""

    name: Name
    district: District
    road_class: str
    parts_m: tuple[Floats, ...]
    nodes: tuple[Ints, ...]


def districts(plan: Plan, piece: Piece) -> tuple[Ints, tuple[District, ...]]:
    """The district of each node, and the districts that have nodes, numbered without gaps."""
    size = np.log10(plan.nodes / 1000)
    sectors = int(np.clip(round(2 + 1.8 * size), 2, len(names.CITY_DISTRICTS)))
    counties = int(np.clip(round(1 + size), 1, len(names.COUNTIES)))
    angle = np.mod(np.arctan2(piece.v, piece.u), 2 * np.pi)
    share = np.clip((angle - np.radians(65)) / np.radians(230), 0.0, 0.999)
    away = np.hypot(piece.u, piece.v)
    low, high = basin(plan)
    dock_x = shore_x(plan, np.array([(low + high) / 2]))[0]
    raw = 2 + (share * sectors).astype(np.int64)
    raw[(np.hypot(piece.x - dock_x, piece.y - (low + high) / 2) < 0.34 * plan.radius_m) & (piece.y < high + 120)] = 1
    raw[away < 1.3 * plan.centre_m] = 0
    rural = away > plan.radius_m + 30
    raw[rural] = 2 + sectors + (share[rural] * counties).astype(np.int64)
    used, compact = np.unique(raw, return_inverse=True)
    return compact.astype(np.int64), tuple(_district(k, int(was), sectors) for k, was in enumerate(used))


def _district(number: int, raw: int, sectors: int) -> District:
    if raw >= 2 + sectors:
        en, zh = names.COUNTIES[raw - 2 - sectors]
        return District(number, Name(f"{en} County", f"{zh}县"), rural=True)
    en, zh = (names.OLD_TOWN, names.HARBOUR, *names.CITY_DISTRICTS)[raw]
    return District(number, Name(f"{en} District", f"{zh}区"), rural=False)


def street_table(piece: Piece, district: Ints, *, seed: int) -> tuple[Ints, StreetTable]:
    """The street of each edge, numbered without gaps, and the table of streets."""
    used, edge_at, street = np.unique(piece.street, return_index=True, return_inverse=True)
    order = np.random.default_rng([seed, 3]).permutation(len(names.FIRSTS) * len(names.SECONDS))
    road_class = np.bincount(street, weights=piece.road_class)
    road_class = np.rint(road_class / np.bincount(street)).astype(np.int64)
    called = []
    for k, old in enumerate(used):
        kind, number = int(piece.street_kind[old]), int(piece.street_number[old])
        called.append(_main_name(kind, number) or _side_name(k, int(road_class[k]), order=order))
    return street.astype(np.int64), StreetTable(tuple(called), district[piece.a[edge_at]], road_class)


def _main_name(kind: int, number: int) -> Name | None:
    """The name of a main road; None for a radial beyond the named ones and for every side street."""
    if kind == RING:
        ring, part = names.RINGS[number // 3], names.RING_PARTS[number % 3]
        return Name(f"{ring[0]} {part[0]}", ring[1] + part[1])
    if kind == SHORE:
        return Name(*names.SHORE)
    listed = {RADIAL: names.RADIALS, BANK: names.BANKS, PIER: names.PIERS}.get(kind, ())
    return Name(*listed[number]) if number < len(listed) else None


def _side_name(number: int, road_class: int, *, order: Ints) -> Name:
    """A name from two words and a kind of street; no name comes twice below 34,560 streets."""
    pick = int(order[number % len(order)])
    round_ = number // len(order)
    first, second = names.FIRSTS[pick % len(names.FIRSTS)], names.SECONDS[pick // len(names.FIRSTS)]
    key = ROAD_CLASSES[road_class]
    kinds = names.TYPES.get(key, names.TYPES["secondary"])
    kind = kinds[(number + round_ // len(names.SIDES)) % len(kinds)]
    side = names.SIDES[round_ % len(names.SIDES)]
    return Name(f"{side[0]}{first[0]} {second[0]} {kind[0]}", f"{first[1]}{second[1]}{side[1]}{kind[1]}")


def streets(city: City) -> Iterator[Street]:
    """Every street with its course, for a gazetteer."""
    r = city.roads
    forth = np.flatnonzero(r.one_way | (r.tail < r.head))
    forth = forth[np.lexsort((r.along[forth], r.street[forth]))]
    bounds = np.flatnonzero(np.diff(r.street[forth])) + 1
    for block in np.split(forth, bounds):
        number = int(r.street[block[0]])
        chains = _chains(list(zip(r.tail[block].tolist(), r.head[block].tolist(), strict=True)))
        nodes = tuple(np.array(chain) for chain in chains)
        table = city.streets
        yield Street(
            table.names[number],
            city.districts[int(table.district[number])],
            ROAD_CLASSES[int(table.road_class[number])],
            tuple(np.column_stack([r.x_m[chain], r.y_m[chain]]) for chain in nodes),
            nodes,
        )


def _chains(edges: list[tuple[int, int]]) -> list[list[int]]:
    """Blocks in order of numbers, put together to unbroken stretches, whichever way each block was drawn."""
    chains: list[list[int]] = []
    for a, b in edges:
        if chains and a == chains[-1][-1]:
            chains[-1].append(b)
        elif chains and b == chains[-1][-1]:
            chains[-1].append(a)
        elif chains and len(chains[-1]) == 2 and chains[-1][0] in (a, b):
            chains[-1] = [chains[-1][1], chains[-1][0], b if chains[-1][0] == a else a]
        else:
            chains.append([a, b])
    return chains
