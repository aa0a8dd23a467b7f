"""Where notices are looked over."""

from django.urls import path

from callbox.faces.console.notices import views

urlpatterns = [
    path("notices", views.notices),
    path("notices/of", views.propose),
    path("notices/<slug:one>", views.notice),
    path("notices/<slug:one>/publish", views.publish),
    path("notices/<slug:one>/remove", views.remove),
]
