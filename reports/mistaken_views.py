"""A year begun by mistake: pages that move it to its right year, remove it, and bring it back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import require, signed_in, writing
from assessments.years import OfferedYear
from ita_portal.downloads import uploaded
from ita_portal.editing import Guard, PortalForm
from ita_portal.thai import fiscal_year_text, period_text, thai_digits
from measures.access import officers_municipality
from measures.models import Measure
from measures.uploads import content_type
from reports.mistaken_year import (
    BegunYear,
    begun_year,
    bring_back_refusal,
    bring_year_back,
    counted_rows,
    measures_of,
    mistake_refusal,
    remove_year,
    removed_years,
    year_title,
)
from reports.models import RemovedYear
from reports.removed_reading import removed_files, removed_items
from reports.year_moving import Misfit, free_years, misfits, move_year

PLANS, ALL = "plans", "all"


class MoveForm(PortalForm):
    """What is asked before a year moves: its measures' periods, and whether what does not fit may go."""

    periods = forms.ChoiceField(
        label="เลื่อนระยะเวลาให้ตรงกับปีใหม่หรือไม่",
        widget=forms.RadioSelect,
        error_messages={"required": "กรุณาเลือกว่าจะเลื่อนระยะเวลาของมาตรการหรือไม่"},
    )
    drop = forms.BooleanField(
        label="ย้ายโดยไม่นำรายการข้างต้นไปด้วย",
        error_messages={"required": "กรุณายืนยัน เพราะรายการข้างต้นจะไม่ย้ายไปด้วย"},
    )

    def __init__(self, data: Any, years: int, dated: list[Measure], misfit: list[Misfit]) -> None:
        super().__init__(data)
        direction = "ไปข้างหน้า" if years > 0 else "ย้อนหลัง"
        shift = thai_digits(f"เลื่อน{direction} {abs(years)} ปี")
        self.fields["periods"].choices = [("shift", shift), ("keep", "คงวันที่เดิม")]  # type: ignore[attr-defined]
        if not dated:
            del self.fields["periods"]
        if not misfit:
            del self.fields["drop"]


class _GoneError(Exception):
    """The year was removed, moved or brought back meanwhile; the message says so, in Thai."""


