"""Addresses of a municipality's own pages."""

from django.urls import path

from home.municipality_views import municipality, municipality_list
from home.profile_views import profile

urlpatterns = [
    path("municipalities/", municipality_list, name="municipality_list"),
    path("municipalities/<int:pk>/", municipality, name="municipality"),
    path("municipalities/<int:pk>/profile/", profile, name="profile"),
]
