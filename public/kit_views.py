"""What an officer needs after publishing: addresses, a snippet, a QR code, the OIT item, and a check."""

from dataclasses import dataclass
from io import BytesIO

import segno
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import edit_refusal, require, signed_in, writing
from assessments import framework
from ita_portal.downloads import download
from ita_portal.editing import PortalForm
from ita_portal.fetching import Unreachable, target
from ita_portal.fields import WebAddressField
from ita_portal.merged_forms import FormGuard
from ita_portal.thai import fiscal_year_text, thai_digits
from public.models import Placement
from public.placing import check
from public.publications import Edition, absolute, revisions
from reports.models import Report
from reports.reading import known_report

NOT_PUBLISHED = "เอกสารนี้ยังไม่ได้เผยแพร่ จึงยังไม่มีที่อยู่สำหรับเว็บไซต์ของเทศบาล"
CHECKS_OFF = "ระบบนี้ปิดการติดต่อเว็บไซต์ภายนอกไว้ จึงตรวจสอบไฟล์บนเว็บไซต์ของเทศบาลไม่ได้"


class OwnAddressField(WebAddressField):
    """An address that the portal may ask: https, the usual port, no name of a user in it."""

    default_validators = [URLValidator(schemes=["https"], message="กรุณากรอกที่อยู่เว็บให้ครบ ขึ้นต้นด้วย https://")]

    def clean(self, value: object) -> str:
        """The address; raises ValidationError with the Thai sentence that refuses it."""
        address: str = super().clean(value)
        if address:
            try:
                target(address)
            except Unreachable as refusal:
                raise ValidationError(str(refusal)) from None
        return address


class PlacementForm(PortalForm):
    """Where the municipality's own website shows the document."""

    address = OwnAddressField(
        label="ที่อยู่ของไฟล์ PDF หรือหน้าเอกสารบนเว็บไซต์ของเทศบาล",
        max_length=500,
        help_text="ขึ้นต้นด้วย https:// และไม่ระบุพอร์ต",
    )


@dataclass(frozen=True)
class Answer:
    """An OIT item that the document answers, and what to enter there."""

    heading: str
    title: str
    text: str


@require_http_methods(["GET", "HEAD", "POST"])
def publication_kit(request: HttpRequest, pk: int, fiscal_year: int, kind: str) -> HttpResponse:
    """Show it; POST keeps the address at which the municipality's website carries the document."""
    with writing(request, pk):
        report = _own(request, pk, fiscal_year, kind)
        shown = _published(report)
        if request.method == "POST" and shown is None:
            require(NOT_PUBLISHED)
        placement = Placement.objects.filter(pk=report.pk).first()
        stored = placement.address if placement else ""
        posted = request.POST if request.method == "POST" else None
        form = PlacementForm(posted, initial={"address": stored})
        guard = FormGuard(request, form)
        if guard.saves:
            if (address := form.cleaned_data["address"]) != stored:
                # What was found at another address no longer counts.
                fresh = {"address": address, "checked_at": None, "outcome": "", "detail": ""}
                Placement.objects.update_or_create(report=report, defaults=fresh)
            guard.announce("บันทึกที่อยู่บนเว็บไซต์ของเทศบาลแล้ว")
            return redirect("publication_kit", pk, fiscal_year, kind)
    context = {"section": "home", "report": report, "municipality": report.plan.municipality}
    context |= {"plan_year": fiscal_year, "edition": shown, "withdrawn": shown and shown.withdrawn_at}
    context |= {"form": form, "guard": guard, "placement": placement}
    context |= _kit(shown) if shown else {}
    return render(request, "public/kit.html", context | {"checks_off": _checks_off()})


def _own(request: HttpRequest, pk: int, fiscal_year: int, kind: str) -> Report:
    """The officer's own report; 404 out of scope, 403 for those who only read."""
    report = known_report(request, pk, fiscal_year, kind)
    require(edit_refusal(signed_in(request), report.plan.municipality))
    return report


def _published(report: Report) -> Edition | None:
    try:
        return revisions(report.plan.municipality_id, report.plan.fiscal_year, report.kind)[0]
    except Http404:
        return None


def _checks_off() -> str:
    return "" if settings.OUTGOING_CHECKS else CHECKS_OFF


def _kit(shown: Edition) -> dict[str, object]:
    """What the page offers: HTML that loads nothing from here, the address as text and as a drawing."""
    page, pdf = absolute(shown.document_path), absolute(shown.pdf)
    code = segno.make(page, error="m", micro=False)
    drawn = code.svg_inline(scale=5, border=4, light="#fff", svgclass=None, lineclass=None)
    return {
        "page_address": page,
        "pdf_address": pdf,
        "snippet": format_html('<p><a href="{}">{}</a> (<a href="{}">PDF</a>)</p>', page, shown.title, pdf),
        "qr": mark_safe(drawn),
        "answers": _answers(shown),
    }


def _answers(shown: Edition) -> list[Answer]:
    """The OIT items that the document answers; up to 2567 the results of a year answer two years' items."""
    place, year = shown.municipality.full_name, thai_digits(str(shown.fiscal_year))
    said = f"{place}เผยแพร่{shown.kind_name} ประจำปีงบประมาณ พ.ศ. {year} ที่"
    entry = f"{said}\n{absolute(shown.document_path)}\nไฟล์ PDF: {absolute(shown.pdf)}"
    found = []
    for item_year, rule in framework.answered_items(shown.fiscal_year, shown.kind):
        item = next(row for row in framework.load(item_year).oit_items if row.code == rule.item)
        found.append(Answer(f"ข้อ {item.number} {fiscal_year_text(item_year)}", item.title, entry))
    return found


@require_POST
def placement_check(request: HttpRequest, pk: int, fiscal_year: int, kind: str) -> HttpResponse:
    """Ask the recorded address now, and say on the page what was found; up to 20 seconds."""
    report = _own(request, pk, fiscal_year, kind)
    shown = _published(report)
    require("" if shown and not shown.withdrawn_at else NOT_PUBLISHED)
    require(_checks_off())
    placement = get_object_or_404(Placement, pk=report.pk)
    if not check(placement, revisions(pk, fiscal_year, kind)):
        messages.info(request, "เพิ่งตรวจสอบไปเมื่อไม่ถึงหนึ่งนาทีที่ผ่านมา โปรดรอสักครู่แล้วลองใหม่")
    return redirect("publication_kit", pk, fiscal_year, kind)


@require_safe
def publication_qr(request: HttpRequest, pk: int, fiscal_year: int, kind: str) -> HttpResponse:
    """The QR code as a picture for posters; 404 while nothing is published."""
    shown = _published(_own(request, pk, fiscal_year, kind))
    if shown is None:
        raise Http404
    picture = BytesIO()
    code = segno.make(absolute(shown.document_path), error="m", micro=False)
    code.save(picture, kind="png", scale=12, border=4)
    return download(picture.getvalue(), "image/png", f"QR {shown.title}.png")
