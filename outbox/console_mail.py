"""Mails that are printed where the portal runs, for trying it without a mail server."""

from django.core.mail import EmailMessage
from django.core.mail.backends.console import EmailBackend

from ita_portal.keyless import without_keys


class KeylessConsole(EmailBackend):
    """For a portal that others reach: what it prints ends in a log, so no one-time key is printed."""

    def write_message(self, message: EmailMessage) -> None:
        """Print it, with *** for each key."""
        message.body = without_keys(str(message.body))
        super().write_message(message)
