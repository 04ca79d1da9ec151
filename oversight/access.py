"""Who oversees: the reviewers of a province, and the admins of the portal."""

from django.http import HttpRequest

from accounts.access import require, signed_in
from accounts.models import User
from municipalities.models import Municipality, MunicipalityQuerySet


def overseer(request: HttpRequest) -> User:
    """The reviewer or admin behind the request; PermissionDenied (403) with the reason for anybody else."""
    user = signed_in(request)
    oversees = user.is_reviewer or user.is_admin
    require("" if oversees else "หน้านี้สำหรับผู้ตรวจทานระดับจังหวัดและผู้ดูแลระบบเท่านั้น")
    return user


def scope(user: User, province: str = "") -> MunicipalityQuerySet:
    """The municipalities that this person oversees; of one province (its code) where one is chosen."""
    places = Municipality.objects.visible_to(user)
    return places.filter(district__province__code=province) if province else places
