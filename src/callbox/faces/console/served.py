"""How those who asked say they were served: tallies for those who served them, and what was not done, to be looked at.

Rules in words: a verdict is seen by nobody here; a tally holds at least ten. What was said to be not done counts only once
somebody of another organisation has looked; those who answered see that it waits, and what came of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from callbox.faces.console.language import language_for
from callbox.faces.console.naming import offices
from callbox.faces.console.pages import powers, signed_in, words_of
from callbox.kernel import gate
from callbox.kernel.facts import Act, Actor, Id, Refused
from callbox.kernel.node import current
from callbox.kernel.permission import within
from callbox.kernel.read import select
from callbox.kernel.registry import kind
from callbox.services.follow.facts import POINTS, Tally, Undone
from callbox.services.follow.inputs import Review

MOST: Final = 500


@dataclass(frozen=True, kw_only=True)
class Served:
    """What was said of one organisation: how many gave 1 to 5, and how often what was not done counts."""

    organisation: str
    verdicts: int
    points: Sequence[int]

    @property
    def mean(self) -> float:
        """Of 1 to 5."""
        return sum(point * many for point, many in zip(POINTS, self.points, strict=True)) / self.verdicts

    @property
    def bars(self) -> Iterator[tuple[int, int, int]]:
        """Each of 1 to 5, how many gave it, and that in parts of a hundred."""
        yield from (
            (point, many, round(100 * many / self.verdicts)) for point, many in zip(POINTS, self.points, strict=True)
        )


@require_GET
@signed_in
def served(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The tallies one may see, and what was said to be not done."""
    return render(request, "console/served.html", _shown(request, actor))


@require_POST
@signed_in
def review(request: HttpRequest, actor: Actor, one: Id) -> HttpResponse:
    """Somebody looked whether it counts."""
    inputs = Review(undone=one, counts=request.POST.get("counts") == "yes")
    at, because = current().world.clock.now(), request.POST.get("because", "")
    answer = gate.act(Act(name="undone.review", by=actor, at=at, inputs=inputs, because=because))
    if answer.refused is not None:
        refused = {"refused": words_of(request, answer.refused)}
        return render(request, "console/served.html", _shown(request, actor) | refused, status=422)
    return HttpResponseRedirect("/served")


def _shown(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    if not actor.roles & kind("undone").reads.keys():
        raise Refused("not_allowed", act="undone.review")
    tallies: Sequence[Tally] = select(actor, "tally", order="ends_at DESC, id", most=MOST)
    undone: Sequence[Undone] = select(actor, "undone", order="said_at DESC, id", most=MOST)
    told = sorted(_served(tallies), key=lambda one: one.organisation)
    named = offices(
        actor, {*(one.organisation for one in told), *(one.answered for one in undone)}, language=language_for(request)
    )
    waiting = [(one, _may_review(actor, one)) for one in undone if one.status == "waiting"]
    looked = [one for one in undone if one.status != "waiting"]
    return {"actor": actor, "told": told, "waiting": waiting, "looked": looked} | named


def _served(tallies: Sequence[Tally]) -> Iterator[Served]:
    for organisation in {one.organisation for one in tallies}:
        of_it = [one for one in tallies if one.organisation == organisation]
        points = [sum(many) for many in zip(*(one.points for one in of_it), strict=True)]
        yield Served(organisation=organisation, verdicts=sum(points), points=points)


def _may_review(actor: Actor, undone: Undone) -> bool:
    """Whether they may look whether it counts: never those who answered."""
    return powers(actor, {"it": "undone.review"}, undone)["it"] and not within(actor.organisation, undone.answered)
