"""Where: the provinces, districts and municipalities of Thailand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from ita_portal.periods import running
from ita_portal.thai import fiscal_year_span, sort_key
from municipalities.dated import (
    KIND_WORDS,
    SUBDISTRICT_BODY,
    FormerState,
    PlaceState,
    exists,
    former_names_key,
    state_on,
)
from municipalities.naming import fold

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from typing import Any

    from accounts.models import User


class Kind(models.TextChoices):
    """The three kinds of municipality, with the words that stand before the name."""

    NAKHON = "nakhon", KIND_WORDS["nakhon"]
    MUEANG = "mueang", KIND_WORDS["mueang"]
    TAMBON = "tambon", KIND_WORDS["tambon"]


class Province(models.Model):
    """One of the 77 provinces; `code`: two digits, by the Department of Provincial Administration (DOPA)."""

    code = models.CharField("รหัสจังหวัด", max_length=2, unique=True)
    name = models.CharField("ชื่อจังหวัด", max_length=60, unique=True)
    sort_key = models.CharField("คีย์เรียงลำดับ", max_length=200, editable=False, db_index=True)
    reviews = models.BooleanField(
        "จังหวัดตรวจทานก่อนเผยแพร่",
        default=True,
        help_text="ปิดไว้เมื่อหน่วยงานระดับจังหวัดไม่ตรวจทานรายงานก่อนเผยแพร่",
    )

    class Meta:
        verbose_name = verbose_name_plural = "จังหวัด"
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the key by which Thai names sort the same on every database."""
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class District(models.Model):
    """A district (อำเภอ) of a province; `code`: four digits, by DOPA, unknown where an import brought it."""

    code = models.CharField("รหัสอำเภอ", max_length=4, null=True, blank=True, unique=True)
    province = models.ForeignKey(Province, models.PROTECT, related_name="districts", verbose_name="จังหวัด")
    name = models.CharField("ชื่ออำเภอ", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "อำเภอ"
        constraints = [
            models.UniqueConstraint(fields=["province", "name"], name="district_unique_in_province")
        ]

    def __str__(self) -> str:
        return self.name


def existing_on(day: date, prefix: str = "") -> Q:
    """Those that exist on the day (see `dated.exists`); `prefix` leads to them from another model."""
    begun = Q((f"{prefix}begins_on", None)) | Q((f"{prefix}begins_on__lte", day))
    return begun & (Q((f"{prefix}ended_on", None)) | Q((f"{prefix}ended_on__gt", day)))


def _number_of_officers(day: date) -> models.Count:
    active = Q(services__person__is_active=True, services__person__role="officer")
    return models.Count("services__person", running(day, "services__") & active, distinct=True)


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    """Questions about many municipalities."""

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """As Django's, with the keys that `Municipality.save` keeps."""
        places = list(objs)
        for place in places:
            place.set_keys()
        return super().bulk_create(places, *args, **kwargs)

    def visible_to(self, user: User) -> MunicipalityQuerySet:
        """Those an officer serves today, a reviewer's province, an admin's all; nobody else's any."""
        if not user.is_authenticated:
            return self.none()
        if user.is_officer:
            return self.filter(pk__in=[place.pk for place in user.municipalities])
        if user.is_reviewer:
            return self.filter(district__province=user.province_id)
        return self.all() if user.is_admin else self.none()

    def with_officers(self, day: date) -> MunicipalityQuerySet:
        """With `officer_count`, how many active officers serve each on a day."""
        return self.annotate(officer_count=_number_of_officers(day))

    def without_officer(self, day: date) -> MunicipalityQuerySet:
        """Those that no active officer serves on a day."""
        return self.annotate(officer_count=_number_of_officers(day)).filter(officer_count=0)

    def with_one_officer(self, day: date) -> MunicipalityQuerySet:
        """Those that exactly one active officer serves on a day."""
        return self.annotate(officer_count=_number_of_officers(day)).filter(officer_count=1)

    def with_place(self) -> MunicipalityQuerySet:
        """With district and province in the same query."""
        return self.select_related("district__province")

    def existing(self, day: date) -> MunicipalityQuerySet:
        """Those that are municipalities on the day: begun, and neither dissolved nor merged into another."""
        return self.filter(existing_on(day))

    def formerly_called(self, name: str) -> MunicipalityQuerySet:
        """Those that once had exactly this full name or code."""
        return self.filter(former_key__contains=f"|{fold(name)}|")


class Municipality(models.Model):
    """A municipality (เทศบาล). `name` stands without the prefix; `code` is the DLA code of seven digits.

    Kind, name, code and district are what is true now; `former_states` keeps what was true before, the first
    first, as `FormerState.stored` (only municipalities.changing writes it). `begins_on` is its first day as a
    municipality, None where that is not known; `ended_on` the first day on which it is none any more, with
    `merged_into` where it became part of another.
    """

    code = models.CharField("รหัส อปท.", max_length=7, null=True, blank=True, unique=True)
    kind = models.CharField("ประเภท", max_length=6, choices=Kind)
    name = models.CharField("ชื่อ (ไม่ต้องมีคำนำหน้า)", max_length=120)
    district = models.ForeignKey(
        District, models.PROTECT, related_name="municipalities", verbose_name="อำเภอ"
    )
    website = models.URLField("เว็บไซต์หลัก", blank=True)
    seal = models.ImageField("ตราเทศบาล", upload_to="seals/", blank=True)
    garuda = models.ImageField("ตราครุฑสำหรับประกาศ", upload_to="garudas/", blank=True)
    is_example = models.BooleanField("ข้อมูลตัวอย่าง", default=False)
    begins_on = models.DateField("เป็นเทศบาลตั้งแต่วันที่", null=True, blank=True)
    ended_on = models.DateField("สิ้นสภาพตั้งแต่วันที่", null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name="รวมเข้ากับ"
    )
    former_states = models.JSONField("ชื่อ ฐานะ รหัส และที่ตั้งเดิม", default=list, blank=True, editable=False)
    sort_key = models.CharField("คีย์เรียงลำดับ", max_length=400, editable=False, db_index=True)
    search_key = models.CharField("คีย์ค้นหา", max_length=400, editable=False)
    former_key = models.TextField("คีย์ค้นหาชื่อเดิม", default="", blank=True, editable=False)
    history = HistoricalRecords(excluded_fields=["sort_key", "search_key", "former_key"])

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "เทศบาล"
        ordering = ["sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "name", "district"], name="municipality_unique_in_district"
            ),
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="municipality_kind"),
            models.CheckConstraint(
                condition=models.Q(code=None) | models.Q(code__regex=r"^[0-9]{7}$"), name="municipality_code"
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="municipality_name"),
            models.CheckConstraint(
                condition=Q(begins_on=None) | Q(ended_on=None) | Q(ended_on__gt=models.F("begins_on")),
                name="municipality_ends_after_its_begin",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(ended_on__isnull=False),
                name="municipality_merged_has_ended",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the keys by which names sort and are found."""
        self.set_keys()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def set_keys(self) -> None:
        """The keys by which names sort and are found, of the names that it has now."""
        self.sort_key = sort_key(self.name)
        self.search_key = fold(self.full_name)
        self.former_key = former_names_key(self.formerly)

    @property
    def full_name(self) -> str:
        """The name as people say it: เทศบาลตำบลทุ่งผึ้ง."""
        return f"{self.get_kind_display()}{self.name}"

    @property
    def province(self) -> Province:
        """The province of its district."""
        return self.district.province

    @property
    def place(self) -> str:
        """อำเภอ… จังหวัด…, as reports print it."""
        return f"อำเภอ{self.district.name} จังหวัด{self.province.name}"

    @property
    def state(self) -> PlaceState:
        """What is true of it now."""
        district = self.district
        return PlaceState(self.kind, self.name, self.code or "", district.name, district.province.name)

    @property
    def formerly(self) -> tuple[FormerState, ...]:
        """What was true of it before, the first first."""
        return tuple(map(FormerState.read, self.former_states))

    @property
    def all_states(self) -> tuple[PlaceState, ...]:
        """What was and is true of it, the first state first, today's last."""
        return (*(one.state for one in self.formerly), self.state)

    @property
    def former_names(self) -> list[str]:
        """Its former full names, the last first, where another than today's: "เดิม …" on pages."""
        names = dict.fromkeys(one.state.full_name for one in reversed(self.formerly))
        return [name for name in names if name != self.full_name]

    def as_of(self, day: date) -> PlaceState:
        """What was true of it on that day."""
        return state_on(day, self.state, self.formerly)

    def exists_on(self, day: date) -> bool:
        """Whether it is a municipality on that day (see `MunicipalityQuerySet.existing`)."""
        return exists(day, self.begins_on, self.ended_on)

    def has_ended(self, day: date) -> bool:
        """Whether it is none any more on that day: dissolved, or merged into another."""
        return self.ended_on is not None and self.ended_on <= day

    def assessed_as(self, fiscal_year: int) -> str:
        """The full name of the อบต. that it still was at the end of a fiscal year (B.E.), which was assessed.

        "" where it was a municipality by then. Of former states alone, for which no query is asked.
        """
        _, end = fiscal_year_span(fiscal_year)
        then = next((one.state for one in self.formerly if end < one.until), None)
        return then.full_name if then and then.kind == SUBDISTRICT_BODY else ""
