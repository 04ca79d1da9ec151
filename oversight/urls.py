"""Addresses of the reviewer's desk and of what a province gets from it."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
