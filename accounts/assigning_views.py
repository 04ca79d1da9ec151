"""An admin's page of the municipalities that an officer serves."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import signed_in
from accounts.assigning import assign, end_service
from accounts.last_officers import only_served_by
from accounts.models import ServiceTerm, User
from accounts.people import hold
from accounts.people_forms import ServiceForm
from accounts.vacancies import lacks_reviewer, vacancy
from ita_portal.noted_forms import tell_values
from municipalities.administration import for_admins, saved_whole
from municipalities.models import Municipality, Province


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
@saved_whole
def person_services(request: HttpRequest, pk: int) -> HttpResponse:
    """The municipalities that a person serves, has served and will serve; and one more."""
    row, by = get_object_or_404(User, pk=pk), signed_in(request)
    if request.method == "POST":
        hold(row, by)
    data = request.POST if request.method == "POST" else None
    form = ServiceForm(data, initial={"since": timezone.localdate()}, person=row)
    if form.is_valid():
        service = assign(row, **form.values, by=by)
        messages.success(request, f"{row} ดูแล{service.municipality.full_name}แล้ว")
        tell_values(request, [form])
        return redirect("person_services", pk=pk)
    services = row.services.select_related("municipality__district__province", "taken_over_from")
    context = {
        "section": "administration",
        "person": row,
        "form": form,
        "services": services,
        "only_served": only_served_by(row),
        "today": timezone.localdate(),
    }
    return render(request, "people/services.html", context)


@require_POST
@for_admins
def person_service_end(request: HttpRequest, pk: int, service: int) -> HttpResponse:
    """Let a person serve a municipality no more, from this moment (`end=yes`)."""
    row = get_object_or_404(
        ServiceTerm.objects.select_related("person", "municipality"), pk=service, person=pk
    )
    if request.POST.get("end") == "yes":
        end_service(row, signed_in(request))
        messages.success(request, f"{row.person} สิ้นสุดการดูแล{row.municipality.full_name}แล้ว")
        warn_of_vacancies(request, [row.municipality])
    return redirect("person_services", pk=pk)


def warn_of_vacancies(
    request: HttpRequest, left: list[Municipality], reviewed: Province | None = None
) -> None:
    """Tell the admin which of these municipalities nobody serves any more, and that nobody reviews there."""
    if reviewed and lacks_reviewer(reviewed):
        messages.warning(request, f"{vacancy(reviewed)} โปรดเชิญผู้รับช่วงงาน หรือปิดการตรวจทานของจังหวัด")
    today, keys = timezone.localdate(), [place.pk for place in left]
    for place in Municipality.objects.filter(pk__in=keys).without_officer(today):
        asked = "หากยังมีเรื่องค้าง " if place.has_ended(today) else ""
        messages.warning(request, f"{place.full_name}ไม่มีเจ้าหน้าที่แล้ว {asked}โปรดเชิญผู้รับช่วงงาน")
