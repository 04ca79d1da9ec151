"""Addresses of a municipality's register of OIT items."""

from django.urls import path

from oit.views import oit_carry, oit_item, oit_register, oit_try, oit_xlsx

REGISTER = "municipalities/<int:pk>/oit/<int:fiscal_year>/"

urlpatterns = [
    path(REGISTER, oit_register, name="oit_register"),
    path(f"{REGISTER}carry/", oit_carry, name="oit_carry"),
    path(f"{REGISTER}try/", oit_try, name="oit_try"),
    path(f"{REGISTER}register.xlsx", oit_xlsx, name="oit_xlsx"),
    path(f"{REGISTER}<slug:item>/", oit_item, name="oit_item"),
]
