"""`callbox token issue|list|revoke`: access to the API for other systems."""

import argparse
from datetime import datetime
from typing import Final

from callbox.faces.command import subcommands
from callbox.faces.command.keeping.importing import KEEPER
from callbox.faces.command.keeping.words import register
from callbox.faces.command.program import DONE, USAGE, Stop, language
from callbox.faces.command.site import Site
from callbox.faces.command.subcommands import Sub
from callbox.kernel.node import Node
from callbox.kernel.words import say
from callbox.kernel.world import normal_id
from callbox.services.organisation import tokens
from callbox.services.organisation.facts import ROLES, Token

register()
NAME = "token"
HELP = "command.token"


def _issuing(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help=_help("name"))
    parser.add_argument("--organisation", required=True, metavar="PATH", help=_help("organisation"))
    parser.add_argument("--roles", required=True, help=_help("roles", roles=", ".join(ROLES)))
    parser.add_argument("--days", type=int, metavar=f"1-{tokens.DAYS_MAX}", help=_help("days"))


def _listing(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--all", action="store_true", help=_help("all"))


def _revoking(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("token", metavar="TOKEN", help=_help("id"))


def _help(option: str, **details: object) -> str:
    return say(f"token.option.{option}", language(), **details)


def _issue(told: argparse.Namespace, site: Site) -> int:
    if told.days is not None and not 1 <= told.days <= tokens.DAYS_MAX:
        raise Stop("token.days", status=USAGE, days=told.days, most=tokens.DAYS_MAX)
    _open(told, site)
    roles = [role for part in told.roles.split(",") if (role := part.strip())]
    done = tokens.issue(KEEPER, organisation=told.organisation, name=told.name, roles=roles, days=told.days)
    print(say("token.issued", language(), id=done.id))
    print(done.secret)
    return DONE


def _list(told: argparse.Namespace, site: Site) -> int:
    now = _open(told, site).world.clock.now()
    shown = [token for token in tokens.known(KEEPER) if told.all or token.good_at(now)]
    for token in shown:
        print("  ".join((token.id, token.name, token.organisation, _roles(token), _ends(token, now))))
    if not shown:
        print(say("token.none", language()))
    return DONE


def _roles(token: Token) -> str:
    return ", ".join(say(f"value.{role}", language()) for role in token.roles)


def _ends(token: Token, now: datetime) -> str:
    if token.status == "revoked":
        return say(f"value.{token.status}", language())
    if token.expires_at is None:
        return say("token.lasting", language())
    return say("token.until" if token.good_at(now) else "token.over", language(), at=token.expires_at)


def _revoke(told: argparse.Namespace, site: Site) -> int:
    _open(told, site)
    one = normal_id(told.token)
    tokens.revoke(KEEPER, one)
    print(say("token.revoked", language(), id=one))
    return DONE


def _open(told: argparse.Namespace, site: Site) -> Node:
    return site.open(told.world or site.default_world())


SUBS: Final = {
    "issue": Sub("command.token.issue", _issuing, _issue),
    "list": Sub("command.token.list", _listing, _list),
    "revoke": Sub("command.token.revoke", _revoking, _revoke),
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """What is to be done, and with what."""
    subcommands.declare(parser, SUBS)


def run(told: argparse.Namespace, site: Site) -> int:
    """Do the one that the line names; the exit status."""
    return subcommands.run(told, site, subs=SUBS, missing="token.what")
