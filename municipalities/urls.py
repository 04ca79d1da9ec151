"""Addresses of an admin's pages of places."""

from django.urls import path

from municipalities.import_views import (
    import_municipalities,
    import_municipalities_check,
    import_municipalities_template,
)
from municipalities.place_views import place, place_add, place_list

PLACES = "administration/places/"

urlpatterns = [
    path(PLACES, place_list, name="place_list"),
    path(f"{PLACES}add/", place_add, name="place_add"),
    path(f"{PLACES}<int:pk>/", place, name="place"),
    path(f"{PLACES}import/", import_municipalities, name="import_municipalities"),
    path(
        f"{PLACES}import/template.<slug:form>",
        import_municipalities_template,
        name="import_municipalities_template",
    ),
    path(f"{PLACES}import/<str:token>/", import_municipalities_check, name="import_municipalities_check"),
]
