"""The floor is crowded: nothing locks up, no unit is held twice, every chain explains its row."""

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from tests.worlds.city import EAST, SYSTEM, Town, actor

from callbox.kernel import sequencer
from callbox.kernel.facts import Answer
from callbox.kernel.verify import Count, chains
from callbox.kernel.verify_tree import Seen, tree
from callbox.services.unit.facts import STEPS

THREADS, INCIDENTS, UNITS = 12, 60, 6
DISPATCHER, SUPERVISOR = actor("dispatcher"), actor("supervisor")


def _random_act(town: Town, draw: random.Random, incidents: list[str], units: list[str]) -> Answer:
    """Something that a dispatcher might try, right or wrong."""
    incident, unit = draw.choice(incidents), draw.choice(units)
    assignment = town.record("unit", unit).assignment
    chosen = draw.choice(("assign", "assign", "divert", "step", "step", "available", "stood_down", "close", "reopen"))
    if chosen in ("assign", "divert"):
        return town.act(f"incident.{chosen}", DISPATCHER, incident=incident, unit=unit)
    if chosen in ("close", "reopen"):
        more: dict[str, Any] = {"disposition": "done"} if chosen == "close" else {}
        return town.act(f"incident.{chosen}", SUPERVISOR, because="needed again", incident=incident, **more)
    if assignment is None:
        return town.act("incident.assign", DISPATCHER, incident=incident, unit=unit)
    step = draw.choice(STEPS[1:]) if chosen == "step" else chosen
    return town.act(f"assignment.{step}", DISPATCHER, assignment=assignment)


@pytest.mark.parametrize("acts", [40, pytest.param(150, marks=pytest.mark.slow)])
def test_twelve_dispatchers_share_six_units(town: Town, acts: int) -> None:
    incidents = [town.incident() for _ in range(INCIDENTS)]
    more = [
        town.done("unit.commission", SYSTEM, organisation=EAST, call_sign=f"X{n}")
        for n in range(UNITS - len(town.units))
    ]
    units = [*town.units.values(), *more]

    def work(seed: int) -> Counter[str]:
        draw, seen = random.Random(seed), Counter[str]()
        for _ in range(acts):
            answer = _random_act(town, draw, incidents, units)
            seen[answer.refused.code if answer.refused else "done"] += 1
        connection.close()
        return seen

    with ThreadPoolExecutor(THREADS) as pool:
        seen = sum(pool.map(work, range(THREADS)), Counter[str]())
    sequencer.run()

    assert seen.total() == THREADS * acts
    assert seen["done"] > THREADS * acts // 6
    assert seen["busy"] < seen["done"] // 20
    assert [*chains(town.node, Count()), *tree(town.node, None, Seen())] == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT unit, count(*) FROM assignment WHERE status = ANY(%s) GROUP BY unit", [list(STEPS)])
        active = dict(cursor.fetchall())
    for unit in units:
        held = town.record("unit", unit).assignment
        assert active.get(unit, 0) == (1 if held else 0)


def test_the_same_report_sent_many_times_at_once_is_one_report(town: Town) -> None:
    taker = actor("call_taker")

    def send(_: int) -> Answer:
        answer = town.act("report.receive", taker, address="1 Pier", key="one")
        connection.close()
        return answer

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(40)))

    assert len({answer.ref for answer in answers}) == 1
    assert sum(not answer.replayed for answer in answers) == 1
