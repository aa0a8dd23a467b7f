"""The example of telling an organisation that something of its own waits."""

from typing import Any

from tests.worlds.city import Town
from tests.worlds.examples import MACHINE, example
from tests.worlds.examples_follow import followed

from callbox.kernel.facts import Act


@example("message.notify")
def _(town: Town) -> "Act[Any]":
    return town.asked("message.notify", MACHINE, cause="said_more", request=followed(town).request)
