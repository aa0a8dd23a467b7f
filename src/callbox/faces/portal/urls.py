"""Where the pages for people outside are."""

from django.urls import path

from callbox.faces.portal import assets, taps

urlpatterns = [
    path("s/look/<str:name>", assets.serve),
    path("s/<str:token>", taps.page),
]
