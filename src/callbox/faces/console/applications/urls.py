"""Where applications are worked on."""

from django.urls import path

from callbox.faces.console.applications import views

urlpatterns = [
    path("applications/<slug:one>", views.application),
    path("applications/<slug:one>/do", views.do),
    path("applications/<slug:one>/photo/<slug:part>", views.photo),
]
