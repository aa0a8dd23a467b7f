"""Where the knowledge base is."""

from django.urls import path

from callbox.faces.console.articles import views

urlpatterns = [path("articles", views.page), path("articles/<slug:one>/do", views.do)]
