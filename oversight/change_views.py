"""A report beside last year's, or beside the published one."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import signed_in
from accounts.models import User
from ita_portal.thai import fiscal_year_text, thai_date, thai_digits
from oversight.changes import changed_parts
from reports.handing_out import page_of
from reports.models import Report
from reports.reading import document_beside, fragment, read_refusal, readable_report

LAST_YEAR, PUBLISHED = "last-year", "published"


@dataclass(frozen=True)
class Versions:
    """What a report is compared with and the markup of both; without markup, why there is nothing."""

    name: str
    before: str = ""
    after: str = ""


@require_safe
def report_changes(request: HttpRequest, pk: int, fiscal_year: int, kind: str) -> HttpResponse:
    """What changed, part by part; with the published version where the address asks for it."""
    report = readable_report(request, pk, fiscal_year, kind)
    beside = PUBLISHED if request.GET.get("with") == PUBLISHED else LAST_YEAR
    versions = _versions(report, beside, signed_in(request))
    parts = changed_parts(versions.before, versions.after)
    context = {
        "section": "home",
        "report": report,
        "municipality": report.plan.municipality,
        "plan_year": fiscal_year,
        "beside": beside,
        "versions": versions,
        "parts": [part for part in parts if part.number],
        "same": [part for part in parts if not part.number],
    }
    return render(request, "oversight/changes.html", context)


def _versions(report: Report, beside: str, user: User) -> Versions:
    """What the data of today say beside the latest public revision, or the document beside last year's.

    Last year's is shown only where this person may read it.
    """
    if beside == PUBLISHED:
        revision = report.publications.public().first()
        if revision is None:
            return Versions("ยังไม่มีฉบับที่เผยแพร่ของเอกสารนี้")
        day = thai_date(timezone.localdate(revision.published_at))
        name = f"ฉบับที่ {thai_digits(str(revision.revision))} ซึ่งเผยแพร่เมื่อวันที่ {day}"
        return Versions(name, revision.html, fragment(document_beside(report, revision)))
    place, year = report.plan.municipality_id, report.plan.fiscal_year - 1
    known = Report.objects.known_to(user).with_place()
    earlier = known.filter(plan__municipality=place, plan__fiscal_year=year, kind=report.kind).first()
    if earlier is None:
        return Versions(f"ไม่มีเอกสารเดียวกันของ{fiscal_year_text(year)} ในระบบ")
    if refusal := read_refusal(user, earlier):
        return Versions(f"ฉบับ{fiscal_year_text(year)}: {refusal}")
    return Versions(f"ฉบับ{fiscal_year_text(year)}", page_of(earlier), page_of(report))
