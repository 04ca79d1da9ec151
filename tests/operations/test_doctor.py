"""manage.py doctor: a line for each thing that a machine lacks, with what to do."""

import fcntl
import io
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from operations.doctor import Urgency, machine, portal
from oversight.exports.files import root_made, worker_file
from tests import factories
from tests.oidc_provider import DISCOVERY, providing
from tests.operations.conftest import manage
from tests.websites import sends


@pytest.fixture(autouse=True)
def _own_folders(place: Path) -> None:
    """The portal's folders of this test."""


@pytest.fixture(autouse=True)
def _pool_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """The doctor takes the pool out of its process's settings; those of the tests keep it."""
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {**connection.settings_dict["OPTIONS"]})


def found(lines: Any, about: str) -> Any:
    (line,) = [line for line in lines if line.about == about]
    return line


def test_machine_that_lacks_nothing_is_told_line_by_line(
    db: None, place: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
):
    factories.admin()
    (place / "var/secret_key").chmod(0o600)
    monkeypatch.setattr(machine, "PANGO", ())
    made_at = timezone.localtime().isoformat()
    (place / "var/last_backup").write_text(f"{made_at}\n/srv/backup\n")
    root_made()
    said = io.StringIO()
    with ExitStack() as held:
        for queue in ("default", "mail"):
            fcntl.flock(held.enter_context(worker_file(queue).open("w")), fcntl.LOCK_EX)
        call_command("doctor", stdout=said)
    lines = said.getvalue().splitlines()
    assert len(lines) == 16
    assert [line for line in lines if not line.startswith("[ดี] ")] == [
        line for line in lines if line.startswith("[ควรแก้] อีเมล: ไม่ได้ส่งจริง")
    ]


def test_provider_is_asked_what_it_says_of_itself(settings: Any):
    with providing() as provider:
        settings.SIGN_IN_PROVIDER = provider.setting
        answering = portal._provider(provider.setting)
        provider.replies[DISCOVERY] = sends(b"", status=500)
        failing = portal._provider(provider.setting)
    assert (answering.level, failing.level) == (Urgency.GOOD, Urgency.FAULT)
    assert provider.issuer in failing.remedy


def test_faults_end_with_a_number_and_status_1(db: None, place: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(machine, "PANGO", ("no-such-library.so.0",))
    (place / "var/secret_key").chmod(0o644)
    said = io.StringIO()
    with pytest.raises(CommandError, match="มี 3 เรื่องที่ต้องแก้"):
        call_command("doctor", stdout=said)
    faults = [line for line in said.getvalue().splitlines() if line.startswith("[ต้องแก้]")]
    assert ["Pango" in faults[0], "กุญแจ" in faults[1], "createsuperuser" in faults[2]] == [True] * 3


def test_full_or_closed_folder_is_a_fault_with_its_path(place: Path, monkeypatch: pytest.MonkeyPatch):
    assert found(machine._folders(), "โฟลเดอร์ MEDIA_ROOT").level is Urgency.GOOD
    monkeypatch.setattr(machine, "LEAST_FREE", 2**62)
    line = found(machine._folders(), "โฟลเดอร์ MEDIA_ROOT")
    assert (line.level, str(place / "media") in line.state) == (Urgency.FAULT, True)
    (place / "log").rmdir()
    (place / "log").write_text("no folder")
    assert "เขียนไม่ได้" in found(machine._folders(), "โฟลเดอร์ TRAFFIC_LOG").state


def test_folder_that_the_first_start_makes_is_no_fault(place: Path):
    (place / "log").rmdir()
    assert found(machine._folders(), "โฟลเดอร์ TRAFFIC_LOG").level is Urgency.GOOD


@pytest.mark.parametrize(("age", "level"), [(1, Urgency.GOOD), (3, Urgency.ADVICE), (None, Urgency.ADVICE)])
def test_age_of_the_last_backup_counts(place: Path, age: int | None, level: Urgency):
    if age is not None:
        made_at = (timezone.localtime() - timedelta(days=age)).isoformat()
        (place / "var/last_backup").write_text(f"{made_at}\n/srv/backup\n")
    assert portal._backups().level is level


def test_contradictions_and_open_doors_are_named(settings: Any):
    settings.OPERATOR = replace(settings.OPERATOR, portal_url="https://ita.example.go.th", trusted_proxies=0)
    assert found(portal._settings(), "TRUSTED_PROXIES").level is Urgency.FAULT


def test_mail_server_that_is_away_is_a_fault(db: None, settings: Any):
    settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    (line,) = portal._mails()
    assert (line.level, line.remedy) == (Urgency.FAULT, "ตรวจ EMAIL_URL และเครื่องแม่ข่ายอีเมล")


@pytest.mark.slow
def test_database_that_is_away_is_told_without_a_traceback(place: Path):
    away = "postgres://portal:secret@127.0.0.1:1/portal"
    done = manage("doctor", database=away, media=place / "media", SECRET_KEY="x" * 50)
    assert done.returncode == 1
    assert "[ต้องแก้] ฐานข้อมูล: ติดต่อไม่ได้" in done.stdout
    assert "ตรวจ DATABASE_URL" in done.stdout
    assert "Traceback" not in done.stderr
    assert "secret" not in done.stdout + done.stderr


def test_version_of_the_database_is_told(db: None):
    line = portal._version()
    assert (line.level, line.state.split()[0]) == (Urgency.GOOD, connection.display_name)
