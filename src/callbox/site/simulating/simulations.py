"""The simulator of this node, for the commands that ask through a protocol."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from callbox.brain.simulate.experiment import TUNING_DAYS, WARM_DAYS, days_of_calls, model_of, run, tuned, tuned_by_unit
from callbox.brain.simulate.facts import Calls, Floats, Ints
from callbox.brain.simulate.full import Model
from callbox.brain.simulate.measures import resampled
from callbox.brain.simulate.mistaken import as_it_is, believed
from callbox.brain.simulate.named import BASELINE, BY_COVER, POLICIES, Method, Tuned
from callbox.brain.simulate.scenario import Scenario, beyond, with_load
from callbox.faces.command.simulations import BUSY, Asked, Assumed, AtLoad, Comparison, Day, OfPolicy, Recorded
from callbox.faces.command.site import Site
from callbox.faces.command.underway import Watch, Wrong
from callbox.site.simulating import days, figures, folders, generated, own, worlds
from callbox.site.simulating.changed import changed
from callbox.site.simulating.prepared import Prepared, mistake_of

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
        return changed(self._read(asked), asked)

    def _read(self, asked: Asked) -> Prepared:
        if asked.world:
            return worlds.read(self._site, asked)
        folder = Path(asked.city)
        if folder.is_dir():
            return folders.read(folder, asked)
        city = generated.city_of(asked, self._site.home)
        if city is None:
            raise Wrong("nowhere", {"city": asked.city})
        return generated.read(city, asked)

    def day(self, asked: Asked, *, watch: Watch) -> Day:
        watch("simulate.step.reading", 0.0)
        if asked.world or asked.calls:
            raise Wrong("watched", {})
        prepared, load = self._prepared(asked), asked.loads[0]
        watch("simulate.step.tuning", READ_SHARE, load=f"{load:g}")
        known, met = _known_and_met(prepared, asked, load=load)
        calls = days_of_calls(met, seed=asked.seed, days=1)
        watch("simulate.step.day", 0.8)
        name = asked.policies[0]
        method = _set_up(name, known, prepared, asked)
        with own.told_of(name):
            seen = days.played(model_of(met, calls), method)
        return _watched(prepared, asked, scenario=met, seen=seen)


def method_of(name: str, known: Tuned) -> Method:
    """A policy by its name, or one of the asker's own by its file."""
    return POLICIES[name](known) if name in POLICIES else own.method(own.read(Path(name)), known)


def _part(watch: Watch, number: int, count: int) -> Watch:
    """What a step of one load is told to, so that the bar goes once along the whole."""

    def told(code: str, share: float, **details: object) -> None:
        watch(code, READ_SHARE + (1.0 - READ_SHARE) * (number + share) / count, **details)

    return told


def _known_and_met(prepared: Prepared, asked: Asked, *, load: float) -> tuple[Tuned, Scenario]:
    """What policies know of the city at one load, and the city they meet; see `mistaken`."""
    one, mistake = with_load(prepared.scenario, load), mistake_of(asked)
    known = _tuned(believed(one, mistake), prepared, asked)
    return known, as_it_is(one, known.scenario, mistake)


def _tuned(one: Scenario, prepared: Prepared, asked: Asked) -> Tuned:
    """Policies are set up on drawn days, of a recorded history too."""
    days, warm_days = _tuning_days(prepared)
    by_unit = asked.busy != BUSY[0]
    return tuned(one, seed=asked.seed, days=days, warm_days=warm_days, place=prepared.placed_anew, by_unit=by_unit)


def _tuning_days(prepared: Prepared) -> tuple[int, int]:
    """How many days are for tuning, and how many before them to warm up."""
    told = prepared.recorded
    return (TUNING_DAYS, WARM_DAYS) if told is None else (told.days, told.first_day)


def _set_up(name: str, known: Tuned, prepared: Prepared, asked: Asked) -> Method:
    """A policy by its name; where each unit's busy fraction is asked for, after runs of its own."""
    if asked.busy == BUSY[0] or name not in BY_COVER:
        return method_of(name, known)
    days, warm_days = _tuning_days(prepared)
    return POLICIES[name](tuned_by_unit(known, POLICIES[name], seed=asked.seed, days=days, warm_days=warm_days))


