"""Where the map's pages are."""

from django.urls import path

from callbox.faces.console.map import closing, tiles, views

urlpatterns = [
    path("map/now", views.now),
    path("map/moves", views.moves),
    path("map/places", views.places),
    path("map/<str:name>", tiles.roads),
    path("closures", closing.page),
    path("closures/<slug:one>/lift", closing.lift),
    path("closures/<slug:one>/again", closing.again),
]
