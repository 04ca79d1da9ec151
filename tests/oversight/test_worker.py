"""The worker as a process of its own, killed by SIGKILL."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from pytest_django import Settings

from oversight.exports import files
from oversight.models import Export, Stage
from tests import factories
from tests.oversight.orders import kept, listed, ordered, packed, submitted
from tests.processes import running

NUMBER = 50
PATIENCE = 120.0


@pytest.fixture(autouse=True)
def _exports(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


def environment(tmp_path: Path) -> dict[str, str]:
    """The tests' database and files, for another process."""
    database = settings.DATABASES["default"]
    url = f"sqlite:///{database['NAME']}"
    if "postgresql" in database["ENGINE"]:
        host = database["OPTIONS"].get("host") or database["HOST"]
        where = f"{database['USER']}:{database['PASSWORD']}@/{database['NAME']}"
        url = f"postgres://{where}?host={host}"
    own = {"DATABASE_URL": url, "MEDIA_ROOT": str(tmp_path), "PDF_CACHE": str(tmp_path / "pdf")}
    return {**os.environ, **own, "DJANGO_SETTINGS_MODULE": "ita_portal.settings"}


def worker(tmp_path: Path, *options: str) -> AbstractContextManager["subprocess.Popen[bytes]"]:
    command = [sys.executable, "manage.py", "worker", *options]
    return running(command, cwd=settings.BASE_DIR, env=environment(tmp_path), stderr=subprocess.PIPE)


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.mark.needs("Pango")
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_zip_of_fifty_reports_is_complete_after_its_worker_was_killed(tmp_path: Path):
    export = ordered(*(submitted(number) for number in range(1, NUMBER + 1)), kind="pdf")
    made = export.items.filter(made_at__isnull=False)
    with worker(tmp_path) as first:
        wait_until(lambda: made.count() >= NUMBER // 5)
        first.send_signal(signal.SIGKILL)
    killed_at, before = timezone.now(), made.count()
    assert before < NUMBER
    with worker(tmp_path, "--once") as second:
        assert second.wait(PATIENCE) == 0
    export.refresh_from_db()
    assert (export.stage, kept(export)) == (Stage.DONE, ["export.zip"])
    assert made.filter(made_at__lte=killed_at).count() == before
    hashes = {line["ไฟล์"]: line["SHA-256"] for line in listed(export)}
    assert len(hashes) == NUMBER
    content = packed(export)[1:]
    assert Counter(name for name, _ in content) == Counter(list(hashes))
    assert {name: sha256(file).hexdigest() for name, file in content} == hashes


@pytest.mark.django_db(transaction=True)
def test_worker_clears_files_that_were_chosen_and_never_saved(tmp_path: Path):
    old, new = tmp_path / "pending/1-old", tmp_path / "pending/1-new"
    old.parent.mkdir()
    for path in (old, new):
        path.write_bytes(b"content")
    yesterday = time.time() - 25 * 3600
    os.utime(old, (yesterday, yesterday))
    with worker(tmp_path, "--once") as once:
        assert once.wait(PATIENCE) == 0
    assert (old.exists(), new.exists()) == (False, True)


@pytest.mark.django_db(transaction=True)
def test_second_worker_waits_in_reserve_and_takes_over(tmp_path: Path):
    with worker(tmp_path) as first, worker_in_reserve(tmp_path) as second:
        first.kill()
        export = ordered(submitted(), owner=factories.reviewer())
        wait_until(lambda: Export.objects.filter(pk=export.pk, stage=Stage.DONE).exists())
        second.terminate()
        assert second.wait(PATIENCE) == -signal.SIGTERM


@contextmanager
def worker_in_reserve(tmp_path: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Another one, once it has said that it waits."""
    desk = files.root() / "worker"
    wait_until(lambda: desk.exists() and desk.read_text() != "")
    with worker(tmp_path) as process:
        assert process.stderr is not None
        assert "ตัวนี้รอเป็นตัวสำรอง" in process.stderr.readline().decode()
        yield process
