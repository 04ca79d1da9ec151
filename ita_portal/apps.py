"""The portal itself as a Django app: it holds what all others share (Thai text, fields, template filters)."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Shared pieces of the portal."""

    name = "ita_portal"
    label = "portal"
    verbose_name = "ระบบ ITA เทศบาล"
