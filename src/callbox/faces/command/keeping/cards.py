"""`callbox cards`: plain cards to write calls on when everything is down. They are printed before that day."""

import argparse
from pathlib import Path

from callbox.faces.command.keeping import card
from callbox.faces.command.keeping.words import register
from callbox.faces.command.program import DONE, USAGE, Stop, language
from callbox.faces.command.site import Site
from callbox.kernel.words import LANGUAGES, say
from callbox.kernel.world import Ids

register()
NAME = "cards"
HELP = "command.cards"
DRAWN = {".html": card.html, ".txt": card.text}
MOST = 500


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to, how many, in which language."""
    parser.add_argument("file", metavar="FILE.html", help=say("cards.option.file", language()))
    parser.add_argument("--count", type=int, default=20, metavar="N", help=say("cards.option.count", language()))
    parser.add_argument("--series", metavar="LETTERS", help=say("cards.option.series", language()))
    parser.add_argument(
        "--language", choices=LANGUAGES, default=language(), help=say("cards.option.language", language())
    )


def run(told: argparse.Namespace, site: Site) -> int:
    """Write them, over nothing that is there. No node is needed: it may be the one that is down."""
    path = Path(told.file)
    draw = DRAWN.get(path.suffix.casefold())
    if draw is None:
        raise Stop("cards.suffix", status=USAGE, path=path)
    if not 1 <= told.count <= MOST:
        raise Stop("cards.count", status=USAGE, count=told.count, most=MOST)
    # A series of its own for each printing, so that no two cards have one number.
    series = told.series or Ids().new()[:4]
    numbers = [f"{series}-{number:03}" for number in range(1, told.count + 1)]
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(draw(numbers, told.language))
    except FileExistsError:
        raise Stop("cards.exists", status=USAGE, path=path) from None
    except OSError as wrong:
        raise Stop("cards.not_written", status=USAGE, path=path, reason=wrong.strerror) from wrong
    print(say("cards.written", language(), path=path, first=numbers[0], last=numbers[-1]))
    return DONE
