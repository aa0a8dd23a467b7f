"""`callbox document`: write the pages that are drawn from the services' declarations, or check that none is stale."""

import argparse
from pathlib import Path

from callbox.faces.command.pages import PAGES, page
from callbox.faces.command.program import DONE, USAGE, Stop, language
from callbox.faces.command.site import Site
from callbox.kernel.words import say

NAME = "document"
HELP = "command.document"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where the pages are, and whether they are only checked."""
    parser.add_argument("--folder", type=Path, default=Path("docs"), help=say("document.folder", language()))
    parser.add_argument("--check", action="store_true", help=say("document.check", language()))


def run(told: argparse.Namespace, site: Site) -> int:
    """Write or check every page."""
    if not told.folder.is_dir():
        raise Stop("document.no_folder", status=USAGE, path=told.folder)
    for name in stale(told.folder):
        if told.check:
            raise Stop("document.stale", path=told.folder / name)
        (told.folder / name).write_text(page(name), encoding="utf-8")
        print(told.folder / name)
    return DONE


def stale(folder: Path) -> list[str]:
    """The pages that are missing there, or are not what the declarations say now."""
    return [name for name in PAGES if _written(folder / name) != page(name)]


def _written(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None
