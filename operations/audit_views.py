"""The admin's page of who did what when."""

from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import User
from ita_portal.editing import PortalForm
from ita_portal.fields import ThaiCharField, ThaiDateField
from municipalities.administration import for_admins
from operations.audit import deeds_of, told_deeds
from operations.signing import sign_ins

ON_A_PAGE = 50
SIGN_INS = "sign-in"
CHOICES = [
    ("", "ทุกเรื่อง"),
    ("event", "เอกสาร: ส่ง ตรวจทาน เผยแพร่ ถอน"),
    ("account", "บัญชีผู้ใช้และบทบาท"),
    ("export", "การสั่งไฟล์รวม"),
    ("erasure", "การลบตามกฎหมาย"),
    ("setting", "การตั้งค่า"),
    (SIGN_INS, "การเข้าสู่ระบบของวันหนึ่ง รวมที่ไม่สำเร็จ"),
]


class AuditForm(PortalForm):
    """Which deeds to list."""

    kind = forms.ChoiceField(label="เรื่อง", required=False, choices=CHOICES)
    q = ThaiCharField(label="ชื่อหรือชื่อผู้ใช้ของผู้ดำเนินการ", required=False, max_length=100)
    day = ThaiDateField(label="วันที่ (เฉพาะการเข้าสู่ระบบ)", required=False)


@require_safe
@for_admins
def audit(request: HttpRequest) -> HttpResponse:
    """Deeds of people and of the admin, newest first, a page at a time."""
    form = AuditForm(request.GET or None)
    values = form.cleaned_data if form.is_bound and form.is_valid() else {}
    shown: Any = [] if form.is_bound and not form.is_valid() else _found(values)
    page = Paginator(shown, ON_A_PAGE).get_page(request.GET.get("page"))
    if not isinstance(shown, list):
        page.object_list = told_deeds(page.object_list)
    context = {"section": "administration", "form": form, "page": page}
    return render(request, "administration/audit.html", context)


def _called(words: list[str]) -> list[int]:
    """The accounts in whose names all these words are."""
    found = User.objects.all()
    for word in words:
        names = (f"{name}__icontains" for name in ("first_name", "last_name", "username"))
        found = found.filter(reduce(or_, (Q(**{name: word}) for name in names)))
    return list(found.values_list("pk", flat=True))


def _found(values: dict[str, Any]) -> Any:
    people = _called(words) if (words := values.get("q", "").split()) else None
    if values.get("kind") == SIGN_INS:
        return sign_ins(values.get("day") or timezone.localdate(), people)
    return deeds_of(values.get("kind", ""), people)
