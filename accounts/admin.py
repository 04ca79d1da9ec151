"""The people, for an admin to read: the portal's own pages change them, by the actions of `people.py`."""

import allauth.account.admin
import allauth.mfa.admin  # noqa: F401 - as below
import django.contrib.auth.admin  # noqa: F401 - as below
import django_tasks_db.admin  # noqa: F401 - all four register what is taken off below
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Group
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from ita_portal.admin_reading import ReadingHistoryAdmin

# A role decides all rights, an account has the one address that stands in it, nobody sees a secret, and
# the queue is the worker's.
admin.site.unregister([Group, EmailAddress, Authenticator, DBTaskResult])


@admin.register(User)
class PersonAdmin(ReadingHistoryAdmin):
    """People with their role, place and history."""

    list_display = ["username", "get_full_name", "email", "role", "municipality", "province", "active"]
    list_filter = ["role", "is_active", ("province", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["municipality", "province"]
    search_fields = ["username", "first_name", "last_name", "email", "municipality__name"]
    ordering = ["username"]
    fieldsets = [
        (None, {"fields": ["username", "active"]}),
        ("ข้อมูลส่วนตัว", {"fields": ["first_name", "last_name", "email", "position"]}),
        ("บทบาทและพื้นที่", {"fields": ["role", "municipality", "province"]}),
        ("วันที่สำคัญ", {"fields": ["last_login", "date_joined"]}),
    ]

    @admin.display(description="ชื่อ-นามสกุล", ordering="first_name")
    def get_full_name(self, person: User) -> str:
        """First and last name."""
        return person.get_full_name()

    @admin.display(description="สถานะ", ordering="is_active")
    def active(self, person: User) -> str:
        """Whether the account signs in."""
        return "ใช้งาน" if person.is_active else "ปิดใช้งาน"
