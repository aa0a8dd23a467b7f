"""`callbox invite`: a one-time code for somebody new, or who forgot their password."""

import argparse

from callbox.faces.command.keeping.importing import KEEPER
from callbox.faces.command.keeping.words import register
from callbox.faces.command.program import DONE, USAGE, Stop, language
from callbox.faces.command.site import Site
from callbox.kernel.words import LANGUAGES, say
from callbox.services.organisation import sign_in
from callbox.services.organisation.acts import person_of

register()
NAME = "invite"
HELP = "command.invite"
HOURS_MAX = 24 * 30


def arguments(parser: argparse.ArgumentParser) -> None:
    """Whom."""
    parser.add_argument("name", nargs="+", metavar="NAME", help=say("invite.option.name", language()))
    parser.add_argument(
        "--hours",
        type=int,
        metavar=f"1-{HOURS_MAX}",
        default=sign_in.CODE_HOURS,
        help=say("invite.option.hours", language()),
    )
    parser.add_argument("--language", choices=LANGUAGES, help=say("invite.option.language", language()))
    parser.add_argument("--world", help=say("command.option.world", language()))


def run(told: argparse.Namespace, site: Site) -> int:
    """Print each code: it is told only here."""
    if not 1 <= told.hours <= HOURS_MAX:
        raise Stop("invite.hours", status=USAGE, hours=told.hours, most=HOURS_MAX)
    site.open(told.world or site.default_world())
    people = {name: person_of(name) for name in told.name}
    for name, person in people.items():
        if person is None:
            raise Stop("invite.unknown", status=USAGE, sign_in=name)
        if told.language not in (None, person.language):
            sign_in.speak_with(KEEPER, person.id, told.language)
        code = sign_in.invite(KEEPER, person.id, hours=told.hours)
        print(say("invite.code", language(), sign_in=name, secret=code, hours=told.hours))
    return DONE
