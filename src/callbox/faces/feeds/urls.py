"""Where the feeds are."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, re_path

from callbox.faces.feeds.open311 import areas, discovering, views
from callbox.faces.feeds.open311.document import openapi

FORM = r"(?:\.(?P<form>json|xml))?/?$"


def _at(pattern: str, view: Callable[..., HttpResponse]) -> URLPattern:
    """An address that ends in its form, or leaves it to `Accept`."""
    return re_path(rf"^open311/{pattern}{FORM}", view)


urlpatterns = [
    _at(r"discovery", discovering.discovery),
    _at(r"v2/discovery", discovering.discovery),
    re_path(r"^open311/v2/openapi\.json$", openapi),
    _at(r"v2/services", views.services),
    _at(r"v2/services/(?P<code>[^/]{1,200}?)", views.definition),
    _at(r"v2/requests", views.requests),
    _at(r"v2/requests/(?P<named>[^/]{1,200}?)", views.request),
    _at(r"v2/tokens/(?P<named>[^/]{1,200}?)", views.token),
    _at(r"v2/servicerequestupdates", views.updates),
    _at(r"v2/serviceareas", areas.areas),
    _at(r".*?", views.nothing),
]
