"""Addresses that need no sign-in: publications, verification, open data."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
