"""Where the crew's page, alarms and messages are."""

from django.urls import path

from callbox.faces.console.crew import alarms, messages, officer, photos, views

urlpatterns = [
    path("crew", views.crew),
    path("crew/part", views.part),
    path("crew/do", views.do),
    path("crew/photo", photos.photo),
    path("crew-worker.js", views.worker),
    path("messages", messages.messages),
    path("messages/broadcast", messages.broadcast),
    path("messages/<slug:one>/read", messages.read),
    path("messages/<slug:one>/do", messages.do),
    path("incidents/<slug:on>/messages", messages.of_case),
    path("incidents/<slug:on>/say", messages.send),
    path("pages/<slug:one>/take", officer.take),
    path("alarms", alarms.alarms),
    path("alarms/raise", alarms.raise_one),
    path("alarms/<slug:one>/do", alarms.do),
]
