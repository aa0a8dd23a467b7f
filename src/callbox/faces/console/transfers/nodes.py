"""Other nodes: which there are, how to know them by their key, what each was told and does not take; and forms for it all.

The key of this node is shown to be copied: two administrators give each other theirs, and compare the fingerprints aloud.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from callbox.faces.console.language import language_for
from callbox.faces.console.naming import offices
from callbox.faces.console.pages import powers, signed_in, words_of
from callbox.kernel import gate
from callbox.kernel.checkpoint import Verifier
from callbox.kernel.facts import Act, Actor, Id, Refused
from callbox.kernel.node import current
from callbox.kernel.permission import may, within
from callbox.kernel.read import select
from callbox.kernel.registry import act as spec_of
from callbox.kernel.words import word
from callbox.services.organisation.facts import Organisation
from callbox.services.transfer.acts import Waiting, signer, waiting
from callbox.services.transfer.facts import Peer

MOST: Final = 2_000
HOLE: Final = re.compile(r"\{\w+\}")
# A refusal begins with the field that it is about, which whoever reads here did not fill in.
FIELD: Final = re.compile(r"^[a-z_, ]+[:：]\s*")
DOES: Final = {"change": "peer.describe", "part": "peer.part"}


@dataclass(frozen=True, kw_only=True)
class Known:
    """One other node, as the page shows it."""

    peer: Peer
    fingerprint: str
    serves: Sequence[Organisation]
    waiting: Waiting
    not_taken: Sequence[tuple[Id, str, datetime]]
    may: Mapping[str, bool]


@require_http_methods(["GET", "POST"])
@signed_in
def nodes(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The nodes there are, and a form for another."""
    _must_administer(actor)
    if request.method == "GET":
        return render(request, "console/nodes.html", _shown(request, actor))
    given = request.POST
    told = {name: given.get(name, "").strip() for name in ("name", "address", "vkey")}
    serves = tuple(given.getlist("serves"))
    asked = {**told, "id": current().ids.new(), "organisation": actor.organisation or _top(actor), "serves": serves}
    return _done(request, actor, "peer.introduce", asked, typed={**told, "serves": serves})


@require_POST
@signed_in
def do(request: HttpRequest, actor: Actor, one: Id) -> HttpResponse:
    """A node is changed, or parted from."""
    _must_administer(actor)
    name = DOES.get(request.POST.get("what", ""))
    if name is None:
        raise Http404
    asked: dict[str, Any] = {"peer": one}
    asked |= _changed(actor, one, request.POST) if name == "peer.describe" else {}
    return _done(request, actor, name, asked)


def _must_administer(actor: Actor) -> None:
    if not may(actor, spec_of("peer.introduce").grants, None):
        raise Refused("not_allowed", act="peer.introduce")


def _top(actor: Actor) -> Id:
    """The highest organisation there is: whoever administers all of them keeps what belongs to none."""
    found: Sequence[Organisation] = select(actor, "organisation", order="length(id), id", most=1)
    return found[0].id if found else ""


def _changed(actor: Actor, one: Id, given: QueryDict) -> dict[str, Any]:
    """What the form says, and whom it serves from now on, and no more."""
    told = {name: given.get(name, "").strip() for name in ("name", "address", "vkey")}
    before = {organisation.id for organisation in _all(actor) if organisation.peer == one}
    after = set(given.getlist("serves"))
    return {**told, "adds": tuple(sorted(after - before)), "drops": tuple(sorted(before - after))}


def _done(
    request: HttpRequest, actor: Actor, name: str, asked: Mapping[str, Any], *, typed: Mapping[str, Any] | None = None
) -> HttpResponse:
    spec, now, key = spec_of(name), current().world.clock.now(), request.POST.get("key", "")
    act: Act = Act(name=name, by=actor, at=now, inputs=spec.inputs(**asked), key=f"{name}-{key}"[:200] if key else None)
    try:
        gate.act(act).ref  # noqa: B018  raises what refused it
    except Refused as refused:
        context = _shown(request, actor) | {"refused": words_of(request, refused), "typed": typed or {}}
        return render(request, "console/nodes.html", context, status=422)
    return HttpResponseRedirect("/nodes")


def _all(actor: Actor) -> Sequence[Organisation]:
    found: Sequence[Organisation] = select(actor, "organisation", order="id", most=MOST)
    return found


def _shown(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    language = language_for(request)
    found: Sequence[Peer] = select(actor, "peer", order="status, name, id", most=MOST)
    there = _all(actor)
    ours = signer(current())
    return {
        "actor": actor,
        "nodes": [_known(actor, one, there, language) for one in found],
        "others": [one for one in there if not within(actor.organisation, one.id) or not actor.organisation],
        "own_key": ours.vkey,
        "own_fingerprint": Verifier.parse(ours.vkey).fingerprint,
        "typed": {},
        "key": current().ids.new(),
        **offices(actor, (one.id for one in there if one.peer), language=language),
    }


def _known(actor: Actor, peer: Peer, there: Sequence[Organisation], language: str) -> Known:
    return Known(
        peer=peer,
        fingerprint=Verifier.parse(peer.vkey).fingerprint,
        serves=[one for one in there if one.peer == peer.id],
        waiting=waiting(peer),
        not_taken=list(_not_taken(peer, language)),
        may=powers(actor, DOES, peer),
    )


def _not_taken(peer: Peer, language: str) -> Iterator[tuple[Id, str, datetime]]:
    for one, told in peer.turned_down.items():
        yield one, why(str(told["code"]), language), datetime.fromisoformat(str(told["at"]))


def why(code: str, language: str) -> str:
    """Why another node does not take something, in our own words for its code."""
    known = word(f"refused.{code}", language)
    return HOLE.sub("…", FIELD.sub("", known)) if known else code
