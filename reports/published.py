"""What the public got of a report: its publications, and the evidence that goes with each."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

_SHA256 = r"^[0-9a-f]{64}$"


class PublicationQuerySet(models.QuerySet["Publication"]):
    """Questions about many publications."""

    def public(self) -> PublicationQuerySet:
        """Those that are not withdrawn."""
        return self.filter(withdrawn_at=None)


class Publication(models.Model):
    """A report as the public got it, stored complete, so that no later edit changes it.

    `html` is the document's own part of a page (an <article>), `bundle` the data file that lies inside the
    PDF, `sealed` the PDF with the portal's signature, b"" without a key. `sha256` is that of the PDF, the
    other three are those of the other files; each has 64 lower-case hexadecimal digits.
    """

    report = models.ForeignKey(
        "reports.Report", models.PROTECT, related_name="publications", verbose_name="รายงาน"
    )
    revision = models.PositiveSmallIntegerField("ฉบับที่")
    title = models.CharField("ชื่อเอกสาร", max_length=500)
    html = models.TextField("หน้าเว็บ (HTML)")
    pdf = models.BinaryField("ไฟล์ PDF")
    docx = models.BinaryField("ไฟล์ Word")
    sealed = models.BinaryField("สำเนา PDF ที่ระบบลงลายมือชื่อ", default=b"")
    sha256 = models.CharField("ค่าตรวจสอบไฟล์ (SHA-256)", max_length=64, db_index=True)
    docx_sha256 = models.CharField("ค่าตรวจสอบไฟล์ Word (SHA-256)", max_length=64, db_index=True, default="")
    bundle = models.TextField("ข้อมูลของรายงาน (JSON)")
    bundle_sha256 = models.CharField("ค่าตรวจสอบข้อมูล JSON (SHA-256)", max_length=64, db_index=True, default="")
    sealed_sha256 = models.CharField(
        "ค่าตรวจสอบสำเนาที่ลงลายมือชื่อ (SHA-256)", max_length=64, db_index=True, default="", blank=True
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="publications", verbose_name="ผู้เผยแพร่"
    )
    published_at = models.DateTimeField("เผยแพร่เมื่อ")
    withdrawn_at = models.DateTimeField("ถอนเมื่อ", null=True, blank=True)
    reason = models.TextField("เหตุที่ถอน", max_length=5000, blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "ฉบับเผยแพร่"
        ordering = ["-revision"]
        # Lists ask these alone: in SQLite a column behind the files is reached only by reading through them.
        indexes = [
            models.Index(
                fields=["report", "revision", "withdrawn_at", "published_at"], name="publication_is_public"
            ),
            models.Index(fields=["-published_at"], name="publication_newest_first"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["report", "revision"], name="publication_revision_once"),
            models.CheckConstraint(condition=Q(revision__gte=1), name="publication_revision_from_1"),
            models.CheckConstraint(condition=Q(sha256__regex=_SHA256), name="publication_sha256"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, reason="") | (Q(withdrawn_at__isnull=False) & ~Q(reason="")),
                name="publication_withdrawn_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} (ฉบับที่ {self.revision})"


class PublishedEvidence(models.Model):
    """A file of evidence as the public got it with a publication, which later uploads don't change.

    `name` is its place in the document and its extension ("3-2.pdf": of measure 3 the second), `file_name`
    the one under which it was uploaded. Its bytes lie in `stored`, named by their sha256: equal files of
    several revisions lie there once.
    """

    publication = models.ForeignKey(
        Publication, models.PROTECT, related_name="evidence", verbose_name="ฉบับเผยแพร่"
    )
    measure = models.PositiveSmallIntegerField("มาตรการที่")
    place = models.PositiveSmallIntegerField("หลักฐานที่")
    name = models.CharField("ชื่อในที่อยู่เว็บ", max_length=30)
    title = models.CharField("ชื่อหลักฐาน", max_length=500)
    file_name = models.CharField("ชื่อไฟล์เดิม", max_length=255)
    sha256 = models.CharField("ค่าตรวจสอบไฟล์ (SHA-256)", max_length=64, db_index=True)
    size = models.PositiveIntegerField("ขนาดไฟล์ (ไบต์)")
    stored = models.FileField("ไฟล์", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "หลักฐานที่เผยแพร่"
        ordering = ["publication", "measure", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "measure", "place"], name="published_evidence_once"
            ),
            models.CheckConstraint(condition=Q(sha256__regex=_SHA256), name="published_evidence_sha256"),
        ]

    def __str__(self) -> str:
        return self.title
