"""The commands of `callbox`. Those that start and end what all others reach are wiring, so they live here."""

from callbox.faces.command import (
    checkpoint,
    document,
    erase,
    export,
    hold,
    program,
    receipt,
    replay,
    show,
    transfers,
    verify,
    verify_receipt,
    worlds,
)
from callbox.faces.command.city import command as city
from callbox.faces.command.keeping import (
    backup,
    boundaries,
    calendars,
    cards,
    doctor,
    importing,
    init,
    invite,
    practice,
    restore,
    template,
    token,
    upgrade,
)
from callbox.faces.command.phone import command as phone
from callbox.faces.command.simulate import command as simulate
from callbox.site.commands import run, status, stop

KEEPING: tuple[program.Command, ...] = (
    init,
    invite,
    token,
    template,
    importing,
    calendars,
    boundaries,
    cards,
    practice,
    doctor,
    backup,
    restore,
    upgrade,
)
COMMANDS: tuple[program.Command, ...] = (
    run,
    stop,
    status,
    worlds,
    verify,
    checkpoint,
    receipt,
    verify_receipt,
    document,
    export,
    erase,
    hold,
    replay,
    show,
    transfers,
    city,
    simulate,
    phone,
    *KEEPING,
)
