"""An admin's pages of people."""

from typing import Any

from allauth.account.forms import SetPasswordForm
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import require, signed_in
from accounts.assigning_views import warn_of_vacancies
from accounts.last_officers import only_served_by
from accounts.models import ServiceTerm, User
from accounts.people import (
    deactivation_refusal,
    give_password,
    hold,
    invitation_refusal,
    own_account_refusal,
    remove_second_factor,
    save_person,
    set_active,
)
from accounts.people_forms import PeopleSearchForm, PersonForm, stored_person
from ita_portal.merged_forms import FormGuard
from municipalities.administration import for_admins, saved_whole
from municipalities.naming import Word, province_called, words
from municipalities.searching import place_condition

ON_A_PAGE = 50


@require_safe
@for_admins
def people(request: HttpRequest) -> HttpResponse:
    """Who has an account."""
    form = PeopleSearchForm(request.GET or None)
    found = User.objects.order_by("first_name", "last_name", "pk")
    if form.is_bound:
        found = _searched(found, form.cleaned_data) if form.is_valid() else found.none()
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "people/people.html", {"section": "administration", "form": form, "page": page})


def _searched(found: QuerySet[User], values: dict[str, Any]) -> QuerySet[User]:
    """Every word must be found somewhere in the account."""
    if values["role"]:
        found = found.filter(role=values["role"])
    if values["active"]:
        found = found.filter(is_active=values["active"] == "yes")
    if place := values["province"]:
        found = found.filter(Q(province=place) | _has_served(Q(municipality__district__province=place)))
    for word in words(values["q"]):
        found = found.filter(_own(word.typed) | _placed(word))
    return found


def _has_served(municipality: Q) -> Q:
    """Officers of such a municipality, now or before."""
    return Q(pk__in=ServiceTerm.objects.filter(municipality).values("person"))


def _own(word: str) -> Q:
    """What a person is called and signs in with, where จ. may begin a rank (จ.ส.อ.)."""
    if not word:  # a kind of municipality without a name
        return Q(pk=None)
    names = ("first_name", "last_name", "position", "username", "email")
    return Q(*((f"{name}__icontains", word) for name in names), _connector=Q.OR)


def _placed(word: Word) -> Q:
    """An officer's municipality, a reviewer's province; none for a word that tells no place from another."""
    if word.of in ("everywhere", "year"):
        return Q(pk=None)
    served = _has_served(place_condition(word, "municipality__"))
    if word.of not in ("", "province") or word.kind:
        return served
    return served | Q(province__name__contains=word.name) | Q(province__name=province_called(word.name))


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
@saved_whole
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Read and change an account; where it may become another person's, the admin is asked whose it is."""
    row, by = get_object_or_404(User, pk=pk), signed_in(request)
    if request.method == "POST":
        hold(row, by)
    initial = stored_person(row)
    form = PersonForm(request.POST if request.method == "POST" else None, initial=initial, person=row, by=by)
    guard = FormGuard(request, form)
    asks = guard.saves and form.may_be_another and request.POST.get("same_person") != "yes"
    if guard.saves and not asks:
        served, reviewed = list(row.municipalities), row.province
        save_person(row, form.values, by)
        guard.announce(f"บันทึกข้อมูลของ {row} แล้ว")
        warn_of_vacancies(request, [place for place in served if not row.serves(place)], reviewed)
        return redirect("people")
    context = {
        "section": "administration",
        "person": row,
        "form": form,
        "guard": guard,
        "asks": asks,
        "deactivation_refusal": deactivation_refusal(row, by),
        "only_served": only_served_by(row),
        "invitation_refusal": invitation_refusal(row),
        "own_account_refusal": own_account_refusal(row, by),
        "second_factor": row.has_second_factor,
    }
    return render(request, "people/person.html", context)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def person_password(request: HttpRequest, pk: int) -> HttpResponse:
    """Give somebody else a password, for where no mail arrives; 403 for one's own account."""
    row, by = get_object_or_404(User, pk=pk), signed_in(request)
    require(own_account_refusal(row, by))
    form = SetPasswordForm(row, request.POST if request.method == "POST" else None)
    if form.is_valid():
        give_password(row, form.cleaned_data["password1"], by)
        messages.success(request, f"ตั้งรหัสผ่านใหม่ของ {row} แล้ว")
        return redirect("person", pk=pk)
    context = {"section": "administration", "person": row, "form": form}
    return render(request, "people/password.html", context)


@require_POST
@for_admins
def person_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the second step of signing in away from somebody who lost the telephone; 403 for one's own."""
    row = get_object_or_404(User, pk=pk)
    remove_second_factor(row, signed_in(request))
    messages.success(request, f"ปิดการยืนยันตัวตนสองขั้นตอนของ {row} แล้ว")
    return redirect("person", pk=pk)


@require_POST
@for_admins
def person_state(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an account (`active=no`), which ends its sessions at once, or open it again (`active=yes`).

    403 with the reason for one's own and the last admin's.
    """
    row, wanted = get_object_or_404(User, pk=pk), request.POST.get("active")
    if wanted in ("yes", "no"):
        set_active(row, signed_in(request), active=wanted == "yes")
        messages.success(request, f"{'เปิด' if wanted == 'yes' else 'ปิด'}บัญชีของ {row} แล้ว")
        warn_of_vacancies(request, list(row.municipalities), row.province)
    return redirect("person", pk=pk)
