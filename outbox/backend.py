"""Django's email backend that puts mails into the queue: whoever calls `send()` waits for no mail server."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from outbox.sending import put


class Queue(BaseEmailBackend):
    """The EMAIL_BACKEND of the portal; the worker sends by that of MAIL_TRANSPORT."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Put them into the queue, in the caller's transaction; how many."""
        return len([put(message) for message in email_messages])
