"""A portal with a bit of everything, in folders of its own, and ways to lose it and to look into it."""

import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.base import ContentFile
from django.db import connection, transaction

from accounts.linked_identities import store_identity
from accounts.open_sessions import OpenSession
from measures.models import Evidence
from operations.backup.manifest import KEY
from operations.backup.tables import all_tables, kept_models, prepared_rows
from outbox.models import Mail
from reports.models import PublishedEvidence
from tests import factories

ROOT = Path(__file__).resolve().parent.parent.parent
PUBLISHED = b"%PDF-1.7 as the public got it"


@pytest.fixture
def place(tmp_path: Path, settings: Any) -> Path:
    """The portal's folders; the key is the one that it keeps itself."""
    settings.MEDIA_ROOT, settings.TRAFFIC_LOG = tmp_path / "media", tmp_path / "log"
    settings.VAR_DIR = tmp_path / "var"
    for folder in (settings.MEDIA_ROOT, settings.TRAFFIC_LOG, settings.VAR_DIR):
        folder.mkdir()
    (settings.VAR_DIR / KEY).write_text(settings.SECRET_KEY)
    return tmp_path


@pytest.fixture
def portal(transactional_db: None, place: Path) -> Path:
    """A published report with public evidence, an upload, a mail that waits, and a day of the log."""
    report = factories.report(factories.complete_plan(), "results")
    publication = factories.publication(report)
    name = f"published/{sha256(PUBLISHED).hexdigest()}.pdf"
    row = PublishedEvidence(
        publication=publication, measure=1, place=1, name="1-1.pdf", title="หลักฐาน", size=9
    )
    row.file_name, row.sha256 = "ก.pdf", sha256(PUBLISHED).hexdigest()
    row.stored.save(name, ContentFile(PUBLISHED))
    upload(report.plan.measures.get(), b"an upload")
    session = SessionStore()
    session.create()
    OpenSession.objects.create(person=factories.officer(), session_id=session.session_key, device="โทรศัพท์")
    store_identity(factories.officer(), "https://id.example", "somebody")
    Mail.objects.create(sender="a@example.go.th", recipient="b@example.go.th", subject="เรื่อง", body="ข้อความ")
    (place / "log/traffic-2026-11-30.log").write_text("2026-11-30T08:00:00 - GET / 200\n")
    for folder in ("exports", "imports", "pending"):
        (place / "media" / folder).mkdir()
        (place / "media" / folder / "made-again").write_bytes(b"x" * 10)
    return place


def upload(measure: Any, content: bytes) -> Evidence:
    """Evidence with a file, written before its row as the portal does."""
    row = Evidence(measure=measure, title="หลักฐาน", file_name="ก.pdf", position=0)
    row.file_sha256, row.file_size = sha256(content).hexdigest(), len(content)
    row.position = Evidence.objects.filter(measure=measure).count()
    row.file.save(f"{row.file_sha256[:32]}.pdf", ContentFile(content))
    return row


def lose_everything(place: Path) -> None:
    """An empty database with all tables, and empty folders, as on a machine that was just set up."""
    with transaction.atomic(), connection.cursor() as cursor:
        tables = [table for table in all_tables() if "migration" not in table]
        if connection.vendor == "postgresql":
            cursor.execute("TRUNCATE " + ", ".join(f'"{table}"' for table in tables) + " RESTART IDENTITY")
        else:
            cursor.execute("PRAGMA defer_foreign_keys = ON")
            for table in tables:
                cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608 - a table of ours
            cursor.execute("DELETE FROM sqlite_sequence")
    for folder in ("media", "log"):
        shutil.rmtree(place / folder)
    (place / "media").mkdir()


def contents_of_database() -> dict[str, list[str]]:
    """Every row of every kept table in words that are the same on both databases; JSON without its order."""
    return {
        model._meta.db_table: sorted(
            repr([_plain(value) for value in row]) for row in prepared_rows(model, "default", connection)
        )
        for model in kept_models()
    }


def _plain(value: Any) -> Any:
    value = getattr(value, "obj", value)  # of JSON, or of bytes
    return bytes(value) if isinstance(value, memoryview) else value


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def manage(
    *arguments: str | Path, database: str, media: Path, **more: str
) -> subprocess.CompletedProcess[str]:
    """Run a command of the portal as an operator does, with a database and a MEDIA_ROOT of its own."""
    environment = {**os.environ, "DATABASE_URL": database, "MEDIA_ROOT": str(media)} | more
    environment["TRAFFIC_LOG"] = str(media.parent / "log")
    command = [sys.executable, "manage.py", *map(str, arguments)]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False, timeout=300
    )


def sqlite_url(file: Path) -> str:
    return f"sqlite:///{quote(str(file))}"
