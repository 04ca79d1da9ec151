"""That something was erased by law, as a row: what, when, by whom and why; never the thing itself."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from ita_portal.labels import Labelled
from ita_portal.thai import thai_date, thai_digits


class ErasedKind(Labelled):
    """What was erased."""

    TEXT = "text", "ข้อความ"
    FILE = "file", "ไฟล์"
    PUBLICATION = "publication", "ฉบับเผยแพร่"


class ErasureQuerySet(models.QuerySet["Erasure"]):
    """Questions about many erasures."""

    def told(self) -> "ErasureQuerySet":
        """With what everybody may read of them: not by whom, nor where it stood."""
        return self.only("kind", "digest", "reason", "erased_at")


class Erasure(models.Model):
    """One erasure. `digest` (64 lower-case hexadecimal digits) tells what was meant to whoever has it.

    It is the sha256 of a file or of a publication's PDF. A text is short enough to be guessed from its
    sha256: its digest is keyed with SECRET_KEY. `places` counts what was changed by the name of the place.
    `files` (under MEDIA_ROOT) are still to be removed; `finished_at` is when nothing was left to do.
    """

    kind = models.CharField("สิ่งที่ลบ", max_length=11, choices=ErasedKind.choices())
    digest = models.CharField("ค่าตรวจสอบ (SHA-256)", max_length=64, db_index=True)
    reason = models.TextField("เหตุผล", max_length=5000)
    erased_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="erasures", verbose_name="ผู้ลบ"
    )
    erased_at = models.DateTimeField("ลบเมื่อ")
    places = models.JSONField("จำนวนที่ลบในแต่ละแห่ง", default=dict)
    files = models.JSONField("ไฟล์ที่รอลบ", default=list, editable=False)
    finished_at = models.DateTimeField("ลบครบเมื่อ", null=True, editable=False)

    objects = ErasureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "การลบตามกฎหมาย"
        ordering = ["-erased_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ErasedKind.values()), name="erasure_kind"),
            models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="erasure_digest"),
            models.CheckConstraint(condition=~Q(reason=""), name="erasure_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.digest[:8]}"


def tombstones(record: Erasure) -> tuple[str, str]:
    """What stands in the place of what was erased, and the same for a column that is too short for it.

    Its number leads to the record, which has the checksum and the reason.
    """
    number = thai_digits(str(record.pk))
    day = thai_date(timezone.localdate(record.erased_at))
    return f"[ลบตามกฎหมายเมื่อ {day} บันทึกที่ {number}]", f"[ลบ {number}]"


def erasure_of_file(sha256: str) -> Erasure | None:
    """The latest erasure of a file with this checksum. One query."""
    return Erasure.objects.told().filter(kind=ErasedKind.FILE, digest=sha256).first()
