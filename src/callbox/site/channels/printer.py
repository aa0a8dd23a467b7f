"""A printer: plain text over its raw port (9100 as a rule), or the node's own command, such as `lp`.

The command stands in the settings file, never in a record: whoever may declare a channel may not choose what runs here.
"""

import shlex
import socket
import subprocess

from callbox.site.channels.carrying import PATIENCE_S, Carried, Failed, reaching

PAGE_END = "\f"


def send(carried: Carried) -> None:
    """Print it.

    Raises:
        Failed: where it was not taken.
    """
    sheet = written(carried)
    if carried.channel.address:
        host, _, port = carried.channel.address.rpartition(":")
        with reaching(), socket.create_connection((host.strip("[]"), int(port)), timeout=PATIENCE_S) as line:
            line.sendall(sheet)
            line.shutdown(socket.SHUT_WR)
        return
    _run(shlex.split(carried.settings.printer_command), sheet)


def written(carried: Carried) -> bytes:
    """The sheet: what is told, and its id, so that a sheet printed twice is known again."""
    told = f"{carried.telling.text}#{carried.telling.id}\n"
    # What a printer would take for a command of its own is left out.
    clean = "".join(letter for letter in told if letter.isprintable() or letter == "\n")
    return (clean.replace("\n", "\r\n") + PAGE_END).encode(carried.settings.printer_letters, errors="replace")


def _run(command: list[str], sheet: bytes) -> None:
    if not command:
        raise Failed("not_set_up")
    try:
        done = subprocess.run(command, input=sheet, timeout=PATIENCE_S, capture_output=True, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise Failed("timed_out") from None
    except OSError:
        raise Failed("not_set_up") from None
    if done.returncode:
        raise Failed("turned_down")
