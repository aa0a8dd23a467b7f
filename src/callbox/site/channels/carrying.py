"""What every carrier has in common: what it is given, and how it says that it did not get through."""

import shlex
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from callbox.services.message.facts import Channel
from callbox.services.message.wording import Telling
from callbox.site.configuration import Configuration

# So long a carrier may be silent before it is said not to answer.
PATIENCE_S = 10.0


class Failed(Exception):
    """It did not get through: a word of `services.message.facts.FAULTS`. `lasting`: another try would be turned down too.

    `unsure`: it may have been taken all the same.
    """

    def __init__(self, fault: str, *, lasting: bool = False, unsure: bool = False) -> None:
        super().__init__(fault)
        self.fault, self.lasting, self.unsure = fault, lasting, unsure


@dataclass(frozen=True, kw_only=True)
class Carried:
    """One telling on its way out: over which channel, with which settings, and when."""

    channel: Channel
    telling: Telling
    settings: Configuration
    at: datetime
    answer_at: str = ""  # where a telephone system tells which key was pressed
    to: str = ""  # a mail address, where it is another than the channel's own: answers go to that one
    stop_at: str = ""  # the address by which whoever gets it gets no more


# What it answers is the key that somebody pressed, where they did it at once.
Carrier = Callable[[Carried], str | None]


@contextmanager
def reaching() -> Iterator[None]:
    """Say in our own words what the network says.

    Raises:
        Failed: naming why it did not get through; no text of another machine's is kept.
    """
    try:
        yield
    except ssl.SSLError:
        raise Failed("not_trusted") from None
    except TimeoutError:
        raise Failed("timed_out") from None
    except OSError:
        raise Failed("no_connection") from None


def run(command: str, told: bytes, *, within_s: float) -> bytes:
    """Hand something to the node's own command; what it printed.

    Raises:
        Failed: where it is not there, takes too long or turns it down.
    """
    words = shlex.split(command)
    if not words:
        raise Failed("not_set_up")
    try:
        done = subprocess.run(words, input=told, timeout=within_s, capture_output=True, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise Failed("timed_out") from None
    except OSError:
        raise Failed("not_set_up") from None
    if done.returncode:
        raise Failed("turned_down")
    return done.stdout
