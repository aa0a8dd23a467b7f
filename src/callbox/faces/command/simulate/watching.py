"""`callbox simulate watch`: one simulated day as a page that plays by itself."""

import argparse

from rich.console import Console

from callbox.faces.command.program import DONE, USAGE, Stop, language
from callbox.faces.command.simulate import player
from callbox.faces.command.simulate.asking import asked_of, command_of, loads_of, shown, stopped
from callbox.faces.command.simulations import Wrong
from callbox.faces.command.site import Site
from callbox.kernel.words import say


def run(told: argparse.Namespace, site: Site) -> int:
    """Simulate the day, write the page."""
    simulations = site.simulations
    asked = asked_of(
        told,
        city=told.city,
        policies=(told.policy,),
        loads=loads_of("--load", told.load)[:1],
        known=simulations.policies(),
    )
    try:
        with shown(Console(stderr=True)) as watch:
            day = simulations.day(asked, watch=watch)
    except Wrong as wrong:
        raise stopped(wrong) from wrong
    try:
        told.out.write_text(player.page(day, command=command_of(asked, what="watch")), encoding="utf-8")
    except OSError as wrong:
        raise Stop("simulate.not_written", status=USAGE, path=told.out, reason=wrong.strerror or str(wrong)) from wrong
    Console().print(say("simulate.written", language(), path=told.out), highlight=False, soft_wrap=True)
    return DONE
