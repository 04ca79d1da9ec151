"""An admin's page of mails: what has failed and why, what still waits, and the button to try again."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ita_portal.fields import typed_key
from ita_portal.thai import thai_digits
from municipalities.administration import for_admins
from outbox.models import Mail
from outbox.sending import LEASE, try_again

ON_A_PAGE = 50


@require_safe
@for_admins
def mail_list(request: HttpRequest) -> HttpResponse:
    """Every mail that has not gone out; those that were given up stand first, then by their next try."""
    mails = Mail.objects.listed().order_by(F("next_try_at").asc(nulls_first=True), "pk")
    page = Paginator(mails, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "section": "administration",
        "page": page,
        "failed": Mail.objects.failed().count(),
        "given_up": Mail.objects.given_up().count(),
        "no_worker": Mail.objects.overdue(timezone.now() - LEASE).exists(),
    }
    return render(request, "outbox/mails.html", context)


@require_POST
@for_admins
def mail_again(request: HttpRequest) -> HttpResponse:
    """Try again one mail that was given up (`mail`, its key), or all of them (`mail=all`)."""
    chosen, wanted = request.POST.get("mail", ""), Mail.objects.given_up()
    if chosen != "all":
        key = typed_key(chosen)
        wanted = wanted.filter(pk=key) if key is not None else wanted.none()
    if number := try_again(wanted):
        messages.success(request, thai_digits(f"ระบบกำลังส่งอีเมล {number} ฉบับอีกครั้ง"))
    else:
        messages.warning(request, "ไม่มีอีเมลที่ส่งอีกครั้งได้")
    return redirect("mail_list")
