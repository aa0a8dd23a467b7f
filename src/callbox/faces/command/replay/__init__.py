"""`callbox replay`: a file of real calls goes through the real acts, in a world of its own."""

from callbox.faces.command.replay.command import HELP, NAME, arguments, run

__all__ = ["HELP", "NAME", "arguments", "run"]
