"""Where the pages for people outside are."""

from django.urls import path

from callbox.faces.portal import assets, data, following, ground, offering, opened, sending, stopping, taps

urlpatterns = [
    path("s/look/<str:name>", assets.serve),
    path("r", sending.short),
    path("report", sending.page),
    path("report/photo", sending.photo),
    path("services", offering.page),
    path("ground/<str:name>", ground.roads),
    path("f", following.typed),
    path("f/<str:token>", following.page),
    path("stop/<str:token>", stopping.page),
    path("s/<str:token>", taps.page),
    path("open", opened.page),
    path("open/data", data.page),
    path("open/data/", data.page),
    path("open/data/<str:name>", data.file),
    path("open/<slug:notice>", opened.one),
    path("open/<slug:notice>/photo", opened.photo),
    path("open/<slug:notice>/photo.jpg", opened.photo),
]
