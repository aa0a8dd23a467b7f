"""Where the pages for people outside are."""

from django.urls import path

from callbox.faces.portal import assets, following, sending, taps

urlpatterns = [
    path("s/look/<str:name>", assets.serve),
    path("r", sending.short),
    path("report", sending.page),
    path("report/photo", sending.photo),
    path("f", following.typed),
    path("f/<str:token>", following.page),
    path("s/<str:token>", taps.page),
]
