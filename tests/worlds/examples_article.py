"""Examples of the acts on articles of the knowledge base."""

from datetime import timedelta
from typing import Any

from tests.worlds.city import CITY, Town, actor
from tests.worlds.examples import MACHINE, example

from callbox.kernel.facts import Act, Id

WRITER = actor("handler", CITY)
PERMIT: dict[str, Any] = {
    "titles": {"en": "How do I get a parking permit?", "zh": "如何办理居民停车证？"},
    "texts": {"en": "Bring proof of where you live to the town hall.", "zh": "请携带居住证明到市政厅办理。"},
    "keywords": ("parking", "停车"),
    "source": "Parking regulations, article 4",
}


def written(town: Town, **more: Any) -> Id:
    given = {"organisation": CITY, "expires_at": town.clock.now() + timedelta(days=90), **PERMIT}
    return town.done("article.write", WRITER, **(given | more))


@example("article.write")
def _(town: Town) -> "Act[Any]":
    until = town.clock.now() + timedelta(days=90)
    return town.asked("article.write", WRITER, organisation=CITY, expires_at=until, **PERMIT)


@example("article.revise")
def _(town: Town) -> "Act[Any]":
    until = town.clock.now() + timedelta(days=180)
    return town.asked("article.revise", WRITER, article=written(town), expires_at=until, keywords=("car", "parking"))


@example("article.retire")
def _(town: Town) -> "Act[Any]":
    return town.asked("article.retire", WRITER, article=written(town), because="permits are given out no more")


@example("article.run_out")
def _(town: Town) -> "Act[Any]":
    one = written(town)
    town.clock.put(town.clock.now() + timedelta(days=90))
    return town.asked("article.run_out", MACHINE, article=one, clock="review")
