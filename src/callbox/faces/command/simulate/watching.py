"""`callbox simulate watch`: one simulated day as a page that plays by itself."""

import argparse

from callbox.faces.command.printed import Printed
from callbox.faces.command.program import DONE, USAGE, Stop, language
from callbox.faces.command.simulate import player
from callbox.faces.command.simulate.asking import asked_of_one, command_of, shown
from callbox.faces.command.site import Site
from callbox.kernel.words import say


def run(told: argparse.Namespace, site: Site) -> int:
    """Simulate the day, write the page."""
    asked = asked_of_one(told, known=site.simulations.policies())
    with shown() as watch:
        day = site.simulations.day(asked, watch=watch)
    try:
        told.out.write_text(player.page(day, command=command_of(asked, what="watch")), encoding="utf-8")
    except OSError as wrong:
        raise Stop("simulate.not_written", status=USAGE, path=told.out, reason=wrong.strerror or str(wrong)) from wrong
    Printed().print(say("simulate.written", language(), path=told.out), highlight=False, soft_wrap=True)
    return DONE
