"""The app's registration with Django."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """The province's view: the reviewer's desk, exports, deadlines and reminders."""

    name = "oversight"
    verbose_name = "งานตรวจทานระดับจังหวัด"
