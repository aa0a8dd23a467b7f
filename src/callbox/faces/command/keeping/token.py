"""`callbox token issue|list|revoke`: access to the API for other systems."""

import argparse
from datetime import datetime

from callbox.faces.command.keeping.importing import KEEPER
from callbox.faces.command.keeping.words import register
from callbox.faces.command.program import DONE, USAGE, Stop, language
from callbox.faces.command.site import Site
from callbox.kernel.words import say
from callbox.kernel.world import normal_id
from callbox.services.organisation import tokens
from callbox.services.organisation.facts import ROLES, Token

register()
NAME = "token"
HELP = "command.token"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which of three things, and what each takes."""
    below = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    issuing, listing, revoking = (_action(below, name) for name in ("issue", "list", "revoke"))
    issuing.add_argument("name", metavar="NAME", help=_help("name"))
    issuing.add_argument("--organisation", required=True, metavar="PATH", help=_help("organisation"))
    issuing.add_argument("--roles", required=True, help=_help("roles", roles=", ".join(ROLES)))
    issuing.add_argument("--days", type=int, metavar=f"1-{tokens.DAYS_MAX}", help=_help("days"))
    listing.add_argument("--all", action="store_true", help=_help("all"))
    revoking.add_argument("token", metavar="TOKEN", help=_help("id"))


def _action(below: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str) -> argparse.ArgumentParser:
    text = say(f"command.token.{name}", language())
    parser = below.add_parser(name, help=text, description=text)
    parser.add_argument("--world", help=say("command.option.world", language()))
    return parser


def _help(option: str, **details: object) -> str:
    return say(f"token.option.{option}", language(), **details)


def run(told: argparse.Namespace, site: Site) -> int:
    """Do the one asked for."""
    if told.action == "issue" and told.days is not None and not 1 <= told.days <= tokens.DAYS_MAX:
        raise Stop("token.days", status=USAGE, days=told.days, most=tokens.DAYS_MAX)
    node = site.open(told.world or site.default_world())
    {"issue": _issue, "list": _list, "revoke": _revoke}[told.action](told, node.world.clock.now())
    return DONE


def _issue(told: argparse.Namespace, now: datetime) -> None:
    roles = [role for part in told.roles.split(",") if (role := part.strip())]
    done = tokens.issue(KEEPER, organisation=told.organisation, name=told.name, roles=roles, days=told.days)
    print(say("token.issued", language(), id=done.id))
    print(done.secret)


def _list(told: argparse.Namespace, now: datetime) -> None:
    shown = [token for token in tokens.known(KEEPER) if told.all or token.good_at(now)]
    for token in shown:
        print("  ".join((token.id, token.name, token.organisation, _roles(token), _ends(token, now))))
    if not shown:
        print(say("token.none", language()))


def _roles(token: Token) -> str:
    return ", ".join(say(f"value.{role}", language()) for role in token.roles)


def _ends(token: Token, now: datetime) -> str:
    if token.status == "revoked":
        return say(f"value.{token.status}", language())
    if token.expires_at is None:
        return say("token.lasting", language())
    return say("token.until" if token.good_at(now) else "token.over", language(), at=token.expires_at)


def _revoke(told: argparse.Namespace, now: datetime) -> None:
    one = normal_id(told.token)
    tokens.revoke(KEEPER, one)
    print(say("token.revoked", language(), id=one))
