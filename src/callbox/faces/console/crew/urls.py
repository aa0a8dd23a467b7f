"""Where the crew's page, alarms and messages are."""

from django.urls import path

from callbox.faces.console.crew import alarms, views

urlpatterns = [
    path("crew", views.crew),
    path("crew/part", views.part),
    path("crew/do", views.do),
    path("crew-worker.js", views.worker),
    path("alarms", alarms.alarms),
    path("alarms/raise", alarms.raise_one),
    path("alarms/<slug:one>/do", alarms.do),
]
