"""`callbox simulate compare`: policies on the same days of one city or several; tables, and a report with its plots."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from callbox.faces.command.printed import Printed
from callbox.faces.command.program import DONE, USAGE, Stop, language
from callbox.faces.command.simulate import plots, report
from callbox.faces.command.simulate.asking import asked_of, command_of, loads_of, shown
from callbox.faces.command.simulate.table import print_comparison
from callbox.faces.command.simulations import Asked, Comparison
from callbox.faces.command.site import Site
from callbox.kernel.words import say


def run(told: argparse.Namespace, site: Site) -> int:
    """Simulate each city, tell, and write what was asked for."""
    simulations = site.simulations
    known = simulations.policies()
    policies = tuple(told.policies.split(",")) if told.policies else tuple(known)
    cities = told.cities or [""]
    loads = loads_of("--loads", told.loads)
    every = [asked_of(told, city=city, policies=policies, loads=loads, known=known) for city in cities]
    if told.out is not None:
        plots.must_be_there()
        _folder(told.out)
    command = command_of(every[0], what="compare", cities=told.cities)
    found = [_compared(asked, site) for asked in every]
    console = Printed()
    for one in found:
        print_comparison(console, one, command=command)
    if told.out is not None:
        _write(told.out, found, command=command, console=console)
    return DONE


def _compared(asked: Asked, site: Site) -> Comparison:
    with shown() as watch:
        return site.simulations.compare(asked, watch=watch)


def _folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        raise _not_written(folder, wrong) from wrong


def _not_written(path: Path, wrong: OSError) -> Stop:
    return Stop("simulate.not_written", status=USAGE, path=path, reason=wrong.strerror or str(wrong))


def _write(folder: Path, found: Sequence[Comparison], *, command: str, console: Console) -> None:
    try:
        for name, text in report.files(found, command=command).items():
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as wrong:
        raise _not_written(folder, wrong) from wrong
    console.print(say("simulate.written", language(), path=folder / report.PAGE), highlight=False, soft_wrap=True)