def _told_when_gone(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view; who comes after it was done, as with a second click, is told so."""

    @wraps(view)
    def telling(request: HttpRequest, pk: int, *keys: int, **more: int) -> HttpResponse:
        try:
            return view(request, pk, *keys, **more)
        except _GoneError as gone:
            messages.info(request, str(gone))
            return redirect("municipality", pk)

    return telling


@contextmanager
def _begun(request: HttpRequest, pk: int, fiscal_year: int) -> Iterator[BegunYear]:
    """What its officer began of a year; 403 for a POST while it has to stay.

    Where there is nothing it is 404, for a POST _GoneError.
    """
    municipality = officers_municipality(request, pk)
    with writing(request, pk):
        year = begun_year(municipality, fiscal_year)
        if not year.roots and request.method == "POST":
            raise _GoneError(f"ไม่มีข้อมูลของ{fiscal_year_text(fiscal_year)} แล้ว เพราะลบหรือย้ายไปแล้ว")
        if not year.roots:
            raise Http404
        if request.method == "POST":
            require(mistake_refusal(year))
        yield year


def _page(request: HttpRequest, template: str, year: BegunYear, **more: object) -> HttpResponse:
    context = {
        "section": "home",
        "municipality": year.municipality,
        "assessed_year": year.fiscal_year,
        "year": year,
        "title": year_title(year),
    }
    return render(request, f"reports/{template}.html", context | more)


@require_http_methods(["GET", "HEAD", "POST"])
@_told_when_gone
def year_remove(request: HttpRequest, pk: int, fiscal_year: int) -> HttpResponse:
    """What would go with the year, and the button that removes it."""
    with _begun(request, pk, fiscal_year) as year:
        if refusal := mistake_refusal(year):
            return _page(request, "year_remove", year, refusal=refusal)
        parts = {ALL: year}
        if year.assessment and year.plans:
            parts = {PLANS: year.plans_alone, ALL: year}
        measures = measures_of(year)
        options = [(key, year_title(part), counted_rows(part, measures)) for key, part in parts.items()]
        guard = Guard(request, options)
        what = request.POST.get("what", "") if len(parts) > 1 else ALL
        if request.method == "POST" and what in parts and not guard.conflict:
            removed = remove_year(parts[what], signed_in(request))
            messages.success(request, f"ลบ{removed.contained} แล้ว หากต้องการใช้อีก ให้เปิด “ปีที่ลบไว้” ในหน้านี้")
            return redirect("municipality", pk)
        unchosen = request.method == "POST" and what not in parts
        return _page(request, "year_remove", year, options=options, guard=guard, unchosen=unchosen)


@require_http_methods(["GET", "HEAD", "POST"])
@_told_when_gone
def year_move(request: HttpRequest, pk: int, fiscal_year: int) -> HttpResponse:
    """Choose the right year, see what does not fit there and what becomes of the periods, and move."""
    with _begun(request, pk, fiscal_year) as year:
        if refusal := mistake_refusal(year):
            return _page(request, "year_move", year, refusal=refusal)
        free = free_years(year)
        chosen = (request.POST if request.method == "POST" else request.GET).get("to", "")
        target = next((one for one in free if str(one.fiscal_year) == chosen), None)
        if target is None:
            return _page(request, "year_move", year, free=free, unknown=bool(chosen))
        return _move(request, year, target)


def _move(request: HttpRequest, year: BegunYear, to: OfferedYear) -> HttpResponse:
    target, measures = to.fiscal_year, measures_of(year)
    found, dated = misfits(year, target, measures), [row for row in measures if row.starts_on or row.ends_on]
    guard = Guard(
        request, [[one.name for one in found], [(row.pk, row.starts_on, row.ends_on) for row in dated]]
    )
    data = request.POST if request.method == "POST" else None
    form = MoveForm(data, target - year.fiscal_year, dated, found)
    if form.is_bound and form.is_valid() and not guard.conflict:
        title, shift = year_title(year), form.cleaned_data.get("periods") == "shift"
        move_year(year, target, signed_in(request), misfit=found, shift=shift)
        messages.success(request, f"ย้าย{title} ไปเป็นของ{fiscal_year_text(target)} แล้ว")
        if year.assessment:
            return redirect("assessment", year.municipality.pk, target)
        return redirect("plan", year.municipality.pk, year.plans[0].fiscal_year)
    context = {
        "target": target,
        "plan_years": [plan.fiscal_year + target - year.fiscal_year for plan in year.plans],
        "counted": counted_rows(year, measures),
        "misfits": found,
        "dated": [(row, period_text(row.starts_on, row.ends_on)) for row in dated],
        "form": form,
        "guard": guard,
    }
    return _page(request, "year_move_confirm", year, **context)


@require_http_methods(["GET", "HEAD", "POST"])
@_told_when_gone
def removed_year(request: HttpRequest, pk: int, removed: int) -> HttpResponse:
    """What a removed year holds, to be read, and the button that brings it back as it was."""
    municipality = officers_municipality(request, pk)
    with writing(request, pk):
        row = removed_years(municipality).filter(pk=removed).first()
        if row is None:
            done = get_object_or_404(RemovedYear, pk=removed, municipality=municipality)
            raise _GoneError(f"{done.contained} นำกลับมาแล้ว")
        refusal = bring_back_refusal(row)
        if request.method == "POST":
            require(refusal)
            bring_year_back(row)
            messages.success(request, f"นำ{row.contained} กลับมาแล้ว")
            return redirect("municipality", pk)
        context = {"section": "home", "municipality": municipality, "removed": row, "refusal": refusal}
        context |= {"items": removed_items(row), "files": removed_files(row)}
        return render(request, "reports/removed_year.html", context)


@require_safe
def removed_evidence(request: HttpRequest, pk: int, removed: int, evidence: int) -> HttpResponseBase:
    """An uploaded file of a removed year, for its officers as long as the year can come back."""
    municipality = officers_municipality(request, pk)
    row = get_object_or_404(RemovedYear, pk=removed, municipality=municipality, brought_back_at=None)
    for one in removed_files(row):
        if one.pk == evidence:
            try:
                return uploaded(
                    one.file.open("rb"), content_type(one.file.name or ""), one.file_name or one.title
                )
            except FileNotFoundError:
                break
    raise Http404
