"""Who oversees: the reviewers of a province, and the admins of the portal."""

from django.http import HttpRequest

from accounts.access import require, signed_in
from accounts.models import User


def overseer(request: HttpRequest) -> User:
    """The reviewer or admin behind the request; PermissionDenied (403) with the reason for anybody else."""
    user = signed_in(request)
    oversees = user.is_reviewer or user.is_admin
    require("" if oversees else "หน้านี้สำหรับผู้ตรวจทานระดับจังหวัดและผู้ดูแลระบบเท่านั้น")
    return user
