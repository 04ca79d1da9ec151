"""Provinces that review before publication and have no reviewer: shown to the admin, and mailed once.

What a municipality submits there lies with nobody, until a reviewer is invited or reviewing is switched off.
"""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import ReviewerVacancy, Role, ServiceTerm, User
from ita_portal.thai import thai_digits
from municipalities.models import Province


def without_reviewer() -> QuerySet[Province]:
    """The provinces that review and have no active reviewer, in the order of their names.

    Of those alone where a municipality has, had or will have an officer: nobody submits anything elsewhere.
    """
    reviewers = User.objects.filter(is_active=True, role=Role.REVIEWER, province=OuterRef("pk"))
    served = ServiceTerm.objects.filter(municipality__district__province=OuterRef("pk"))
    found = Province.objects.filter(Exists(served), ~Exists(reviewers), reviews=True)
    return found.order_by("sort_key")


def lacks_reviewer(province: Province) -> bool:
    """Whether what is submitted in the province waits for a reviewer who is not there. One query, or none."""
    return province.reviews and not User.objects.reviewers_of(province).exists()


def vacancy(province: Province) -> str:
    """That the province has no reviewer, in Thai."""
    return f"จังหวัด{province.name}ยังไม่มีผู้ตรวจทานในระบบ"


@transaction.atomic
def tell_admins() -> list[Province]:
    """Mail every admin which provinces have come to lack a reviewer, and give these; each is told of once.

    Once more only when it had a reviewer again, or did not review, in between. Of two transactions at once
    one tells. Side effects: rows of ReviewerVacancy; mails into the queue.
    """
    lacking = list(without_reviewer())
    ReviewerVacancy.objects.exclude(province__in=lacking).delete()
    told = set(ReviewerVacancy.objects.values_list("province", flat=True))
    unknown = [province for province in lacking if province.pk not in told]
    new = [province for province in unknown if ReviewerVacancy.objects.get_or_create(province=province)[1]]
    if new:
        _mail(new)
    return new


def _mail(provinces: list[Province]) -> None:
    names = [f"จังหวัด{province.name}" for province in provinces]
    told = names[0] if len(names) == 1 else thai_digits(f"{len(names)} จังหวัด")
    subject = f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}ยังไม่มีผู้ตรวจทาน: {told}"
    for person in User.objects.filter(is_active=True, role=Role.ADMIN).exclude(email="").order_by("pk"):
        context = {
            "person": person,
            "names": names,
            "inviting": settings.PORTAL_URL + reverse("person_invite"),
            "switching": settings.PORTAL_URL + reverse("province_settings"),
            "portal": f"{settings.PORTAL_URL}/",
        }
        body = render_to_string("email/vacancy.txt", context)
        EmailMessage(subject, body, to=[person.email]).send()
