"""Where an admin's work begins."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import User
from municipalities.administration import for_admins
from municipalities.models import Municipality, Province
from outbox.models import Mail
from oversight.waiting import vacant_provinces
from reports.models import Deadline


@require_safe
@for_admins
def administration(request: HttpRequest) -> HttpResponse:
    """The pages of the administration, each with a figure of how things stand."""
    today = timezone.localdate()
    existing = Municipality.objects.existing(today)
    context = {
        "section": "administration",
        "people": User.objects.filter(is_active=True).count(),
        "places": existing.count(),
        "without_officer": existing.without_officer(today).count(),
        "not_reviewing": Province.objects.filter(reviews=False).count(),
        "vacant": vacant_provinces(),
        "unsent": Mail.objects.failed().count(),
        "next_deadline": Deadline.objects.filter(due_on__gte=today).order_by("due_on").first(),
    }
    return render(request, "administration/administration.html", context)
