"""The page that follows a case: who holds it, since when, until when, what was done; and what whoever asked has to say.

Rules in words:
- The secret is all it needs, and it is all that opens it. A wrong one, an ended one and one that never was are alike.
- A protected case has no address: it is opened by typing its code, so that a telephone's history leads to nothing.
- Nothing is kept on the device, the title is the same for everybody, and one tap leaves for an empty page.
- It works without a script. With one, a page that was opened by its code leaves no trace to go back to.
"""

from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from callbox.faces.portal import applying, applying_acts
from callbox.faces.portal.following_acts import do, sent
from callbox.faces.portal.following_told import told
from callbox.faces.portal.showing import HEADERS, UNSEARCHED, chosen, cut_off, language_for, nothing, shown
from callbox.kernel.facts import Refused
from callbox.kernel.node import current
from callbox.kernel.words import LANGUAGES, language_of, refusal
from callbox.services.follow import acts
from callbox.services.follow.facts import Follow

# What may be said of what was just done; nothing else is read out of an address.
DONE: Final = (
    *applying.DONE,
    "contact",
    "new_code",
    "prove",
    "end",
    "add",
    "danger",
    "not_done",
    "done",
    "verdict",
    "leave",
)
ROOT: Final = acts.ROOT.rstrip("/")
# For a page that belongs to one person.
PRIVATE: Final = {**UNSEARCHED, "Cache-Control": "no-store, private"}


# Whoever knows the secret is whoever asked: there is no session that somebody else's page could borrow.
@csrf_exempt
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind an address."""
    follow = acts.follow_of(token)
    if follow is None or acts.is_hidden(follow):
        return nothing(request)
    if request.method == "GET":
        return _drawn(request, follow, said=request.GET.get("said", ""))
    try:
        said = _done(request, follow)
    except Refused as refused:
        return _drawn(request, follow, refused=refused)
    return _away(request, said) if said else _drawn(request, follow)


@csrf_exempt
@require_http_methods(["GET", "POST"])
def typed(request: HttpRequest) -> HttpResponse:
    """The page that is opened by typing its code: asked for the code first, and after that in every answer."""
    code = request.POST.get("code", "")
    if not code:
        return shown(request, "portal/follow_code.html", {}, headers=PRIVATE)
    follow = acts.follow_of(code)
    if follow is None:
        return shown(request, "portal/follow_code.html", {"wrong": True}, status=404, headers=PRIVATE)
    try:
        said = _done(request, follow)
    except Refused as refused:
        return _drawn(request, follow, code=code, refused=refused)
    if said == "end":
        return shown(request, "portal/follow_code.html", {"said": said}, headers=PRIVATE)
    return _drawn(request, follow, code=code, said=said)


def _done(request: HttpRequest, follow: Follow) -> str:
    """Do what was asked for; what was done.

    Raises:
        Refused: why it was not.
    """
    if (cut := cut_off(request)) is not None:
        raise cut
    what = sent(request)
    return do(follow, what) or applying_acts.do(follow, what)


def _away(request: HttpRequest, said: str) -> HttpResponse:
    """After something was done the page is asked for anew, so that going back or reloading does nothing twice."""
    more = f"&language={chosen(request)}" if chosen(request) else ""
    where = ROOT if said == "end" else request.path
    return HttpResponseRedirect(f"{where}?said={said}{more}", headers=HEADERS)


def _drawn(
    request: HttpRequest, follow: Follow, *, code: str = "", said: str = "", refused: Refused | None = None
) -> HttpResponse:
    language = language_for(request)
    if not chosen(request) and follow.language:
        language = language_of(follow.language)
    context = {
        "language": language,
        "other": next(one for one in LANGUAGES if one != language),
        "told": told(follow, language),
        "applied": applying.told(follow, language, before=request.POST.get("before", "")),
        "path": request.path,
        "where": f"{request.get_host()}{ROOT}",
        "code": code,
        "written": acts.code_of(follow),
        "endangered": said == "danger",
        "said": f"portal.follow.said.{said}" if said in DONE else "",
        "refused": refusal(refused, language) if refused else "",
        # What was typed is not typed twice.
        "typed": request.POST if refused else {},
        "key": current().ids.new(),
    }
    return shown(request, "portal/follow.html", context, status=400 if refused else 200, headers=PRIVATE)
