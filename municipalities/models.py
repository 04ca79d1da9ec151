"""Where: the provinces, districts and municipalities of Thailand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from simple_history.models import HistoricalRecords

from ita_portal.thai import search_key, sort_key
from municipalities.searching import words

if TYPE_CHECKING:
    from accounts.models import User


class Kind(models.TextChoices):
    """The three kinds of municipality, with the words that stand before the name."""

    NAKHON = "nakhon", "เทศบาลนคร"
    MUEANG = "mueang", "เทศบาลเมือง"
    TAMBON = "tambon", "เทศบาลตำบล"


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


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    """Questions about many municipalities."""

    def visible_to(self, user: User) -> MunicipalityQuerySet:
        """An officer's own, a reviewer's province, an admin's all; nobody else's any."""
        if not user.is_authenticated:
            return self.none()
        if user.is_officer:
            return self.filter(pk=user.municipality_id)
        if user.is_reviewer:
            return self.filter(district__province=user.province_id)
        return self.all() if user.is_admin else self.none()

    def with_place(self) -> MunicipalityQuerySet:
        """With district and province in the same query."""
        return self.select_related("district__province")

    def matching(self, text: str) -> MunicipalityQuerySet:
        """Those in whose name, code, district or province each word occurs (see `searching.words`)."""
        found = self
        for word in words(text):
            found = found.filter(word.place())
        return found


class Municipality(models.Model):
    """A municipality (เทศบาล). `name` stands without the prefix; `code` is the DLA code of seven digits."""

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
    sort_key = models.CharField("คีย์เรียงลำดับ", max_length=400, editable=False, db_index=True)
    search_key = models.CharField("คีย์ค้นหา", max_length=400, editable=False)
    history = HistoricalRecords(excluded_fields=["sort_key", "search_key"])

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
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the keys by which names sort and are found."""
        self.sort_key = sort_key(self.name)
        self.search_key = search_key(self.full_name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

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
