"""Who: a person with one role and the place where it holds."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.crypto import salted_hmac
from simple_history.models import HistoricalRecords

from municipalities.models import Municipality, Province

ADDRESS_TAKEN = "มีบัญชีอื่นใช้อีเมลนี้แล้ว"
NAME_TAKEN = "มีบัญชีอื่นใช้ชื่อผู้ใช้นี้แล้ว"


class Role(models.TextChoices):
    """What a person does in the portal."""

    OFFICER = "officer", "เจ้าหน้าที่ ITA ของเทศบาล"
    REVIEWER = "reviewer", "ผู้ตรวจทานระดับจังหวัด"
    ADMIN = "admin", "ผู้ดูแลระบบ"


_NO_PLACE = models.Q(municipality=None, province=None)
_ROLE_HAS_ITS_PLACE = (
    models.Q(role=Role.OFFICER, municipality__isnull=False, province=None)
    | models.Q(role=Role.REVIEWER, municipality=None, province__isnull=False)
    | (models.Q(role=Role.ADMIN) & _NO_PLACE)
)


class PeopleManager(UserManager["User"]):
    """People with their place in the same query: every page names it."""

    use_in_migrations = False

    def get_queryset(self) -> models.QuerySet["User"]:
        """All, joined with municipality and province."""
        return super().get_queryset().select_related("municipality", "province")

    def of_address(self, email: str) -> models.QuerySet["User"]:
        """Who signs in by this e-mail address, in whatever letter case; nobody by an empty one."""
        return self.filter(email__iexact=email) if email else self.none()

    def of_name(self, username: str) -> models.QuerySet["User"]:
        """Who signs in by this name, in whatever letter case."""
        return self.filter(username__iexact=username)

    def create_superuser(
        self, username: str, email: str | None = None, password: str | None = None, **fields: Any
    ) -> "User":
        """Make an admin for `manage.py createsuperuser`, which prints the ValidationError of a refusal."""
        address = (email or "").lower()
        if self.of_address(address).exists():
            raise ValidationError(ADDRESS_TAKEN)
        if self.of_name(username).exists():
            raise ValidationError(NAME_TAKEN)
        return super().create_superuser(username, address, password, **fields)


class User(AbstractUser):
    """A person: an officer of one municipality, a reviewer of one province, or an admin of the portal."""

    role = models.CharField("บทบาท", max_length=8, choices=Role, default=Role.ADMIN)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="officers", verbose_name="เทศบาล"
    )
    province = models.ForeignKey(
        Province, models.PROTECT, null=True, blank=True, related_name="reviewers", verbose_name="จังหวัด"
    )
    position = models.CharField("ตำแหน่ง", max_length=150, blank=True)
    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    objects: ClassVar[PeopleManager] = PeopleManager()

    class Meta:
        verbose_name = verbose_name_plural = "ผู้ใช้"
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="user_role"),
            models.CheckConstraint(
                condition=_ROLE_HAS_ITS_PLACE,
                name="user_role_has_its_place",
                violation_error_message=(
                    "เจ้าหน้าที่ต้องมีเทศบาลเท่านั้น ผู้ตรวจทานต้องมีจังหวัดเท่านั้น และผู้ดูแลระบบต้องไม่มีทั้งสองอย่าง"
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @property
    def draft_key(self) -> str:
        """What browsers keep this person's drafts under: always the same, and it names nobody."""
        return salted_hmac("accounts.draft_key", str(self.pk)).hexdigest()[:24]

    @property
    def is_officer(self) -> bool:
        """Does this person write for a municipality?"""
        return self.role == Role.OFFICER

    @property
    def is_reviewer(self) -> bool:
        """Does this person review for a province?"""
        return self.role == Role.REVIEWER

    @property
    def is_admin(self) -> bool:
        """Does this person run the portal?"""
        return self.role == Role.ADMIN

    @property
    def scope_name(self) -> str:
        """The place where the role holds, in words."""
        if self.municipality:
            return self.municipality.full_name
        return f"จังหวัด{self.province.name}" if self.province else "ทั้งระบบ"
