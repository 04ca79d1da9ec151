"""An admin's pages that bring somebody in: the invitation says what is open."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import signed_in
from accounts.models import Role, User
from accounts.people import hold, invite, save_person
from accounts.people_forms import InvitationForm
from ita_portal.body_sizes import takes_files
from ita_portal.fields import typed_key
from municipalities import import_pages
from municipalities.administration import for_admins
from municipalities.models import Municipality
from oversight.inviting import JOB
from oversight.open_work import open_work


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def person_invite(request: HttpRequest) -> HttpResponse:
    """Make an account and mail its owner the link that sets the password, both or neither."""
    data = request.POST if request.method == "POST" else None
    form = InvitationForm(data, initial=_proposed(request), person=User(), by=signed_in(request))
    if form.is_bound:
        _make(request, form)
    if form.person.pk:
        return redirect("person", pk=form.person.pk)
    return render(request, "people/invite.html", {"section": "administration", "form": form})


@transaction.atomic
def _make(request: HttpRequest, form: InvitationForm) -> None:
    """Store the new account of a valid form, and invite its owner."""
    hold(form.person, form.by)
    if form.is_valid():
        save_person(form.person, form.values, form.by)
        _invite(request, form.person)


def _proposed(request: HttpRequest) -> dict[str, Any]:
    """The role that the page which led here names, else an officer; of the municipality that it names."""
    role = request.GET.get("role", "")
    key = typed_key(request.GET.get("municipality", ""))
    place = Municipality.objects.with_place().filter(pk=key).first() if key is not None else None
    return {"role": role if role in Role.values else Role.OFFICER, "municipality": place}


def _invite(request: HttpRequest, person: User) -> None:
    """Mail the link with what is open in the person's places, and tell the admin."""
    waiting = [line for _, lines in open_work(person, timezone.localdate()) for line in lines]
    invite(request, person, waiting)
    sentence = f"ระบบกำลังส่งอีเมลตั้งรหัสผ่านของ {person} ไปที่ {person.email} หากส่งไม่สำเร็จจะแสดงในหน้าอีเมลที่ยังไม่ได้ส่ง"
    messages.success(request, sentence)


@require_POST
@for_admins
def person_invite_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Mail a new link; 403 with the reason for an account that is closed or has no address."""
    row = get_object_or_404(User, pk=pk)
    _invite(request, row)
    return redirect("person", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
@takes_files
def import_people(request: HttpRequest) -> HttpResponse:
    """Choose a list of people to invite."""
    return import_pages.choose_file(request, JOB)


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def import_people_check(request: HttpRequest, token: str) -> HttpResponse:
    """See whom the list would bring in, and invite them."""
    return import_pages.check_file(request, JOB, token)


@require_safe
@for_admins
def import_people_template(request: HttpRequest, form: str) -> HttpResponse:
    """The file to fill in."""
    return import_pages.template_file(JOB, form)
