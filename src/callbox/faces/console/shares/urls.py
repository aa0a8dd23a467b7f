"""Where shares are."""

from django.urls import path

from callbox.faces.console.shares import views

urlpatterns = [
    path("shared", views.shares),
    path("shared/invite", views.invite),
    path("shared/<slug:one>", views.share),
    path("shared/<slug:one>/files/<slug:attachment>", views.file),
]
