"""Travel times on one road network: from every unit to a case, from everywhere to one place, in any mode at any hour.

`RoadEngine.build(network)` makes the hierarchy once; `engine.metric(name, travel_ms)` adds travel times; units then keep
`engine.labels(places, metric)`, and `engine.times(labels, place)` answers within microseconds. The walk from the road to
a point (`Places.walk_m`) is the caller's to add: how fast people walk is no matter of roads.
"""

from dataclasses import dataclass, field

from callbox.brain.roads import labels as labelling
from callbox.brain.roads import sweep as sweeping
from callbox.brain.roads.customise import Metric, amended, derived_from, metric_from
from callbox.brain.roads.facts import Ints, Places, RoadNetwork
from callbox.brain.roads.hierarchy import Hierarchy, build_hierarchy
from callbox.brain.roads.labels import Labels
from callbox.brain.roads.route import Route, route
from callbox.brain.roads.sweep import Reach


@dataclass(slots=True, kw_only=True)
class RoadEngine:
    """A road network, its hierarchy and its metrics."""

    network: RoadNetwork
    hierarchy: Hierarchy
    metrics: dict[str, Metric] = field(default_factory=dict)

    @staticmethod
    def build(network: RoadNetwork) -> "RoadEngine":
        """Order and complete the network: under a second for a city, some seconds for a region."""
        return RoadEngine(network=network, hierarchy=build_hierarchy(network))

    def metric(self, name: str, travel_ms: Ints) -> Metric:
        """Add (or replace) a metric: (m,) milliseconds along each arc, UNREACHABLE_MS where nobody passes."""
        self.metrics[name] = metric_from(self.hierarchy, name=name, travel_ms=travel_ms)
        return self.metrics[name]

    def labels(self, places: Places, metric: Metric) -> Labels:
        """Labels of k units at places, to be kept and renewed when one moves."""
        return labelling.labels_of(self.hierarchy, places, metric=metric, leaving=True)

    def renew(self, labels: Labels, index: int, *, place: Places) -> None:
        """Note that one unit stands at `place` (of one) now, in these labels."""
        labelling.renew(self.hierarchy, labels, index=index, place=place)

    def renewed(self, labels: Labels, index: int, *, place: Places) -> Labels:
        """Other labels in which one unit stands at `place`; these stay as they are."""
        changed = labelling.copied(labels)
        labelling.renew(self.hierarchy, changed, index=index, place=place)
        return changed

    def times(self, labels: Labels, place: Places) -> Ints:
        """(k,) milliseconds from each unit to one place (the first of `place`); UNREACHABLE_MS where no way leads."""
        found_ms: Ints = labelling.times(self.hierarchy, labels, place)[0]
        return found_ms

    def matrix(self, sources: Places, targets: Places, *, metric: Metric) -> Ints:
        """(s, t) milliseconds from each source to each target."""
        return labelling.times(self.hierarchy, self.labels(sources, metric), targets).T

    def sweep(self, place: Places, metric: Metric, *, towards: bool = True) -> Ints:
        """(n,) milliseconds from every node to a place (of one), or from it; UNREACHABLE_MS where no way leads."""
        return sweeping.node_times(self.hierarchy, place, metric=metric, towards=towards)

    def isochrone(self, place: Places, metric: Metric, *, within_ms: int) -> Reach:
        """The parts of arcs that are reached from a place (of one) within a time."""
        return sweeping.reach(self.hierarchy, place, metric=metric, within_ms=within_ms)

    def amend(self, metric: Metric, *, arcs: Ints, travel_ms: Ints) -> None:
        """Give (k,) arcs other times in one metric, in force for the next question; labels renew themselves."""
        amended(self.hierarchy, metric, arcs=arcs, travel_ms=travel_ms)

    def derived(self, metric: Metric, name: str, *, arcs: Ints, travel_ms: Ints) -> Metric:
        """A further metric that differs from another in (k,) arcs; far quicker than making it from the beginning."""
        self.metrics[name] = derived_from(metric, name=name)
        self.amend(self.metrics[name], arcs=arcs, travel_ms=travel_ms)
        return self.metrics[name]

    def path(self, source: Places, target: Places, metric: Metric) -> Route:
        """A shortest way from one place to another (the first of each), street by street."""
        return route(self.hierarchy, source, target, metric=metric)
