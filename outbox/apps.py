"""The app's registration with Django."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Mails on their way out."""

    name = "outbox"
    verbose_name = "อีเมลขาออก"
