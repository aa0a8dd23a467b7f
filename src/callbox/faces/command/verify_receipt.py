"""`callbox verify-receipt FILE`: does a receipt prove anything. Needs the file and the published key, and no node."""

import argparse
from pathlib import Path

from callbox.faces.command.program import DONE, USAGE, WRONG, Stop, language
from callbox.faces.command.site import Site
from callbox.kernel.checkpoint import CheckpointError
from callbox.kernel.publish import VERIFIER
from callbox.kernel.receipt import parse_receipt, verify_receipt
from callbox.kernel.words import say

NAME = "verify-receipt"
HELP = "command.verify_receipt"
BYTES_MAX = 1_000_000


def arguments(parser: argparse.ArgumentParser) -> None:
    """The receipt, and the key."""
    parser.add_argument("file", metavar="FILE", type=Path, help=say("receipt.option.file", language()))
    parser.add_argument("--key", metavar="KEYFILE", type=Path, help=say("receipt.option.key", language()))


def run(told: argparse.Namespace, site: Site) -> int:
    """One line: what is proved, or why nothing is."""
    text, keys = _read(told.file), _read(told.key or told.file.parent / VERIFIER)
    try:
        receipt = parse_receipt(text)
        head = verify_receipt(receipt, [line for line in keys.splitlines() if line.strip()])
    except CheckpointError as wrong:
        print("✗ " + say("receipt.proves_nothing", language(), detail=str(wrong)))
        return WRONG
    proved = {"entry": receipt.entry.hex(), "n": receipt.index + 1, "size": head.size, "origin": head.origin}
    print("✓ " + say("receipt.proves", language(), **proved))
    return DONE


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(BYTES_MAX + 1).decode()
    except (OSError, UnicodeError) as wrong:
        detail = getattr(wrong, "strerror", None) or "UTF-8"
        raise Stop("receipt.unreadable", status=USAGE, path=path, detail=detail) from wrong
