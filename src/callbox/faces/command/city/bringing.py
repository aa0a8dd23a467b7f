"""`callbox city import`: a file of roads becomes the world's city; what was found, dropped and repaired is told."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from callbox.faces.command.cities import Asked, Watch, Wrong
from callbox.faces.command.city.showing import print_city
from callbox.faces.command.program import DONE, USAGE, Stop, language
from callbox.faces.command.site import Site
from callbox.kernel.words import say


def run(told: argparse.Namespace, site: Site) -> int:
    """Read, put right, keep, tell."""
    for path in (*told.files, told.map, told.gazetteer, told.demand):
        _must_be_file(path)
    world = told.world or site.default_world()
    asked = Asked(files=told.files, form=told.format, mapping=told.map, gazetteer=told.gazetteer, demand=told.demand)
    try:
        with shown(Console(stderr=True)) as watch:
            city = site.cities.bring_in(world, asked, watch=watch)
    except Wrong as wrong:
        reason = say(f"city.wrong.{wrong.code}", language(), **wrong.details)
        raise Stop(
            "city.wrong", status=USAGE, files=", ".join(path.name for path in told.files), reason=reason
        ) from wrong
    print_city(Console(), city)
    return DONE


def _must_be_file(path: Path | None) -> None:
    if path is None:
        return
    if path.is_dir():
        raise Stop("city.folder", status=USAGE, path=path)
    if not path.is_file():
        raise Stop("city.no_file", status=USAGE, path=path)


@contextmanager
def shown(console: Console) -> Iterator[Watch]:
    """A bar on a terminal; elsewhere a line for each step."""
    if not console.is_terminal:
        yield _lines(console)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=1.0)

        def watch(code: str, share: float) -> None:
            bar.update(task, description=say(code, language()), completed=share)

        yield watch


def _lines(console: Console) -> Watch:
    last = [""]

    def watch(code: str, share: float) -> None:
        if code != last[0]:
            last[0] = code
            console.print(say(code, language()), highlight=False, soft_wrap=True)

    return watch
