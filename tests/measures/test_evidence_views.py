from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from measures.models import Evidence
from tests.factories import admin, elsewhere, measure, officer, plan, reviewer
from tests.measures.conftest import pdf

pytestmark = pytest.mark.django_db


def attached(name: str = "รายงาน ผล.pdf", stored: str = "0123.pdf") -> Evidence:
    row = Evidence(measure=measure(plan()), title="รายงาน", file_name=name)
    row.file.save(stored, ContentFile(pdf()))
    return row


def contents(response: Any) -> bytes:
    """What is downloaded; reading it to the end closes the file."""
    return b"".join(response.streaming_content)


def status(client: Client, user: User, row: Evidence) -> int:
    client.force_login(user)
    response = client.get(reverse("evidence", args=[row.pk]))
    if response.streaming:
        assert contents(response) == pdf()
    return response.status_code


def test_evidence_is_downloaded_and_never_shown(client: Client) -> None:
    row = attached()
    client.force_login(officer())

    response = client.get(reverse("evidence", args=[row.pk]))

    assert contents(response) == pdf()
    assert response.headers["Content-Type"] == "application/pdf"
    name = "%E0%B8%A3%E0%B8%B2%E0%B8%A2%E0%B8%87%E0%B8%B2%E0%B8%99%20%E0%B8%9C%E0%B8%A5.pdf"
    assert response.headers["Content-Disposition"] == f"attachment; filename*=utf-8''{name}"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "no-store" in response.headers["Cache-Control"]


def test_evidence_of_an_unknown_kind_is_only_bytes(client: Client) -> None:
    row = attached(stored="0123.html")
    client.force_login(officer())

    response = client.get(reverse("evidence", args=[row.pk]))

    assert contents(response) == pdf()
    assert response.headers["Content-Type"] == "application/octet-stream"


def test_evidence_is_for_those_who_may_read_a_report(client: Client) -> None:
    row = attached()

    assert status(client, officer(), row) == 200
    assert status(client, admin(), row) == 200
    assert status(client, officer(elsewhere()), row) == 404
    assert status(client, reviewer(), row) == 404
    assert status(client, reviewer("เชียงใหม่"), row) == 404


@pytest.mark.parametrize("kind", ["plan", "results"])
def test_evidence_opens_to_the_reviewer_with_the_first_submission(client: Client, kind: str) -> None:
    row = attached()
    row.measure.plan.reports.filter(kind=kind).update(state="submitted")

    assert status(client, reviewer(), row) == 200
    assert status(client, reviewer("เชียงใหม่"), row) == 404


def test_evidence_asks_visitors_to_sign_in(client: Client) -> None:
    response = client.get(reverse("evidence", args=[attached().pk]))

    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("account_login"))


def test_evidence_that_is_a_link_or_lost_or_unknown_is_404(client: Client) -> None:
    row = attached()
    link = Evidence.objects.create(measure=row.measure, title="ลิงก์", url="https://example.go.th")
    row.file.storage.delete(row.file.name)

    assert status(client, officer(), link) == 404
    assert status(client, officer(), row) == 404
    assert client.get(f"/evidence/{10**30}/").status_code == 404
