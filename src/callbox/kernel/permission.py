"""Who may do and see what: one pure question, asked the same way everywhere.

Rules in words. A power comes from a role that the actor's post has; each act and each kind says which roles may, and how
far that reaches in the tree of organisations. Two rules stand above every grant:
- A record *about* an organisation is out of reach of that organisation and of all below it, whatever their role.
- A protected record is seen only by the organisation that holds it and by those named as its parties; standing higher in
  the tree gives nothing.
The node's own clockwork is not kept out: it stands in no organisation, and no post or token can have its role.
For those who may not see a record it does not exist: the answer is the same as for a name that never was.
"""

from collections.abc import Mapping

from callbox.kernel.declare import Scope
from callbox.kernel.facts import Actor, Record

CLOCKWORK = frozenset({"machine"})


def within(path: str, above: str) -> bool:
    """Whether organisation `path` is `above` or lies below it. The empty path stands above all."""
    return not above or path == above or path.startswith(f"{above}/")


def holder(record: Record) -> str:
    """The organisation that holds a record; organisations hold themselves."""
    return str(getattr(record, "organisation", record.id))


def parties(record: Record) -> tuple[str, ...]:
    """Other organisations with a part in a record."""
    return tuple(getattr(record, "parties", ()))


def is_clockwork(actor: Actor) -> bool:
    """Whether this is the node itself, acting on a deadline."""
    return not actor.organisation and actor.roles == CLOCKWORK


def out_of_reach(actor: Actor, record: Record) -> bool:
    """Whether the two rules above every grant keep this record from this actor."""
    if is_clockwork(actor):
        return False
    about = getattr(record, "about", None)
    if about and within(actor.organisation, about):
        return True
    if getattr(record, "protected", False):
        return actor.organisation not in (holder(record), *parties(record))
    return False


def reaches(actor: Actor, scope: Scope, record: Record) -> bool:
    """Whether a grant of this scope reaches this record."""
    if scope is Scope.ANY:
        return True
    if scope is Scope.UNIT:
        units = (record.id, getattr(record, "unit", None), *getattr(record, "units", ()))
        return actor.unit is not None and actor.unit in units
    if within(holder(record), actor.organisation):
        return True
    return scope is Scope.PARTY and any(within(party, actor.organisation) for party in parties(record))


def behind_glass(actor: Actor, grants: Mapping[str, Scope], record: Record) -> bool:
    """Whether somebody may break the glass for this record: their post reads such records, only not this one."""
    named = actor.person is not None and any(role in grants for role in actor.roles)
    return named and not out_of_reach(actor, record)


def power(actor: Actor, grants: Mapping[str, Scope], record: Record | None) -> str | None:
    """The role that lets the actor do it, or None. `record` is None for what brings a new record into being."""
    if record is not None and out_of_reach(actor, record):
        return None
    for role in sorted(actor.roles):
        scope = grants.get(role)
        if scope is not None and (record is None or reaches(actor, scope, record)):
            return role
    return None


def may(actor: Actor, grants: Mapping[str, Scope], record: Record | None) -> bool:
    """Whether the actor may."""
    return power(actor, grants, record) is not None
