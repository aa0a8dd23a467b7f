"""`callbox practice`: a world to practise in, with the live one's organisations and units and nothing of its cases.

Its posts are there and vacant, so that nobody's name is copied; `callbox invite` in it lets people sign in.
"""

import argparse
from collections.abc import Iterator, Sequence
from typing import Any

from callbox.faces.command.keeping.importing import KEEPER
from callbox.faces.command.keeping.words import register
from callbox.faces.command.program import DONE, USAGE, Stop, language
from callbox.faces.command.sheet import trial
from callbox.faces.command.sheet.trial import Trial
from callbox.faces.command.site import Site
from callbox.kernel import gate
from callbox.kernel.facts import Act, Inputs, Record, fields_of
from callbox.kernel.words import say
from callbox.kernel.world import Mode
from callbox.services.organisation import inputs as organisation
from callbox.services.organisation import sign_in
from callbox.services.organisation.facts import Organisation
from callbox.services.request import inputs as request
from callbox.services.unit import inputs as unit

register()
NAME = "practice"
HELP = "command.practice"
BATCH = 50
TRAINER = "trainer"
# What is copied, in an order in which each finds what it names: kind, act, what the act is given.
COPIED: tuple[tuple[str, str, type[Inputs]], ...] = (
    ("organisation", "organisation.found", organisation.Found),
    ("calendar", "calendar.keep", organisation.KeepCalendar),
    ("unit", "unit.commission", unit.Commission),
    ("post", "post.create", organisation.CreatePost),
    ("category", "category.create", request.CreateCategory),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which world to copy, and what to call the copy."""
    parser.add_argument("--from", dest="source", metavar="WORLD", help=say("practice.option.from", language()))
    parser.add_argument("--world", default="practice", help=say("practice.option.world", language()))


def run(told: argparse.Namespace, site: Site) -> int:
    """Read the one, make the other, and let one trainer in."""
    if told.world in site.worlds():
        raise Stop("practice.exists", status=USAGE, world=told.world)
    live = site.open(told.source or site.default_world())
    known = trial.begin(KEEPER, at=live.world.clock.now(), ids=live.ids)
    site.make(told.world, mode=Mode.PRACTICE, zone=live.world.zone)
    node = site.open(told.world)
    _perform([Act(name=name, by=KEEPER, at=node.world.clock.now(), inputs=inputs) for name, inputs in _copies(known)])
    code = _trainer(known)
    counts = {kind: sum(1 for _ in known.all(kind)) for kind in ("organisation", "unit")}
    details = {"organisations": counts["organisation"], "units": counts["unit"]}
    print(say("practice.done", language(), world=told.world, **details))
    if code:
        print(say("invite.code", language(), sign_in=TRAINER, secret=code, hours=sign_in.CODE_HOURS))
    return DONE


def _copies(known: Trial) -> Iterator[tuple[str, Inputs]]:
    for kind, name, inputs in COPIED:
        # By id: an organisation's path comes after that of the one above it.
        for record in sorted(known.all(kind), key=lambda one: str(one.id)):
            yield name, inputs(**_given(record, inputs))
    for one in _tree(known):
        if one.calendar:
            yield "organisation.describe", organisation.Describe(organisation=one.id, calendar=one.calendar)


def _given(record: Record, inputs: type[Inputs]) -> dict[str, Any]:
    """What the act is given: the record's own values, but links to what is not there yet."""
    given = {name: getattr(record, name) for name in fields_of(inputs) if name in fields_of(type(record))}
    if isinstance(record, Organisation):
        given |= {"above": record.id.rpartition("/")[0] or None, "calendar": None}
    return given


def _tree(known: Trial) -> list[Organisation]:
    return sorted(known.all("organisation"), key=lambda one: one.id)


def _perform(acts: Sequence[Act]) -> None:
    for start in range(0, len(acts), BATCH):
        for answer in gate.perform(acts[start : start + BATCH]):
            _ = answer.ref


def _trainer(known: Trial) -> str | None:
    """Somebody to begin with, in a vacant administrator's post: their one-time code."""
    posts = sorted((post.organisation, post.id) for post in known.all("post") if "administrator" in post.roles)
    if not posts:
        return None
    place, post = posts[0]
    copy = trial.begin(KEEPER, at=known.at, ids=known.ids)
    person = copy.act("person.admit", organisation=place, sign_in=TRAINER, language=language())
    who = gate.act(person).ref.id
    _perform([copy.act("post.appoint", post=post, person=who)])
    return sign_in.invite(KEEPER, who)
