"""The rules of the live system decide in the simulator's exact mode, and the fast mode is equal to it."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.brain.simulate.days import a_day, differences

from callbox.brain.simulate.exact import Floor
from callbox.brain.simulate.facts import Calls, City, Outcome, Params
from callbox.brain.simulate.full import prepare, simulate
from callbox.kernel import registry
from callbox.kernel.facts import Changes, New, Refused
from callbox.services.incident.live_rules import LiveRules

Rule = Callable[..., Changes]
DAYS = range(12)


def by_live_rules(city: City, calls: Calls, params: Params) -> Outcome:
    rules = LiveRules(params, kinds=city.kinds.tolist(), in_shifts=set(city.shift_unit.tolist()))
    floor = Floor(city, calls, params, rules=rules)
    floor.run()
    return floor.outcome()


def by_params(city: City, calls: Calls, params: Params) -> Outcome:
    floor = Floor(city, calls, params)
    floor.run()
    return floor.outcome()


@pytest.mark.parametrize("seed", DAYS)
def test_the_rules_of_the_floor_send_as_the_simulator_does(seed: int) -> None:
    day = a_day(seed)

    assert differences(by_params(*day), by_live_rules(*day)) == {}


# Each takes the place of a rule of the live system; the day must then be another, or not be played at all.


def sends_whoever_is_off(rule: Rule) -> Rule:
    """A unit that is off shift is sent like any other."""
    return lambda act, **told: rule(act, **(told | {"unit": replace(told["unit"], status="available")}))


def refuses(rule: Rule) -> Rule:
    """Whatever is asked."""

    def broken(act: object, **told: object) -> Changes:
        raise Refused("not_allowed")

    return broken


def leaves_the_unit(rule: Rule) -> Rule:
    """The assignment ends, and the unit's record goes on saying what it said."""
    return lambda act, **told: [one for one in rule(act, **told) if isinstance(one, New) or one.record.kind != "unit"]


BROKEN = {
    "whoever is off shift is sent": ("incident.assign", sends_whoever_is_off),
    "nobody is sent": ("incident.assign", refuses),
    "nobody is called off": ("incident.divert", refuses),
    "nobody is relieved": ("assignment.stood_down", refuses),
    "never available": ("assignment.available", leaves_the_unit),
    "never on shift": ("shift.sign_on", refuses),
    "never off shift": ("shift.end", leaves_the_unit),
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_live_rule_that_is_broken_is_seen_in_the_simulator(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    name, breaking = BROKEN[how]
    spec = registry.act(name)
    monkeypatch.setitem(registry._acts, name, replace(spec, rule=breaking(spec.rule)))

    assert any(differs(seed) for seed in DAYS)


def differs(seed: int) -> bool:
    """Whether a day is another than it was; one that a rule stops in the middle is."""
    day = a_day(seed)
    try:
        return differences(by_params(*day), by_live_rules(*day)) != {}
    except Refused:
        return True


@pytest.mark.slow
@pytest.mark.parametrize("block", range(20))
def test_a_thousand_fast_days_are_those_that_the_live_rules_decide(block: int) -> None:
    days = ((seed, a_day(seed)) for seed in range(5000 + 50 * block, 5050 + 50 * block))

    assert [seed for seed, day in days if differences(simulate(prepare(*day)), by_live_rules(*day))] == []
