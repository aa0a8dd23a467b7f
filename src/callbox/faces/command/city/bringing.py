"""`callbox city import`: a file of roads becomes the world's city; what was found, dropped and repaired is told."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from callbox.faces.command.cities import Asked
from callbox.faces.command.city.showing import print_city
from callbox.faces.command.printed import Printed
from callbox.faces.command.program import DONE, USAGE, Stop, language
from callbox.faces.command.progress import shown
from callbox.faces.command.site import Site
from callbox.faces.command.underway import Wrong
from callbox.kernel.words import say


def run(told: argparse.Namespace, site: Site) -> int:
    """Read, put right, keep, tell."""
    for path in (*told.files, told.map, told.gazetteer, told.demand):
        _must_be_file(path)
    world = told.world or site.default_world()
    asked = Asked(files=told.files, form=told.format, mapping=told.map, gazetteer=told.gazetteer, demand=told.demand)
    with shown(stopped=lambda wrong: _stopped(wrong, told.files)) as watch:
        city = site.cities.bring_in(world, asked, watch=watch)
    print_city(Printed(), city)
    return DONE


def _stopped(wrong: Wrong, files: Sequence[Path]) -> Stop:
    reason = say(f"city.wrong.{wrong.code}", language(), **wrong.details)
    return Stop("city.wrong", status=USAGE, files=", ".join(path.name for path in files), reason=reason)


def _must_be_file(path: Path | None) -> None:
    if path is None:
        return
    if path.is_dir():
        raise Stop("city.folder", status=USAGE, path=path)
    if not path.is_file():
        raise Stop("city.no_file", status=USAGE, path=path)
