"""Whoever holds a request sees that whoever asked said more, until somebody has looked; and that an article ran out."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.worlds.city import Town
from tests.worlds.console import Desk
from tests.worlds.examples import MACHINE
from tests.worlds.examples_article import written
from tests.worlds.examples_follow import followed
from tests.worlds.requests import WATER

from callbox.kernel import outbox, sequencer
from callbox.kernel.read import select
from callbox.services.follow import acts
from callbox.site.worker import CONSUMERS

Sit = Callable[[str], Desk]
pytestmark = pytest.mark.slow


def hand_on() -> None:
    sequencer.run()
    outbox.run(CONSUMERS)


def test_new_words_are_marked_until_somebody_has_looked_and_are_told_once(people: Town, sit: Sit) -> None:
    told = followed(people)
    dana = sit("dana")
    hand_on()
    follow = people.record("follow", told.follow)
    assert "new words" not in dana.get("/requests")

    for said in ("it runs into the cellar", "and into the street"):
        acts.tell(follow, "follow.add", id=people.node.ids.new(), said=said).ref  # noqa: B018  raises what refused it
        hand_on()
    notices = [one for one in select(MACHINE, "message") if one.cause == "said_more"]
    assert [(one.organisation, one.request) for one in notices] == [(WATER, told.request)]
    assert "new words" in dana.get("/requests")
    page = dana.client.post(f"/cases/{told.request}", {"common": "answering"}).content.decode()
    assert "added words or photos that nobody here had looked at" in page
    assert "new words" not in dana.get("/requests")
    assert (
        "nobody here had looked"
        not in dana.client.post(f"/cases/{told.request}", {"common": "answering"}).content.decode()
    )


def test_an_article_past_its_day_is_told_once_to_whoever_answers_for_it(people: Town) -> None:
    one = written(people)
    people.clock.put(people.clock.now() + timedelta(days=90))
    people.done("article.run_out", MACHINE, article=one, clock="review")
    for _ in range(2):
        hand_on()
    [notice] = [each for each in select(MACHINE, "message") if each.cause == "run_out"]
    assert (notice.article, notice.organisation) == (one, people.record("article", one).organisation)
