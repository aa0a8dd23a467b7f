"""`callbox simulate run`: one policy on one city, as a table or as JSON."""

import argparse
import json
from dataclasses import asdict

from callbox.faces.command.printed import Printed
from callbox.faces.command.program import DONE
from callbox.faces.command.simulate.asking import asked_of_one, command_of, shown
from callbox.faces.command.simulate.table import print_comparison
from callbox.faces.command.site import Site


def run(told: argparse.Namespace, site: Site) -> int:
    """Simulate, tell."""
    asked = asked_of_one(told, known=site.simulations.policies())
    with shown() as watch:
        found = site.simulations.compare(asked, watch=watch)
    command = command_of(asked, what="run")
    if told.json:
        print(json.dumps(asdict(found) | {"command": command}, ensure_ascii=False, indent=1))
        return DONE
    print_comparison(Printed(), found, command=command)
    return DONE
