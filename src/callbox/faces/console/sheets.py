"""Pages that only explain: which keys there are. Anybody may read them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from callbox.faces.console.keys import GROUPS


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """All keys of all pages: the sheet on `?` without a script."""
    return render(request, "console/keys.html", {"groups": GROUPS})
