"""Which face answers where."""

from django.urls import URLPattern, URLResolver, include, path

from callbox.faces.api.endpoints import build

API = build()

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", API.urls),
    path("", include("callbox.faces.console.urls")),
]
