"""Access for other systems: the administrator issues tokens, sees each secret once, and takes access away again."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from callbox.faces.console.language import language_for
from callbox.faces.console.naming import offices
from callbox.faces.console.pages import signed_in, words_of
from callbox.kernel.facts import Actor, Id, Refused
from callbox.kernel.node import current
from callbox.kernel.permission import may, within
from callbox.kernel.read import select
from callbox.kernel.registry import act as spec_of
from callbox.services.organisation.facts import ROLES, Organisation
from callbox.services.organisation.tokens import DAYS_MAX, Issued, issue, known, revoke

ORGANISATIONS_MOST = 2000


@require_http_methods(["GET", "POST"])
@signed_in
def tokens(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The tokens there are, and a form for another."""
    if not may(actor, spec_of("token.issue").grants, None):
        raise Refused("not_allowed", act="token.issue")
    if request.method == "GET":
        return render(request, "console/tokens.html", _shown(request, actor))
    return _issued(request, actor)


@sensitive_variables("made")
def _issued(request: HttpRequest, actor: Actor) -> HttpResponse:
    try:
        made = _issue(actor, request.POST)
    except Refused as refused:
        typed = {**request.POST.dict(), "roles": request.POST.getlist("roles")}
        context = _shown(request, actor) | {"typed": typed, "refused": words_of(request, refused)}
        return render(request, "console/tokens.html", context, status=422)
    return render(request, "console/tokens.html", _shown(request, actor) | {"made": made})


def _issue(actor: Actor, given: QueryDict) -> Issued:
    return issue(
        actor,
        organisation=given.get("organisation", "").strip() or actor.organisation,
        name=given.get("name", ""),
        roles=given.getlist("roles"),
        days=_days(given.get("days", "").strip()),
        key=given.get("key", "").strip()[:200] or None,
    )


def _days(told: str) -> int | None:
    if not told:
        return None
    if not (told.isascii() and told.isdigit() and 1 <= int(told[:9]) <= DAYS_MAX):
        raise Refused("console.days", field="days", most=DAYS_MAX)
    return int(told)


def _shown(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    now = current().world.clock.now()
    tokens = [token for token in known(actor) if token.good_at(now)]
    there: tuple[Organisation, ...] = select(actor, "organisation", most=ORGANISATIONS_MOST)
    return {
        "actor": actor,
        "tokens": tokens,
        "organisations": [one for one in there if within(one.id, actor.organisation)],
        "roles": ROLES,
        "typed": {"roles": ["reporter"], "organisation": actor.organisation},
        "key": current().ids.new(),
        "days_most": DAYS_MAX,
        **offices(actor, (token.organisation for token in tokens), language=language_for(request)),
    }


@require_POST
@signed_in
def end(request: HttpRequest, actor: Actor, one: Id) -> HttpResponse:  # noqa: ARG001  every page has this signature
    """Take access away."""
    revoke(actor, one)
    return HttpResponseRedirect("/tokens")
