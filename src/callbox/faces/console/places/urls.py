"""Where place notes are."""

from django.urls import path

from callbox.faces.console.places import views

urlpatterns = [
    path("places", views.page),
    path("places/find", views.search),
    path("places/<slug:one>/open", views.show),
    path("places/<slug:one>/do", views.do),
    path("incidents/<slug:on>/place", views.of_incident),
]
