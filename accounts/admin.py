"""The admin's list of people."""

from typing import Any

import allauth.account.admin
import allauth.mfa.admin  # noqa: F401 - as below
import django_tasks_db.admin  # noqa: F401 - all three register what is taken off below
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django_tasks_db.models import DBTaskResult

from accounts.forms import NewPasswordForm, NewUserForm, UserForm
from accounts.models import User
from ita_portal.admin_history import HistoryAdmin

# A role says all about rights, an account has the one address that stands in it, nobody sees a secret, and
# the queue is the worker's.
admin.site.unregister([Group, EmailAddress, Authenticator, DBTaskResult])


@admin.register(User)
class PersonAdmin(HistoryAdmin, UserAdmin):
    """People: made here and never deleted, but deactivated."""

    form = UserForm
    add_form = NewUserForm
    change_password_form = NewPasswordForm
    list_display = ["username", "get_full_name", "email", "role", "municipality", "province", "active"]
    list_filter = ["role", "is_active", ("province", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["municipality", "province"]
    search_fields = ["username", "first_name", "last_name", "email", "municipality__name"]
    autocomplete_fields = ["municipality", "province"]
    readonly_fields = ["new_password", "last_login", "date_joined"]
    filter_horizontal = []
    fieldsets = [
        (None, {"fields": ["username", "new_password", "is_active"]}),
        ("ข้อมูลส่วนตัว", {"fields": ["first_name", "last_name", "email", "position"]}),
        ("บทบาทและพื้นที่", {"fields": ["role", "municipality", "province"]}),
        ("วันที่สำคัญ", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [(None, {"fields": ["username", "password1", "password2"]}), *fieldsets[1:3]]
    actions = ["remove_second_factor"]
    actions_selection_counter = False

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Never: what a person did keeps its name."""
        return False

    @admin.display(description="ชื่อ-นามสกุล", ordering="first_name")
    def get_full_name(self, person: User) -> str:
        """First and last name."""
        return person.get_full_name()

    @admin.display(description="สถานะ", ordering="is_active")
    def active(self, person: User) -> str:
        """Whether the account signs in."""
        return "ใช้งาน" if person.is_active else "ปิดใช้งาน"

    @admin.display(description="รหัสผ่าน")
    def new_password(self, person: User) -> str:
        """The way to the page that sets another password."""
        return format_html(
            '<a href="{}">ตั้งรหัสผ่านใหม่</a>', reverse("admin:auth_user_password_change", args=[person.pk])
        )

    @admin.action(description="ปิดการยืนยันตัวตนสองขั้นตอน (กรณีโทรศัพท์หาย)", permissions=["change"])
    def remove_second_factor(self, request: HttpRequest, people: QuerySet[User]) -> None:
        """Let people in by password alone again, and keep in the log who did that."""
        for person in people.filter(authenticator__isnull=False).distinct():
            Authenticator.objects.filter(user=person).delete()
            self.log_change(request, person, "ปิดการยืนยันตัวตนสองขั้นตอน")
            self.message_user(request, f"ปิดการยืนยันตัวตนสองขั้นตอนของ {person} แล้ว", messages.SUCCESS)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: Any) -> None:
        """Save; the role decides who enters the admin's side, and a former address no longer signs in."""
        obj.is_staff = obj.is_superuser = obj.is_admin
        super().save_model(request, obj, form, change)
        EmailAddress.objects.filter(user=obj).exclude(email=obj.email).delete()
