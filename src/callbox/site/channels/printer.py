"""A printer: plain text over its raw port (9100 as a rule), or the node's own command, such as `lp`.

The command stands in the settings file, never in a record: whoever may declare a channel may not choose what runs here.
"""

import socket

from callbox.site.channels.carrying import PATIENCE_S, Carried, reaching, run

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
    run(carried.settings.printer_command, sheet, within_s=PATIENCE_S)


def written(carried: Carried) -> bytes:
    """The sheet: what is told, and its id, so that a sheet printed twice is known again."""
    told = f"{carried.telling.text}#{carried.telling.id}\n"
    # What a printer would take for a command of its own is left out.
    clean = "".join(letter for letter in told if letter.isprintable() or letter == "\n")
    return (clean.replace("\n", "\r\n") + PAGE_END).encode(carried.settings.printer_letters, errors="replace")
