"""Where transfers are."""

from django.urls import path

from callbox.faces.console.transfers import views

urlpatterns = [
    path("transfers", views.transfers),
    path("transfers/offer", views.offer),
    path("transfers/month", views.month),
    path("transfers/<slug:one>/read", views.read),
    path("transfers/<slug:one>/do", views.do),
]
