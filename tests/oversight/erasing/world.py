"""A portal from which something is erased, and the command that does it."""

import io
from hashlib import sha256

from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.urls import reverse

from measures.models import Evidence
from outbox.models import Mail
from reports.models import Event, Publication, Report
from tests import factories
from tests.measures.conftest import pdf, upload
from tests.steps import perform, publish

SECRET, REASON = "สมปอง หาไม่พบ โทร 0812345678", "เจ้าของข้อมูลขอให้ลบ"
FIRST = ("--publication", "เทศบาลเมืองเขลางค์นคร", "2568", "results", "1")
STONE = "[ลบตามกฎหมายเมื่อ "


def attached(report: Report, content: bytes) -> Evidence:
    row = Evidence(measure=report.plan.measures.get(), title="รายชื่อ", file_name="รายชื่อ.pdf")
    row.file_sha256, row.file_size = sha256(content).hexdigest(), len(content)
    row.file.save("1.pdf", upload("1.pdf", content))
    return row


def published(title: str = "มาตรการ") -> Publication:
    report = factories.report(factories.complete_plan(), "results")
    measure = report.plan.measures.get()
    measure.title = title
    measure.save()
    attached(report, pdf())
    report = perform(perform(report, "submit", factories.officer()), "accept", factories.reviewer())
    return publish(report, factories.officer())


def page_of(one: Publication) -> str:
    return reverse("publication", args=[one.report.plan.municipality_id, 2568, "results"])


def run(*arguments: str, apply: bool = True, reason: str = REASON) -> str:
    out = io.StringIO()
    how = ("--apply", "--reason", reason, "--user", factories.admin().username) if apply else ()
    call_command("erase", *arguments, *how, stdout=out)
    return out.getvalue()


def everywhere() -> Publication:
    """The text in a field, its history, lists, comments, events, mails, a session, and a publication."""
    one = published(f"ติดต่อ {SECRET}")
    plan = one.report.plan
    plan.obstacles = ["ไม่มี", SECRET]
    plan.save()
    factories.comment(one.report, body=f"ใครคือ {SECRET}")
    Event.objects.record(one.report, "confirm", factories.officer(), f"{SECRET} ถูกต้อง")
    Mail.objects.create(sender="a", recipient="b", subject="เรื่อง", body=f"ถึง {SECRET}")
    session = SessionStore()
    session["unsent"] = {"1": {"comment": SECRET}}
    session.save()
    return one
