"""Where whoever reads a message stops the messages: an address that opens nothing, and tells nothing of any case.

Rules in words:
- One press stops them. Looking at the page does nothing, so that no program that opens links for somebody stops anything.
- A mail program's own button posts here as well (RFC 8058).
- A wrong address and one whose messages were stopped are answered alike: there is nothing more to stop.
"""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from callbox.faces.portal.showing import UNSEARCHED, shown
from callbox.services.follow.proving import stop, stopped_by


# Whoever has the address may: there is no session that somebody else's page could borrow.
@csrf_exempt
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    """Ask once, or stop them."""
    said = request.method == "POST"
    follow = stopped_by(token) if said else None
    if follow is not None:
        stop(follow)
    return shown(request, "portal/stop.html", {"said": said, "path": request.path}, headers=UNSEARCHED)
