"""An admin's pages of deadlines: the days that desks, municipality pages and mails count down to."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from ita_portal.merged_forms import FormGuard
from ita_portal.noted_forms import tell_values
from ita_portal.thai import fiscal_year_of, fiscal_year_text
from municipalities.administration import for_admins, saved_whole
from municipalities.models import Municipality
from oversight.deadline_forms import DeadlineForm, stored_deadline
from reports.deadlines import due
from reports.models import Deadline
from reports.owing import missing_documents
from reports.states import State


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
@saved_whole
def deadlines(request: HttpRequest) -> HttpResponse:
    """All deadlines, the newest year first, and the form for another."""
    today = timezone.localdate()
    initial = {"fiscal_year": fiscal_year_of(today)}
    data = request.POST if request.method == "POST" else None
    form = DeadlineForm(data, initial=initial, deadline=Deadline())
    if form.is_bound and form.is_valid():
        messages.success(request, _saved(form))
        tell_values(request, [form])
        return redirect("deadlines")
    rows = Deadline.objects.order_by("-fiscal_year", "kind")
    missing = missing_documents(Municipality.objects.all(), rows, today)
    lines = [(row, due(State.DRAFT, row.due_on, today), number) for row, number in missing]
    context = {"section": "administration", "lines": lines, "form": form}
    return render(request, "oversight/deadlines.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
@saved_whole
def deadline(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a deadline."""
    rows = Deadline.objects.select_for_update() if request.method == "POST" else Deadline.objects.all()
    row = get_object_or_404(rows, pk=pk)
    initial = stored_deadline(row)
    form = DeadlineForm(request.POST if request.method == "POST" else None, initial=initial, deadline=row)
    guard = FormGuard(request, form)
    if guard.saves:
        guard.announce(_saved(form))
        return redirect("deadlines")
    context = {"section": "administration", "deadline": row, "form": form, "guard": guard}
    return render(request, "oversight/deadline.html", context)


def _saved(form: DeadlineForm) -> str:
    """Store a valid form; the sentence that says so."""
    row = form.deadline
    for name, value in form.cleaned_data.items():
        setattr(row, name, value)
    row.save()
    return f"บันทึกกำหนดส่ง{_deadline_name(row)} แล้ว"


@require_POST
@for_admins
def deadline_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a deadline away; nothing is due for that document any more."""
    row = get_object_or_404(Deadline, pk=pk)
    row.delete()
    messages.success(request, f"ลบกำหนดส่ง{_deadline_name(row)} แล้ว")
    return redirect("deadlines")


def _deadline_name(row: Deadline) -> str:
    return f"{row.get_kind_display()} {fiscal_year_text(row.fiscal_year)}"
