"""Which face answers where."""

from django.urls import URLPattern, URLResolver, include, path

from callbox.faces.api.endpoints import build

API = build()

handler400 = "callbox.faces.console.errors.bad_request"
handler403 = "callbox.faces.console.errors.forbidden"
handler404 = "callbox.faces.console.errors.not_found"
handler500 = "callbox.faces.console.errors.broken"

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", API.urls),
    path("", include("callbox.faces.feeds.urls")),
    path("", include("callbox.faces.portal.urls")),
    path("", include("callbox.faces.console.urls")),
]
