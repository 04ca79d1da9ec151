"""An error of a page, mailed to the operator: where it happened, and nothing that was typed.

The text of an exception is left out, too: a database repeats values in it. Standard error has the whole.
"""

import logging
import time
import traceback
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from ita_portal.keyless import without_keys

PAUSE = 600.0  # seconds before the same place is mailed again
MOST = 20  # mails an hour of one process: a portal that is broken everywhere says so, and then keeps quiet
HOUR = 3600.0


class ErrorMails(logging.Handler):
    """Mails by the server of EMAIL_URL itself, not by the queue: the database may be what is broken.

    A thread sends, so that no request waits for it. `to` are the addresses; without any nothing is mailed.
    """

    def __init__(self, to: Sequence[str]) -> None:
        super().__init__(logging.ERROR)
        self.to, self._sent = list(to), dict[str, float]()
        self._pool = ThreadPoolExecutor(1, "error-mails")

    def emit(self, record: logging.LogRecord) -> None:
        """Have the mail of an error sent, where its place has not been mailed just now."""
        try:
            place, stack = _stack(record)
            if self.to and self._is_due(place):
                self._pool.submit(self._send, f"ระบบขัดข้องที่ {place}", f"{_request(record)}\n\n{stack}\n")
        except Exception:
            self.handleError(record)

    def _is_due(self, place: str) -> bool:
        now = time.monotonic()
        self._sent = {each: at for each, at in self._sent.items() if now - at < HOUR}
        if now - self._sent.get(place, -HOUR) < PAUSE or len(self._sent) >= MOST:
            return False
        self._sent[place] = now
        return True

    def _send(self, subject: str, text: str) -> None:
        try:
            with get_connection(settings.MAIL_TRANSPORT) as connection:
                mail = EmailMessage(f"[ITA] {subject}", text, settings.DEFAULT_FROM_EMAIL, self.to)
                mail.connection = connection
                mail.send()
        except Exception as error:
            logging.getLogger(__name__).warning("error mail not sent: %s", type(error).__name__)


def _request(record: logging.LogRecord) -> str:
    """Method and path of the request, without what stands behind "?", and the status of the answer."""
    request = getattr(record, "request", None)
    if request is None:
        return record.name
    status = getattr(record, "status_code", "")
    return f"{request.method} {without_keys(request.path)} {status}"


def _stack(record: logging.LogRecord) -> tuple[str, str]:
    """Where it happened, in one line, and all frames with the kinds of the exceptions, outermost first."""
    error = record.exc_info[1] if record.exc_info else None
    lines, place = [], record.name
    while error is not None:
        for frame in traceback.extract_tb(error.__traceback__):
            file = Path(frame.filename)
            own = file.is_relative_to(settings.BASE_DIR)
            name = f"{file.relative_to(settings.BASE_DIR) if own else file.name}:{frame.lineno} {frame.name}"
            lines.append(f"  {name}")
        lines.append(type(error).__name__)
        place = f"{lines[-2].strip()} {lines[-1]}" if len(lines) > 1 else lines[-1]
        error = error.__cause__ or error.__context__
    return place, "\n".join(lines)
