"""`callbox simulate run`: one policy on one city, as a table or as JSON."""

import argparse
import json
from dataclasses import asdict

from rich.console import Console

from callbox.faces.command.program import DONE
from callbox.faces.command.simulate.asking import asked_of, command_of, loads_of, shown, stopped
from callbox.faces.command.simulate.table import print_comparison
from callbox.faces.command.simulations import Wrong
from callbox.faces.command.site import Site


def run(told: argparse.Namespace, site: Site) -> int:
    """Simulate, tell."""
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
            found = simulations.compare(asked, watch=watch)
    except Wrong as wrong:
        raise stopped(wrong) from wrong
    command = command_of(asked, what="run")
    if told.json:
        print(json.dumps(asdict(found) | {"command": command}, ensure_ascii=False, indent=1))
        return DONE
    print_comparison(Console(), found, command=command)
    return DONE
