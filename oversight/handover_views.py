"""Handing work over: whom it is offered to, and the page on which the successor takes it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import require, signed_in
from accounts.handing_over import (
    accept_handover,
    acceptance_refusal,
    begin_handover,
    cancel_handover,
    decline_handover,
    handover_refusal,
    lapse,
)
from accounts.handover_forms import HandoverForm
from accounts.handover_mails import mail_invitation
from accounts.models import Handover, User
from accounts.names_then import person_then
from accounts.people import hold_accounts, password_key
from ita_portal.noted_forms import tell_values
from municipalities.administration import for_admins
from municipalities.models import Municipality
from oversight.open_work import open_work, open_work_of


@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: HttpRequest) -> HttpResponse:
    """Offer one's own work to a successor; what is offered waits below."""
    return _handover_page(request, signed_in(request))


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def person_handover(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer somebody's work to a successor, for an admin."""
    return _handover_page(request, get_object_or_404(User, pk=pk))


def _handover_page(request: HttpRequest, person: User) -> HttpResponse:
    """The form, what is open, and the invitations that wait.

    What was typed on the page of the account is proposed, not taken: only `hand_over=yes` does it.
    """
    by = signed_in(request)
    sent = request.method == "POST" and request.POST.get("hand_over") == "yes"
    names = ("first_name", "last_name", "position", "email")
    proposed = {name: request.POST[name] for name in names if name in request.POST}
    form = HandoverForm(request.POST if sent else None, initial=proposed, person=person)
    if sent and _begun(request, person, form):
        return redirect(request.path)
    place = next(iter(person.municipalities), None)
    waiting = person.handovers.waiting().select_related("municipality", "province")
    context = {
        "section": "account" if by == person else "administration",
        "person": person,
        "own": by == person,
        "form": form,
        "refusal": handover_refusal(person, by, place),
        "work": open_work(person, timezone.localdate()),
        "waiting": waiting.annotate(begun_by_then=person_then("begun_by", "begun_at")),
    }
    return render(request, "people/handover.html", context)


@transaction.atomic
def _begun(request: HttpRequest, person: User, form: HandoverForm) -> bool:
    """Whether the form was valid: then its invitation is on its way."""
    hold_accounts(person)
    if not form.is_valid():
        return False
    _invite(request, begin_handover(person, form.place, form.values, signed_in(request)))
    tell_values(request, [form])
    return True


def _invite(request: HttpRequest, row: Handover) -> None:
    """Mail the invitation with what is open now."""
    place = row.municipality
    if place:
        place = Municipality.objects.with_place().get(pk=place.pk)
    mail_invitation(row, open_work_of(place, row.province, timezone.localdate()))
    sentence = f"ระบบกำลังส่งคำเชิญของ {row.successor_name} ไปที่ {row.email} งานจะเปลี่ยนมือเมื่อผู้รับช่วงตอบรับ"
    messages.success(request, sentence)


@require_POST
def handover_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an invitation back (`cancel=yes`): its link accepts nothing any more."""
    row = _own(request, pk)
    if request.POST.get("cancel") == "yes":
        cancel_handover(row, signed_in(request))
        messages.success(request, f"ยกเลิกคำเชิญของ {row.successor_name} แล้ว")
    return _back(request, row)


@require_POST
def handover_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Mail the invitation again with a new link; 403 with the reason where it has lapsed."""
    row = _own(request, pk)
    require(lapse(row))
    _invite(request, row)
    return _back(request, row)


def _own(request: HttpRequest, pk: int) -> Handover:
    """The handover, for who leaves and for admins; 404 for anybody else."""
    row = get_object_or_404(Handover.objects.select_related("person", "begun_by"), pk=pk)
    by = signed_in(request)
    if not (by.is_admin or by.pk == row.person_id):
        raise Http404
    return row


def _back(request: HttpRequest, row: Handover) -> HttpResponse:
    own = row.person_id == signed_in(request).pk
    return redirect("handover") if own else redirect("person_handover", pk=row.person_id)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def handover_accept(request: HttpRequest, key: str) -> HttpResponse:
    """What is handed over and what is open there, for who holds the link.

    `accept=yes` takes it, `decline=yes` leaves it to its owner. Somebody new sets a password next; who has an
    account is led to the work. 404 for a key that is too old.
    """
    row = Handover.objects.of_key(key)
    if row is None:
        return render(request, "people/handover_accept.html", {"row": None}, status=404)
    by = signed_in(request) if request.user.is_authenticated else None
    refusal = acceptance_refusal(row, by)
    if request.method == "POST" and request.POST.get("accept") == "yes" and not refusal:
        return _accepted(request, row, by)
    if request.method == "POST" and request.POST.get("decline") == "yes" and not refusal:
        decline_handover(row)
        row.refresh_from_db()
        refusal = lapse(row)
    gone = lapse(row)
    lines = [] if gone else open_work_of(row.municipality, row.province, timezone.localdate())
    context = {"row": row, "refusal": refusal, "by": by, "gone": gone, "lines": lines}
    return render(request, "people/handover_accept.html", context)


def _accepted(request: HttpRequest, row: Handover, by: User | None) -> HttpResponse:
    """Take the work, and lead to what comes first."""
    successor = accept_handover(row, by)
    if by is None:
        uidb36, _, token = password_key(successor).partition("-")
        return redirect("account_reset_password_from_key", uidb36=uidb36, key=token)
    messages.success(request, f"ท่านรับช่วง{row.work_name}แล้ว")
    return redirect("home")
