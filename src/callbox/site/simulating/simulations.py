"""The simulator of this node, for the commands that ask through a protocol."""

from collections.abc import Sequence
from pathlib import Path

from callbox.brain.simulate.experiment import days_of_calls, model_of, run, tuned
from callbox.brain.simulate.facts import Ints
from callbox.brain.simulate.full import Model
from callbox.brain.simulate.measures import resampled
from callbox.brain.simulate.named import BASELINE, POLICIES
from callbox.brain.simulate.scenario import Scenario, with_load
from callbox.faces.command.simulations import Asked, AtLoad, Comparison, Day, OfPolicy, Watch, Wrong
from callbox.faces.command.site import Site
from callbox.site.simulating import days, figures, folders, generated
from callbox.site.simulating.prepared import Prepared

READ_SHARE = 0.2
"""Of the whole, as the bar shows it."""


class SimulationsHere:
    """Everything that can be simulated on this node."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def policies(self) -> Sequence[str]:
        return tuple(POLICIES)

    def compare(self, asked: Asked, *, watch: Watch) -> Comparison:
        watch("simulate.step.reading", 0.0)
        prepared = self._prepared(asked)
        names = (BASELINE, *(one for one in asked.policies if one != BASELINE))
        loads: list[AtLoad] = []
        model: Model | None = None
        for number, load in enumerate(asked.loads):
            at, model = _at_load(
                prepared, asked, load=load, names=names, like=model, watch=_part(watch, number, len(asked.loads))
            )
            loads.append(at)
        return _told(prepared, asked, tuple(loads))

    def _prepared(self, asked: Asked) -> Prepared:
        folder = Path(asked.city)
        if folder.is_dir():
            return folders.read(folder, asked)
        city = generated.city_of(asked, self._site.home)
        if city is None:
            raise Wrong("nowhere", {"city": asked.city})
        return generated.read(city, asked)

    def day(self, asked: Asked, *, watch: Watch) -> Day:
        watch("simulate.step.reading", 0.0)
        prepared, load = self._prepared(asked), asked.loads[0]
        watch("simulate.step.tuning", READ_SHARE, load=f"{load:g}")
        known = tuned(with_load(prepared.scenario, load), seed=asked.seed, place=prepared.placed_anew)
        calls = days_of_calls(known.scenario, seed=asked.seed, days=1)
        watch("simulate.step.day", 0.8)
        method = POLICIES[asked.policies[0]](known)
        seen = days.played(model_of(known.scenario, calls), method)
        return _watched(prepared, asked, scenario=known.scenario, seen=seen)


def _part(watch: Watch, number: int, count: int) -> Watch:
    """What a step of one load is told to, so that the bar goes once along the whole."""

    def told(code: str, share: float, **details: object) -> None:
        watch(code, READ_SHARE + (1.0 - READ_SHARE) * (number + share) / count, **details)

    return told


def _at_load(
    prepared: Prepared, asked: Asked, *, load: float, names: Sequence[str], like: Model | None, watch: Watch
) -> tuple[AtLoad, Model]:
    """Every policy at one load, and the model they ran in."""
    watch("simulate.step.tuning", 0.0, load=f"{load:g}")
    known = tuned(with_load(prepared.scenario, load), seed=asked.seed, place=prepared.placed_anew)
    calls = days_of_calls(known.scenario, seed=asked.seed, days=asked.days)
    model = model_of(known.scenario, calls, like=like)
    weights = resampled(asked.days, seed=asked.seed)
    priorities, late_ms = prepared.scenario.priorities, known.scenario.floor.late_ms
    baseline: tuple[figures.Seen, ...] | None = None
    found: list[OfPolicy] = []
    for number, name in enumerate(names):
        watch("simulate.step.running", (number + 1) / (len(names) + 1), load=f"{load:g}", policy=name)
        sample = run(model, POLICIES[name](known), days=asked.days)
        groups = figures.seen(sample, weights, priorities=len(priorities), late_ms=late_ms)
        found.append(
            figures.of_policy(name, sample, groups=groups, against=baseline, weights=weights, priorities=priorities)
        )
        baseline = baseline or groups
    shown = tuple(one for one in found if one.policy in asked.policies)
    return (
        AtLoad(load=load, calls=found[0].answered[0].calls, busy_fraction=known.busy_fraction, policies=shown),
        model,
    )


def _told(prepared: Prepared, asked: Asked, loads: tuple[AtLoad, ...]) -> Comparison:
    city = prepared.scenario.city
    return Comparison(
        city=prepared.name,
        form=prepared.form,
        days=asked.days,
        seed=asked.seed,
        late_s=asked.late_s,
        zones=city.zones,
        stations=city.stations,
        hospitals=len(city.hospital_zone),
        units=city.units,
        nodes=prepared.network.nodes if prepared.network is not None else 0,
        baseline=BASELINE,
        priorities=prepared.scenario.priorities,
        within_s=figures.WITHIN_S,
        loads=loads,
        assumed=prepared.assumed,
    )


def _watched(prepared: Prepared, asked: Asked, *, scenario: Scenario, seen: days.Played) -> Day:
    telling = days.told(scenario, seen)
    return Day(
        city=prepared.name,
        policy=asked.policies[0],
        load=asked.loads[0],
        seed=asked.seed,
        late_s=asked.late_s,
        priorities=scenario.priorities,
        stations=_spots(telling, scenario.city.station_zone),
        hospitals=_spots(telling, scenario.city.hospital_zone),
        roads=days.roads_of(prepared.network),
        units=scenario.city.units,
        legs=tuple(days.legs_of(telling)),
        calls=tuple(days.heard_of(scenario, telling, seen.outcome)),
        decisions=tuple(days.decisions_of(telling)),
    )


def _spots(telling: days.Telling, zones: Ints) -> tuple[days.Place, ...]:
    return tuple(telling.places[zone] for zone in zones.tolist())
