"""manage.py worker: does what was put into the queue, until it is stopped."""

import fcntl
import signal
import time
from argparse import ArgumentParser
from typing import IO, Any
from uuid import uuid4

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS
from django_tasks_db.management.commands.db_worker import Worker

from oversight.exports import files
from oversight.exports.care import look_after, take_back

SECONDS = 1.0  # between two looks into the queue
CARE_SECONDS = 60.0


class Command(BaseCommand):
    """The worker of django-tasks, with what it lacks: it takes up again what it had begun when it was killed.

    It is built to be killed: no signal is waited for, each step is whole or undone. A task may therefore be
    begun twice. One worker runs for each directory of exports; another one waits in reserve.
    """

    help = "ทำงานเบื้องหลังที่อยู่ในคิว เช่น จัดทำไฟล์ ZIP (หยุดเมื่อใดก็ได้ งานไม่หาย)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--once ends when the queue is empty."""
        parser.add_argument("--once", action="store_true", help="หยุดเมื่อไม่มีงานในคิวแล้ว")

    def handle(self, *_args: Any, once: bool, **_options: Any) -> None:
        """Work until a signal or, with --once, until nothing is left."""
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, signal.SIG_DFL)
        with (files.root_made() / "worker").open("a+") as desk:
            name = self._name(desk)
            take_back(name)
            self._work(name, once=once)

    def _name(self, desk: IO[str]) -> str:
        """This worker's name, which it has for life: the file that only one process can hold keeps it."""
        try:
            fcntl.flock(desk, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.stderr.write("มีโปรแกรมงานเบื้องหลังทำงานอยู่แล้ว ตัวนี้รอเป็นตัวสำรอง")
            fcntl.flock(desk, fcntl.LOCK_EX)
        desk.seek(0)
        if name := desk.read().strip():
            return name
        desk.write(name := uuid4().hex)
        desk.flush()
        return name

    def _work(self, name: str, *, once: bool) -> None:
        cared = -CARE_SECONDS
        while True:
            if time.monotonic() - cared >= CARE_SECONDS:
                close_old_connections()
                look_after()
                cared = time.monotonic()
            _worker(name).run()
            if once:
                return
            time.sleep(SECONDS)


def _worker(name: str) -> Worker:
    """One that ends when the queue is empty."""
    return Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name=DEFAULT_TASK_BACKEND_ALIAS,
        startup_delay=False,
        max_tasks=None,
        worker_id=name,
        excluded_queue_names=[],
    )
