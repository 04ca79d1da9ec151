"""manage.py worker [--queue NAME] [--once]: does what was put into the queues, until it is stopped."""

import fcntl
import signal
import time
from argparse import ArgumentParser
from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, DEFAULT_TASK_QUEUE_NAME
from django_tasks_db.management.commands.db_worker import Worker

from accounts.open_sessions import clear_expired_sessions
from ita_portal.chosen_files import clear_old
from outbox import sending
from oversight.erasing.erasing import finish_erasures
from oversight.exports import care, files

SECONDS = 1.0  # between two looks into the queue
CARE_SECONDS = 60.0
# What is looked after between the tasks of each queue.
CARE = {
    DEFAULT_TASK_QUEUE_NAME: (
        *(care.look_after_exports, clear_old, finish_erasures),
        clear_expired_sessions,
    ),
    sending.QUEUE: (sending.look_after_mails,),
}


class Command(BaseCommand):
    """The worker of django-tasks, with what it lacks: it takes up again what it had begun when it was killed.

    It is built to be killed: no signal is waited for, each step is done completely or not at all. A task may
    therefore be begun twice. One worker runs for each queue and directory of exports; another one waits in
    reserve.
    """

    help = "ทำงานเบื้องหลังที่อยู่ในคิว เช่น จัดทำไฟล์ ZIP และส่งอีเมล (หยุดเมื่อใดก็ได้ งานไม่หาย)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--queue chooses one of several, --once ends when nothing is left in it."""
        parser.add_argument("--queue", choices=sorted(CARE), help="ทำเฉพาะงานของคิวนี้ (ปกติทำทุกคิว)")
        parser.add_argument("--once", action="store_true", help="หยุดเมื่อไม่มีงานในคิวแล้ว")

    def handle(self, *_args: Any, once: bool, queue: str | None, **_options: Any) -> None:
        """Work until a signal or, with --once, until nothing is left."""
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, signal.SIG_DFL)
        files.root_made()
        with files.worker_file(queue).open("a+") as own_file:
            # The file, which only one process can hold, keeps the name that this worker has for life.
            try:
                fcntl.flock(own_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self.stderr.write("มีโปรแกรมงานเบื้องหลังทำงานอยู่แล้ว ตัวนี้รอเป็นตัวสำรอง")
                fcntl.flock(own_file, fcntl.LOCK_EX)
            own_file.seek(0)
            name = own_file.read().strip()
            if not name:
                own_file.write(name := uuid4().hex)
                own_file.flush()
            care.take_back(name)
            _work(name, [queue] if queue else list(CARE), once=once)


def _work(name: str, queues: list[str], *, once: bool) -> None:
    """Empty the queues again and again, and every minute look after what belongs to each."""
    cared = -CARE_SECONDS
    while True:
        if time.monotonic() - cared >= CARE_SECONDS:
            close_old_connections()
            for queue in queues:
                for look_after in CARE[queue]:
                    look_after()
            cared = time.monotonic()
        Worker(
            queue_names=queues,
            interval=0,
            batch=True,  # it ends when the queues are empty
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=None,
            worker_id=name,
            excluded_queue_names=[],
        ).run()
        if once:
            return
        time.sleep(SECONDS)
