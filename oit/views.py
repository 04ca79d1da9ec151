"""The pages of a municipality's register of OIT items; whoever sees the municipality may read it."""

from collections.abc import Iterator

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import edit_refusal, require, signed_in, writing
from assessments import framework
from assessments.year_page import problems
from ita_portal import spreadsheets
from ita_portal.downloads import download
from ita_portal.merged_forms import FormGuard
from ita_portal.saving import save_row
from ita_portal.thai import fiscal_year_of, fiscal_year_text, thai_digits
from municipalities.models import Municipality
from oit.carrying import carried, carry
from oit.forms import AddressForms, EntryForm, address_values
from oit.register import Register, RegisterLine, read_register
from oit.trying import try_register
from reports.address_views import OUTGOING_OFF

PREFIX = "addresses"
TOO_SOON = "เพิ่งตรวจสอบไปเมื่อไม่ถึงหนึ่งนาทีที่ผ่านมา โปรดรอสักครู่แล้วลองใหม่"
HEAD = (
    *("ข้อ", "รายการ", "ตัวชี้วัดย่อย", "สถานะ", "เหตุผลที่ไม่เกี่ยวข้อง", "หน่วยงานที่รับผิดชอบ"),
    *("ชื่อข้อมูล", "ที่อยู่เว็บ", "ลงวันที่", "เส้นทางจากหน้าแรก", "ผลการตรวจที่อยู่เว็บ", "หมายเหตุ"),
)


def _visible(request: HttpRequest, pk: int, fiscal_year: int) -> Municipality:
    """The municipality; 404 out of scope, and for a year of which there are no rules or that is far off."""
    if not framework.years()[0] <= fiscal_year <= fiscal_year_of(timezone.localdate()) + 1:
        raise Http404
    return get_object_or_404(Municipality.objects.visible_to(signed_in(request)).with_place(), pk=pk)


def _own(request: HttpRequest, pk: int, fiscal_year: int) -> Municipality:
    """The same for its officer; 403 with the reason for those who only read."""
    municipality = _visible(request, pk, fiscal_year)
    require(edit_refusal(signed_in(request), municipality))
    return municipality


@require_safe
def oit_register(request: HttpRequest, pk: int, fiscal_year: int) -> HttpResponse:
    """Every item of the year with its state, and what may be done with all of them."""
    municipality = _visible(request, pk, fiscal_year)
    register = read_register(municipality, fiscal_year)
    mine = not edit_refusal(signed_in(request), municipality)
    is_first = fiscal_year == framework.years()[0]
    made = [] if is_first or not mine else carried(register, read_register(municipality, fiscal_year - 1))[0]
    context = {
        "section": "home",
        "municipality": municipality,
        "register": register,
        "mine": mine,
        "carriable": len(made),
        "checks_off": "" if settings.OUTGOING_CHECKS else OUTGOING_OFF,
        "tried_at": max(
            (line.entry.tried_at for line in register.lines if line.entry.tried_at), default=None
        ),
        "year_before": None if is_first else fiscal_year - 1,
        "year_after": fiscal_year + 1 if fiscal_year <= fiscal_year_of(timezone.localdate()) else None,
    }
    return render(request, "oit/register.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def oit_item(request: HttpRequest, pk: int, fiscal_year: int, item: str) -> HttpResponse:
    """One item, to be read and saved by the officer; `action=next` leads to the next unsettled one."""
    with writing(request, pk):
        register = read_register(_own(request, pk, fiscal_year), fiscal_year)
        line = register.line(item)
        if line is None:
            raise Http404
        sent = request.POST if request.method == "POST" else None
        formset = AddressForms(sent, initial=address_values(line), prefix=PREFIX)
        stored = {name: getattr(line.entry, name) for name in EntryForm.base_fields}
        is_answered = any(paper.is_public for paper in line.papers)
        form = EntryForm(sent, initial=stored, formset=formset, is_answered=is_answered)
        guard = FormGuard(request, form, formset)
        if guard.saves:
            save_row(line.entry, {**form.cleaned_data, "addresses": formset.rows, "carried_from": None})
            guard.announce(f"บันทึกข้อ {thai_digits(line.item.number)} แล้ว")
            return redirect(_onward(request, register, line))
    context = {
        "section": "home",
        "municipality": register.municipality,
        "register": register,
        "line": line,
        "form": form,
        "formset": formset,
        "guard": guard,
        "problems": problems([form, *formset.forms]),
    }
    return render(request, "oit/item.html", context)


def _onward(request: HttpRequest, register: Register, line: RegisterLine) -> str:
    keys = [register.municipality.pk, register.fiscal_year]
    following = register.after(line.item.code) if request.POST.get("action") == "next" else None
    if following:
        return reverse("oit_item", args=[*keys, following.item.code])
    return f"{reverse('oit_register', args=keys)}#{line.item.code}"


@require_POST
def oit_carry(request: HttpRequest, pk: int, fiscal_year: int) -> HttpResponse:
    """Take over what was noted last year of items of which nothing is noted yet."""
    with writing(request, pk):
        municipality = _own(request, pk, fiscal_year)
        count, left = 0, list[str]()
        if fiscal_year > framework.years()[0]:
            before = read_register(municipality, fiscal_year - 1)
            count, left = carry(read_register(municipality, fiscal_year), before)
    year = fiscal_year_text(fiscal_year - 1)
    if count:
        messages.success(request, thai_digits(f"ยกมาจาก{year} {count} ข้อ โปรดตรวจและบันทึกทีละข้อ"))
    else:
        messages.info(request, f"ไม่มีข้อที่ยกมาจาก{year} ได้อีก")
    if count and left:
        messages.warning(
            request, thai_digits(f"ยกมาไม่ได้ {len(left)} ข้อ เพราะปีนี้ไม่มีข้อชื่อเดียวกัน: {', '.join(left)}")
        )
    return redirect("oit_register", pk, fiscal_year)


@require_POST
def oit_try(request: HttpRequest, pk: int, fiscal_year: int) -> HttpResponse:
    """Ask the addresses now, up to 25 seconds in all; the register says what was found."""
    register = read_register(_own(request, pk, fiscal_year), fiscal_year)
    require("" if settings.OUTGOING_CHECKS else OUTGOING_OFF)
    if not try_register(register):
        messages.info(request, TOO_SOON)
    return redirect(f"{reverse('oit_register', args=[pk, fiscal_year])}#trial")


@require_safe
def oit_xlsx(request: HttpRequest, pk: int, fiscal_year: int) -> HttpResponse:
    """The register as a workbook, one row for each address."""
    register = read_register(_visible(request, pk, fiscal_year), fiscal_year)
    title = f"รายการ OIT {fiscal_year}"
    content = spreadsheets.xlsx(title, HEAD, _rows(register))
    return download(content, spreadsheets.XLSX, f"{title} {register.municipality.full_name}.xlsx")


def _rows(register: Register) -> Iterator[tuple[spreadsheets.Value, ...]]:
    for sub, lines in register.groups:
        for line in lines:
            item = (line.item.number, line.item.title, f"{sub.code} {sub.name}" if sub else "")
            noted = (line.status.label, line.entry.reason, line.entry.unit)
            addresses: list[tuple[spreadsheets.Value, ...]]
            addresses = [(one.title, one.url, one.dated_on, one.path, one.trial) for one in line.addresses]
            for address in addresses or [(None,) * 5]:
                yield (*item, *noted, *address, line.entry.note)
