"""A city ready to be simulated, with what a report says of where it came from."""

from collections.abc import Callable
from dataclasses import dataclass

from callbox.brain.roads.engine import RoadEngine
from callbox.brain.roads.facts import RoadNetwork
from callbox.brain.simulate.experiment import WARM_DAYS
from callbox.brain.simulate.facts import Calls, Floats
from callbox.brain.simulate.mistaken import Mistake, taken_along_ms
from callbox.brain.simulate.scenario import Floor, Scenario, Source, scenario
from callbox.faces.command.simulations import Asked, Assumed
from callbox.site.simulating.closing import closed_in


@dataclass(frozen=True, kw_only=True)
class Told:
    """Calls that were recorded, instead of drawn."""

    calls: Calls
    days: int
    first_day: int
    """The day of the first call, counted from the Monday that the calls' clock starts at."""
    response_ms: Floats
    """(c,) what came of each: from call to first arrival, infinite where that is not known."""
    ahead_ms: Floats
    """(c,) from the call to the moment a unit could first be sent, which every policy adds."""


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A scenario, and what is told about it."""

    name: str
    form: str
    scenario: Scenario
    assumed: tuple[Assumed, ...]
    network: RoadNetwork | None = None
    placed_anew: bool = True
    """Whether units get the best stations; else they stay where the files have them."""
    recorded: Told | None = None


Reader = Callable[[Asked], Prepared]


def mistake_of(asked: Asked) -> Mistake:
    """How wrong whoever plans and decides is about the city."""
    return Mistake(
        calls=asked.demand_wrong,
        places=asked.demand_scatter,
        speeds=asked.speeds_wrong,
        roads=asked.speeds_scatter,
        shut=asked.close_stations,
        seed=asked.seed,
    )


def on_network(network: RoadNetwork, source: Source, *, floor: Floor, asked: Asked) -> Scenario:
    """The scenario on roads, with the times that whoever decides takes them for."""
    taken_ms = taken_along_ms(network, mistake_of(asked))
    engine = RoadEngine.build(network)
    one = scenario(engine, source, floor=floor, zones=asked.zones, turning=asked.turning, taken_ms=taken_ms)
    return closed_in(one, engine, asked, days=WARM_DAYS + asked.days, taken_ms=taken_ms)


def floor_of(asked: Asked, otherwise: Floor) -> Floor:
    """What happens beside the driving: as asked for, else as the source has it."""
    return Floor(
        turnout_s=otherwise.turnout_s if asked.turnout_s is None else (asked.turnout_s,),
        on_scene_s=otherwise.on_scene_s if asked.on_scene_min is None else (60.0 * asked.on_scene_min,),
        transport_share=otherwise.transport_share if asked.transport is None else (asked.transport,),
        handover_s=otherwise.handover_s if asked.handover_min is None else (60.0 * asked.handover_min,),
        cv=otherwise.cv,
        late_ms=round(1000 * asked.late_s),
    )


def assumed_of(floor: Floor, *, hospitals: bool) -> tuple[Assumed, ...]:
    """What was assumed of turnout, scene and hospital, in seconds and minutes; the first priority stands for all."""
    found = [
        Assumed(code="turnout", details={"seconds": f"{floor.turnout_s[0]:g}"}),
        Assumed(code="on_scene", details={"minutes": f"{floor.on_scene_s[0] / 60:.3g}", "cv": f"{floor.cv:g}"}),
    ]
    if hospitals:
        share = f"{floor.transport_share[0]:.0%}"
        found.append(Assumed(code="carried", details={"share": share, "minutes": f"{floor.handover_s[0] / 60:.3g}"}))
    return tuple(found)
