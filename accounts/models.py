"""Who: a person with one role and the places where it holds."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from simple_history.models import HistoricalRecords

from accounts.handovers import Handover
from accounts.linked_identities import LinkedIdentity
from accounts.names_then import person_then
from accounts.open_sessions import OpenSession
from accounts.serving import ServiceTerm
from ita_portal.gathering import gathered
from ita_portal.thai import thai_date
from municipalities.models import Municipality, Province

__all__ = [
    "ADDRESS_TAKEN",
    "NAME_TAKEN",
    "Handover",
    "LinkedIdentity",
    "OpenSession",
    "PeopleManager",
    "ReviewerVacancy",
    "Role",
    "ServiceTerm",
    "User",
]

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


# What every page asks of an officer's services; the fields of the municipality are those of its name.
_NAMED = ("id", "kind", "name")
_BEFORE = tuple(f"taken_over_from__{field}" for field in ("first_name", "last_name", "username"))
_RECOVERY = Authenticator.Type.RECOVERY_CODES  # which come with a factor, and are none by themselves
_SERVED = ("since", "until", *(f"municipality__{field}" for field in _NAMED), *_BEFORE)


class PeopleManager(UserManager["User"]):
    """People with their places in the same query: every page names them."""

    use_in_migrations = False

    def get_queryset(self) -> models.QuerySet["User"]:
        """All, joined with municipality and province, and what `User` reads with the person: `read_services`
        and `read_second_factor`.
        """
        people = super().get_queryset().select_related("municipality", "province")
        factors = Authenticator.objects.filter(user=models.OuterRef("pk")).exclude(type=_RECOVERY)
        return people.annotate(
            read_services=gathered(ServiceTerm.objects.all(), "person", *_SERVED),
            read_second_factor=models.Exists(factors),
        )

    def officers_of(self, municipalities: Iterable[Municipality], day: date) -> models.QuerySet["User"]:
        """The active officers who serve any of them on a day."""
        serving = ServiceTerm.objects.on(day).filter(municipality__in=municipalities)
        return self.filter(is_active=True, role=Role.OFFICER, pk__in=serving.values("person"))

    def reviewers_of(self, province: Province) -> models.QuerySet["User"]:
        """The active reviewers of a province; nobody's where it does not review."""
        people = self.filter(is_active=True, role=Role.REVIEWER, province=province)
        return people if province.reviews else people.none()

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
    """A person: an officer of municipalities, a reviewer of one province, or an admin of the portal.

    `municipality` is an officer's first one. Which ones an officer serves on a day their services say.
    """

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
    then = staticmethod(person_then)  # for what may not import this app: get_user_model().then

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
    def has_second_factor(self) -> bool:
        """Is more than the password asked of this person? As it was when the person was read."""
        if "read_second_factor" not in vars(self):
            factors = Authenticator.objects.filter(user_id=self.pk).exclude(type=_RECOVERY)
            vars(self)["read_second_factor"] = factors.exists()
        return bool(vars(self)["read_second_factor"])

    @property
    def municipalities(self) -> tuple[Municipality, ...]:
        """Those that an officer serves today, the first one first, then by key; nobody else has any.

        They come with key, kind and name, which were read with the person; what else is asked of one is
        fetched then.
        """
        today = timezone.localdate().isoformat()
        running = [
            row for row in self._services() if row["since"] <= today and (row["until"] or "9999") > today
        ]
        found = [_municipality(row) for row in running] if self.is_officer else []
        return tuple(sorted(found, key=lambda place: (place.pk != self.municipality_id, place.pk)))

    def _services(self) -> list[dict[str, Any]]:
        """All of them, as they were read with the person; asked for where the person came another way."""
        if "read_services" not in vars(self):
            known = User.objects.filter(pk=self.pk).first()
            vars(self)["read_services"] = vars(known)["read_services"] if known else None
        return vars(self)["read_services"] or []

    def serves(self, municipality: Municipality) -> bool:
        """Does this person write for the municipality today?"""
        return municipality in self.municipalities

    def predecessor_in(self, municipality: Municipality, since: date) -> str:
        """Whose work this officer goes on with there, if it was handed over on that day or later; else ""."""
        for row in self._services():
            if row["municipality__id"] == municipality.pk and row["since"] >= since.isoformat():
                first, last, username = (row[field] for field in _BEFORE)
                return f"{first or ''} {last or ''}".strip() or username or ""
        return ""

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """Read again what is stored; services and second factor are asked for when they are needed."""
        for read in ("read_services", "read_second_factor"):
            vars(self).pop(read, None)
        super().refresh_from_db(*args, **kwargs)

    @property
    def coming_service(self) -> str:
        """Which municipality an officer is to serve next, from when, in Thai; "" where none is to come."""
        today = timezone.localdate().isoformat()
        coming = [row for row in self._services() if today < row["since"] != row["until"]]
        if not (self.is_officer and coming):
            return ""
        row = min(coming, key=lambda row: str(row["since"]))
        return f"จะดูแล{_municipality(row).full_name}ตั้งแต่ {thai_date(date.fromisoformat(row['since']))}"

    @property
    def scope_name(self) -> str:
        """The places where the role holds today, in words."""
        if self.is_officer:
            served = ", ".join(place.full_name for place in self.municipalities)
            return served or self.coming_service or "ไม่ได้ดูแลเทศบาลใดในวันนี้"
        return f"จังหวัด{self.province.name}" if self.province else "ทั้งระบบ"


def _municipality(row: dict[str, Any]) -> Municipality:
    return Municipality.from_db(None, _NAMED, [row[f"municipality__{field}"] for field in _NAMED])


class ReviewerVacancy(models.Model):
    """A reviewing province without a reviewer, of which the admins were told; there while it lacks one."""

    province = models.OneToOneField(
        Province, models.PROTECT, related_name="reviewer_vacancy", verbose_name="จังหวัด"
    )
    told_at = models.DateTimeField("แจ้งผู้ดูแลระบบเมื่อ", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "จังหวัดที่ไม่มีผู้ตรวจทาน"

    def __str__(self) -> str:
        return self.province.name
