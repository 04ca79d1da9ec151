"""Opening one document: who may read it, and what it shows."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string

from accounts.access import require, signed_in
from accounts.models import User
from municipalities.models import Municipality
from reports.document import Document, compose
from reports.dossier import load_dossier
from reports.models import Report
from reports.workflow import State


def read_refusal(user: User, report: Report) -> str:
    """Why a person who sees the municipality may not read the report, in Thai; empty when they may."""
    if user.is_reviewer and report.state == State.DRAFT:
        return "เอกสารนี้ยังเป็นร่างของเทศบาล ผู้ตรวจทานอ่านเนื้อหาได้เมื่อเทศบาลส่งเอกสารแล้ว"
    return ""


def readable_report(request: HttpRequest, pk: int, fiscal_year: int, kind: str) -> Report:
    """The report with its plan and place; 404 out of scope, 403 with the reason while it is a draft."""
    user = signed_in(request)
    reports = Report.objects.select_related("plan__municipality__district__province").filter(
        plan__municipality__in=Municipality.objects.visible_to(user)
    )
    report = get_object_or_404(reports, plan__municipality__pk=pk, plan__fiscal_year=fiscal_year, kind=kind)
    require(read_refusal(user, report))
    return report


def document_of(report: Report) -> Document:
    """The document as it stands; marked as a draft until it is published."""
    return compose(load_dossier(report.plan), report.kind, draft=report.state != State.PUBLISHED)


def paper(document: Document) -> str:
    """The document as a whole HTML page, for the printer."""
    return render_to_string("reports/document/paper.html", {"document": document})
