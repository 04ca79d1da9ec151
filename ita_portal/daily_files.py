"""A log kept in one file a day."""

import logging
import os
from datetime import date, timedelta
from pathlib import Path

from django.utils import timezone


class DailyFiles(logging.Handler):
    """A file a day, written by all processes side by side; what is older than `days` is removed."""

    def __init__(self, directory: str | Path, days: int) -> None:
        super().__init__()
        self.directory, self.days, self.today = Path(directory), days, date.min

    def emit(self, record: logging.LogRecord) -> None:
        """Add a line; each is one write to a file opened for appending, so that lines don't mix."""
        try:
            now = timezone.localtime()
            if now.date() != self.today:
                self._turn(now.date())
            line = f"{now.isoformat(timespec='milliseconds')} {self.format(record)}\n"
            file = os.open(self.file_of(now.date()), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                os.write(file, line.encode("utf-8", "backslashreplace"))
            finally:
                os.close(file)
        except Exception:
            self.handleError(record)

    def _turn(self, today: date) -> None:
        self.today = today
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        oldest = self.file_of(today - timedelta(days=self.days)).name
        for path in self.directory.glob("traffic-*.log"):
            if path.name < oldest:
                path.unlink(missing_ok=True)

    def file_of(self, day: date) -> Path:
        """The file of a day, which may not be there yet."""
        return self.directory / f"traffic-{day.isoformat()}.log"
