"""Every question that the advisor answers, and the roads it answers from."""

import gc
from collections.abc import Callable, Mapping
from typing import Any, Final

from callbox.brain.dispatch import POLICIES
from callbox.kernel.chain import Json
from callbox.site.advisor import recommending
from callbox.site.advisor.asked import (
    NotUnderstood,
    Told,
    a_place,
    conditions,
    listed,
    number,
    place,
    text,
    units,
    whole,
)
from callbox.site.advisor.covering import USUAL, Standard
from callbox.site.advisor.promised import Promised
from callbox.site.advisor.roads import RoadsOfCity
from callbox.site.advisor.units import KnownUnits
from callbox.site.city.searching import Hit, Index

HITS_MAX: Final = 50
DRIVEN_MAX: Final = 8
WAYS_MAX: Final = 12
LONG_AGO_S: Final = -1e9
MINUTES_MAX: Final = 120.0
BANDS_MAX: Final = 6


class Answers:
    """What the advisor knows at this moment. Answers are given on one thread; roads are replaced from another."""

    def __init__(self, *, steady_s: Callable[[], float], standard: Standard = USUAL) -> None:
        self._steady_s, self._standard = steady_s, standard
        self._roads: RoadsOfCity | None = None
        self._names: Index | None = None
        self._state = "building"
        self._asker = recommending.Asker(standard=standard, known=KnownUnits(), promised=Promised())

    def use(self, roads: RoadsOfCity) -> None:
        """Answer from these roads from now on."""
        self._roads, self._state = roads, "ready"

    def know(self, names: Index) -> None:
        """Find places by these names from now on, whether or not there are roads."""
        self._names = names

    def building(self) -> None:
        """Roads are being prepared; those there are go on answering."""
        self._state = "building"

    def without_roads(self, why: str) -> None:
        """There are no (new) roads: `none`, or `broken`. Those there are go on answering."""
        self._state = why

    def answer(self, name: str, told: dict[str, Json]) -> dict[str, Json]:
        """The answer to one question.

        Raises:
            NotUnderstood: what is wrong with it, or why there is no answer yet.
        """
        asked = QUESTIONS.get(name)
        if asked is None:
            raise NotUnderstood("question.unknown", f"ask one of {', '.join(sorted(QUESTIONS))}")
        return asked(self, told)

    @property
    def roads(self) -> RoadsOfCity:
        """The roads.

        Raises:
            NotUnderstood: while there are none.
        """
        if self._roads is None:
            raise NotUnderstood(f"city.{self._state}", "there are no roads to answer from")
        return self._roads

    def status(self, told: Told) -> dict[str, Json]:  # noqa: ARG002  every question has one signature
        """What is there."""
        roads = self._roads
        known: dict[str, Json] = roads.status() if roads else {}
        decided: dict[str, Json] = {"policy": self._standard.policy, "late_ms": self._standard.late_ms}
        return {"state": self._state, **decided, **known}

    def times(self, told: Told) -> dict[str, Json]:
        """Road times from units to a place."""
        asked, to = units(told), a_place(told.get("case"), "case")
        return self.roads.told_times(asked, to, conditions(told), now_s=self._steady_s())

    def moved(self, told: Told) -> dict[str, Json]:
        """Units are elsewhere: what the next question rests on is renewed now, and not when somebody waits for it."""
        return {"moved": self._roads.moved(units(told)) if self._roads else 0}

    def ways(self, told: Told) -> dict[str, Json]:
        """The lines that some units' ways to a place take on the road."""
        asked, to = units(told)[:WAYS_MAX], a_place(told.get("case"), "case")
        return {"ways": self.roads.ways(asked, to, conditions(told))}

    def way(self, told: Told) -> dict[str, Json]:
        """One way from a place to another, with its streets and turns."""
        start, to = a_place(told.get("from"), "from"), a_place(told.get("case"), "case")
        return self.roads.way(start, to, conditions(told))

    def recommend(self, told: Told) -> dict[str, Json]:
        """Whom to send. Without roads: by straight line. `driven`: of so many free units, what their ways take by class."""
        roads = self._roads
        needs: recommending.Needs = roads.needs if roads else {}
        now_s = self._steady_s()
        question = recommending.asked(told, needs, self._asker, now_s=now_s)
        most = whole(told.get("driven", 0), "driven", most=DRIVEN_MAX)
        answer = recommending.answered(question, roads, asker=self._asker, absent=self._state, now_s=now_s)
        if most and roads and question.there and answer["basis"] == "road":
            sent = recommending.sent_first(question, answer, most=most)
            answer["driven"] = roads.driven(sent, question.there, question.how)
        return answer

    def redeploy(self, told: Told) -> dict[str, Json]:
        """Which idle units should wait elsewhere."""
        return self.roads.moves(told, conditions(told), standard=self._standard, now_s=self._steady_s())

    def isochrone(self, told: Told) -> dict[str, Json]:
        """What can be reached from a place within so many minutes; `towards`: from where it can be reached."""
        start = a_place(told.get("from"), "from")
        minutes = [number(one, "minutes") for one in listed(told.get("minutes", []), "minutes", most=BANDS_MAX)]
        if not minutes or not all(0 < one <= MINUTES_MAX for one in minutes):
            raise NotUnderstood("field.wrong", f"minutes: 1 to {BANDS_MAX} numbers up to {MINUTES_MAX:.0f}")
        return self.roads.isochrone(start, sorted(minutes), conditions(told), towards=told.get("towards") is True)

    def search(self, told: Told) -> dict[str, Json]:
        """Places by name."""
        most = max(1, whole(told.get("most", 10), "most", most=HITS_MAX))
        names = self._names or self.roads.names
        hits = names.find(text(told.get("text", ""), "text"), near=place(told.get("near"), "near"), most=most)
        return {"places": [_in_plain(one) for one in hits]}


def _in_plain(hit: Hit) -> Json:
    """What tells places of one name apart, and what is doubtful, is told only where there is some."""
    told: dict[str, Json] = {"kind": hit.kind, "label": hit.label, "place": [hit.longitude_deg, hit.latitude_deg]}
    told |= {"near": hit.near, "same": hit.same} if hit.same > 1 else {}
    return told if hit.sure else told | {"sure": False}


def warm(roads: RoadsOfCity) -> None:
    """Answer a question of each kind once, so that the first that somebody asks finds all code compiled."""
    middle = roads.warm()
    if middle is None:
        return
    rehearsal = Answers(steady_s=lambda: LONG_AGO_S)
    rehearsal.use(roads)
    place: Json = list(middle)
    units: list[Json] = [{"id": name, "state": "idle", "place": place} for name in ("", " ")]
    for policy in POLICIES:
        rehearsal.answer("recommend", {"case": {"place": place}, "units": units, "policy": policy})
    # A city's names and streets stay: looking through them for what may go would hold up an answer.
    gc.collect()
    gc.freeze()


QUESTIONS: Final[Mapping[str, Callable[[Answers, Any], dict[str, Json]]]] = {
    "status": Answers.status,
    "moved": Answers.moved,
    "times": Answers.times,
    "recommend": Answers.recommend,
    "isochrone": Answers.isochrone,
    "redeploy": Answers.redeploy,
    "ways": Answers.ways,
    "way": Answers.way,
    "search": Answers.search,
}