@dataclass(frozen=True)
class _Days:
    """The days that every policy meets."""

    calls: Calls
    days: int
    warm_days: int
    ahead_ms: Floats | None


def _days(prepared: Prepared, asked: Asked, met: Scenario) -> _Days:
    told = prepared.recorded
    if told is not None:
        return _Days(told.calls, told.days, told.first_day, told.ahead_ms)
    return _Days(days_of_calls(met, seed=asked.seed, days=asked.days), asked.days, WARM_DAYS, None)


def _at_load(
    prepared: Prepared, asked: Asked, *, load: float, names: Sequence[str], like: Model | None, watch: Watch
) -> tuple[AtLoad, Model]:
    """Every policy at one load, and the model they ran in."""
    watch("simulate.step.tuning", 0.0, load=f"{load:g}")
    known, city = _known_and_met(prepared, asked, load=load)
    met = _days(prepared, asked, city)
    model = model_of(city, met.calls, like=like)
    weights = resampled(met.days, seed=asked.seed)
    priorities, late_ms = prepared.scenario.priorities, round(1000 * asked.late_s)
    baseline: tuple[figures.Seen, ...] | None = None
    found: list[OfPolicy] = []
    for number, name in enumerate(names):
        watch("simulate.step.running", (number + 1) / (len(names) + 1), load=f"{load:g}", policy=name)
        method = _set_up(name, known, prepared, asked)
        with own.told_of(name):
            sample = run(model, method, days=met.days, warm_days=met.warm_days, ahead_ms=met.ahead_ms)
        groups = figures.seen(sample, weights, priorities=len(priorities), late_ms=late_ms)
        found.append(
            figures.of_policy(name, sample, groups=groups, against=baseline, weights=weights, priorities=priorities)
        )
        baseline = baseline or groups
    shown = tuple(one for one in found if one.policy in asked.policies)
    calls = found[0].answered[0].calls
    return AtLoad(load=load, calls=calls, busy_fraction=known.busy_fraction, policies=shown), model


def _recorded(prepared: Prepared, asked: Asked) -> Recorded | None:
    """What really happened, where the calls were recorded ones."""
    if prepared.recorded is None:
        return None
    weights, late_ms = resampled(prepared.recorded.days, seed=asked.seed), round(1000 * asked.late_s)
    return figures.recorded(prepared.recorded, weights, priorities=prepared.scenario.priorities, late_ms=late_ms)


def _assumed(prepared: Prepared, asked: Asked) -> tuple[Assumed, ...]:
    own = () if prepared.placed_anew else (Assumed(code="own_stations"),)
    busy = () if asked.busy == BUSY[0] else (Assumed(code="busy_by_unit"),)
    minutes, share = f"{asked.late_s / 60:g}", f"{beyond(prepared.scenario):.1%}"
    return (*prepared.assumed, *own, *busy, Assumed(code="beyond", details={"minutes": minutes, "share": share}))


def _told(prepared: Prepared, asked: Asked, loads: tuple[AtLoad, ...]) -> Comparison:
    city = prepared.scenario.city
    return Comparison(
        city=prepared.name,
        form=prepared.form,
        days=prepared.recorded.days if prepared.recorded is not None else asked.days,
        seed=asked.seed,
        late_s=asked.late_s,
        zones=city.zones,
        stations=city.stations - prepared.scenario.posts,
        posts=prepared.scenario.posts,
        hospitals=len(city.hospital_zone),
        units=city.units,
        nodes=prepared.network.nodes if prepared.network is not None else 0,
        baseline=BASELINE,
        priorities=prepared.scenario.priorities,
        within_s=figures.WITHIN_S,
        loads=loads,
        assumed=_assumed(prepared, asked),
        recorded=_recorded(prepared, asked),
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
        stations=_spots(telling, scenario.station_zone),
        posts=_spots(telling, scenario.city.station_zone[len(scenario.station_zone) :]),
        hospitals=_spots(telling, scenario.city.hospital_zone),
        roads=days.roads_of(prepared.network),
        units=scenario.city.units,
        legs=tuple(days.legs_of(telling)),
        calls=tuple(days.heard_of(scenario, telling, seen.outcome)),
        decisions=tuple(days.decisions_of(telling)),
    )


def _spots(telling: days.Telling, zones: Ints) -> tuple[days.Place, ...]:
    return tuple(telling.places[zone] for zone in zones.tolist())
