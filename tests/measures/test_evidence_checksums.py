"""Files that were uploaded before their checksum was kept get it by the migration."""

from hashlib import sha256
from importlib import import_module

import pytest
from django.apps import apps

from measures.models import Evidence
from tests.factories import measure, plan
from tests.measures.conftest import pdf, upload

pytestmark = pytest.mark.django_db


def test_older_files_are_described_and_lost_ones_are_not() -> None:
    of = measure(plan())
    for name in ("kept.pdf", "lost.pdf"):
        row = Evidence.objects.create(measure=of, title=name, file_name=name, file=upload(name, pdf()))
        if name == "lost.pdf":
            row.file.storage.delete(row.file.name or "")
    link = Evidence.objects.create(measure=of, title="ลิงก์", url="https://example.go.th")

    import_module("measures.migrations.0004_evidence_checksums").describe_files(apps, None)

    known = {row.title: (row.file_sha256, row.file_size) for row in Evidence.objects.all()}
    assert known == {
        "kept.pdf": (sha256(pdf()).hexdigest(), len(pdf())),
        "lost.pdf": ("", None),
        link.title: ("", None),
    }
