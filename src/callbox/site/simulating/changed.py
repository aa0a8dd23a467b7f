"""What a line changes about a city it names: street posts, speeds by hour, and what policies are mistaken about."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from callbox.brain.simulate.closed import cut_off
from callbox.brain.simulate.mistaken import believed
from callbox.brain.simulate.posts import best_posts, with_posts
from callbox.brain.simulate.rush import with_speeds
from callbox.brain.simulate.scenario import Scenario
from callbox.faces.command.simulations import Asked, Assumed
from callbox.faces.command.underway import Wrong
from callbox.site.simulating.closing import closing_told
from callbox.site.simulating.prepared import Prepared, mistake_of

MISTAKES: Final = {
    "demand_wrong": 1.0,
    "demand_scatter": 0.0,
    "speeds_wrong": 1.0,
    "speeds_scatter": 0.0,
    "close_stations": 0,
}
"""Options of a line, and where they change nothing."""


def changed(prepared: Prepared, asked: Asked) -> Prepared:
    """The same city with what the line asks for, and what is to be told about that.

    Raises:
        Wrong: naming what this city does not bear.
    """
    one, mistake = prepared.scenario, mistake_of(asked)
    if (asked.speeds_wrong != 1.0 or asked.speeds_scatter) and not len(one.city.reckoned_ms):
        raise Wrong("speeds_where", {"form": prepared.form})
    if asked.close_stations >= len(one.station_zone):
        raise Wrong("all_closed", {"stations": len(one.station_zone), "closed": asked.close_stations})
    if asked.closings and prepared.network is None:
        raise Wrong("close_where", {"form": prepared.form})
    if asked.posts:
        one = with_posts(one, best_posts(believed(one, mistake), count=asked.posts))
    if asked.speeds_by_hour:
        one = with_speeds(one, asked.speeds_by_hour)
    return replace(prepared, scenario=one, assumed=(*prepared.assumed, *told_of(asked, one)))


def told_of(asked: Asked, one: Scenario) -> Iterator[Assumed]:
    """One line for each thing that was changed."""
    if asked.posts:
        yield Assumed(code="posts", details={"posts": one.posts})
    if asked.speeds_by_hour:
        slowest, fastest = (f"{pick(asked.speeds_by_hour):g}" for pick in (min, max))
        yield Assumed(code="hours", details={"slowest": slowest, "fastest": fastest})
    for its in asked.closings:
        yield closing_told(its)
    if asked.closings:
        yield Assumed(code="close_known", details={"share": f"{cut_off(one):.1%}"})
    for name, nothing in MISTAKES.items():
        value = getattr(asked, name)
        if value != nothing:
            yield Assumed(code=name, details={"value": f"{value:g}", "percent": f"{100 * value:.0f}"})
