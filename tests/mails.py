"""Mails as in production: what is sent goes into the queue, and a worker that is asked for takes it on."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

from django.conf import LazySettings
from django.core import mail
from django.core.mail import EmailMessage

from outbox.models import Mail
from outbox.sending import deliver

QUEUE = "outbox.backend.Queue"
SMTP = "django.core.mail.backends.smtp.EmailBackend"
MEMORY = "django.core.mail.backends.locmem.EmailBackend"


def use_queue(settings: LazySettings, transport: str = MEMORY, port: int = 0) -> None:
    """The portal's own settings, with a mail server on this machine or with `mail.outbox` in its place."""
    settings.EMAIL_BACKEND, settings.MAIL_TRANSPORT = QUEUE, transport
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 1


def work_off() -> list[EmailMessage]:
    """Try every mail of the queue once; what has gone out by now."""
    for pk in Mail.objects.waiting().values_list("pk", flat=True).order_by("pk"):
        deliver(pk, "worker")
    return list(mail.outbox)


@contextmanager
def silent_server() -> Iterator[int]:
    """The port of a mail server that takes every call and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


class MailServer:
    """A mail server for one conversation after another; keeps what it was given in `mails`.

    `answers` replaces what it says to a word of SMTP, such as {"RCPT": "550 no such user"}.
    """

    def __init__(self, **answers: str) -> None:
        self.answers = {"EHLO": "250 here", "QUIT": "221 bye", "DATA": "354 go on"} | answers
        self.mails: list[str] = []
        self._server = socket.create_server(("127.0.0.1", 0), backlog=8)
        self.port: int = self._server.getsockname()[1]
        self._thread = Thread(target=self._serve, daemon=True)

    def __enter__(self) -> "MailServer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self._thread.join(10)

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._server.accept()
            except OSError:  # closed
                return
            with line, line.makefile("rwb") as talk:
                self._talk(talk)

    def _talk(self, talk: Any) -> None:
        self._say(talk, "220 here")
        for spoken in talk:
            word = spoken.decode().strip().upper().split(maxsplit=1)[0]
            self._say(talk, self.answers.get(word, "250 fine"))
            if word == "DATA" and self.answers["DATA"].startswith("354"):
                self.mails.append(self._letter(talk))
                self._say(talk, "250 taken")

    def _letter(self, talk: Any) -> str:
        lines = iter(talk.readline, b".\r\n")
        return b"".join(lines).decode()

    def _say(self, talk: Any, text: str) -> None:
        talk.write(f"{text}\r\n".encode())
        talk.flush()
