"""Where transfers are."""

from django.urls import path

from callbox.faces.console.transfers import nodes, terms, views

urlpatterns = [
    path("transfers", views.transfers),
    path("transfers/offer", views.offer),
    path("transfers/month", views.month),
    path("transfers/terms", terms.terms),
    path("transfers/<slug:one>/read", views.read),
    path("transfers/<slug:one>/do", views.do),
    path("nodes", nodes.nodes),
    path("nodes/<slug:one>/do", nodes.do),
]
