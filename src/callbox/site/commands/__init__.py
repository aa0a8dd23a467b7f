"""The commands of `callbox`. Those that start and end what all others reach are wiring, so they live here."""

from callbox.faces.command import checkpoint, document, erase, hold, program, verify, worlds
from callbox.site.commands import run, status, stop

COMMANDS: tuple[program.Command, ...] = (run, stop, status, worlds, verify, checkpoint, document, erase, hold)
