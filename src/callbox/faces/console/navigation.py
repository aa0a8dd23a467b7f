"""Where one can go from every page, by what the post one works in has the power for. Pure."""

from collections.abc import Sequence

from callbox.kernel.facts import Actor
from callbox.kernel.permission import may
from callbox.kernel.registry import act as spec_of
from callbox.kernel.registry import kind

# Pages for whoever may do one thing: the act, the page's address, the code of what it is called.
DOING = (
    ("call.listen", "/lines", "lines.title"),
    ("handover.offer", "/handover", "console.handover"),
    ("closure.declare", "/closures", "closures.name"),
    ("report.close", "/articles", "articles.title"),
    ("place_note.set", "/places", "places.title"),
    ("notice.publish", "/notices", "notices.title"),
    ("channel.declare", "/channels", "messages.channels"),
    ("category.create", "/categories", "categories.title"),
    ("peer.introduce", "/nodes", "nodes.title"),
    ("neighbour.declare", "/neighbours", "neighbours.title"),
    ("forward.begin", "/neighbours", "neighbours.title"),
    ("token.issue", "/tokens", "console.tokens"),
)


def places(actor: Actor) -> Sequence[tuple[str, str]]:
    """Addresses, and the codes of what they are called."""
    shown = [("/", "console.incidents")]
    if actor.unit is not None:
        shown.insert(0, ("/crew", "crew.title"))
    if actor.roles & kind("transfer").reads.keys():
        shown.append(("/now", "console.now"))
        shown.append(("/transfers", "transfers.title"))
    if actor.unit is None and actor.roles & kind("message").reads.keys():
        shown.append(("/messages", "messages.title"))
    if actor.roles & kind("request").reads.keys():
        shown.append(("/requests", "console.requests"))
        shown.append(("/shared", "shares.title"))
    if actor.roles & kind("tally").reads.keys():
        shown.append(("/served", "served.title"))
    if actor.roles & kind("shift").reads.keys():
        shown.append(("/shifts", "console.shifts"))
    return [*shown, *_doing(actor)]


def _doing(actor: Actor) -> Sequence[tuple[str, str]]:
    """Pages for what the actor may do; a crew does what it may on its own page."""
    of_desks = ("place_note.set",) if actor.unit is not None else ()
    may_do = [one for one in DOING if one[0] not in of_desks and may(actor, spec_of(one[0]).grants, None)]
    return list(dict.fromkeys((address, code) for _, address, code in may_do))
