"""The button that tries the web addresses of the evidence."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.access import require
from measures.access import officers_plan
from reports.trying import try_addresses

OUTGOING_OFF = "ระบบนี้ปิดการติดต่อเว็บไซต์ภายนอกไว้ จึงตรวจสอบที่อยู่เว็บไม่ได้"


@require_POST
def addresses_try(request: HttpRequest, pk: int, fiscal_year: int) -> HttpResponse:
    """Ask the addresses now, up to 15 seconds in all; the page of checks says which answered."""
    with officers_plan(request, pk, fiscal_year) as plan:
        require("" if settings.OUTGOING_CHECKS else OUTGOING_OFF)
    if not try_addresses(plan):
        messages.info(request, "เพิ่งตรวจสอบไปเมื่อไม่ถึงหนึ่งนาทีที่ผ่านมา โปรดรอสักครู่แล้วลองใหม่")
    return redirect(f"{reverse('checks', args=[pk, fiscal_year])}#addresses")
