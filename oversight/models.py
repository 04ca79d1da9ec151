"""What a province takes along: an export of many reports in one file, made in the background."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone

from reports.models import Report
from reports.states import State

KEPT = timedelta(days=7)


class ExportKind(models.TextChoices):
    """What lies in the ZIP, one file a report."""

    PDF = "pdf", "เอกสาร PDF"
    BUNDLE = "bundle", "ข้อมูลของรายงาน (JSON)"


class Stage(models.TextChoices):
    """How far an export is."""

    WAITING = "waiting", "รอดำเนินการ"
    MAKING = "making", "กำลังจัดทำ"
    DONE = "done", "พร้อมดาวน์โหลด"
    FAILED = "failed", "จัดทำไม่สำเร็จ"


ENDED = frozenset({Stage.DONE, Stage.FAILED})


class ExportQuerySet(models.QuerySet["Export"]):
    """Questions about many exports."""

    def unfinished(self) -> ExportQuerySet:
        """Those that a worker still has to do with."""
        return self.exclude(stage__in=ENDED)

    def expired(self, now: datetime) -> ExportQuerySet:
        """Those whose seven days are over, counted from the end, or from the order where there was none."""
        over = now - KEPT
        return self.filter(models.Q(finished_at__lt=over) | models.Q(finished_at=None, asked_at__lt=over))

    def counted(self) -> ExportQuerySet:
        """With `total`, `made`, `failed` and `processed`: how many of its reports there are in each."""
        made = models.Count("items", models.Q(items__made_at__isnull=False))
        failed = models.Count("items", ~models.Q(items__failure=""))
        return self.annotate(total=models.Count("items"), made=made, failed=failed, processed=made + failed)


class Export(models.Model):
    """An order for one ZIP. Its owner alone sees it and may take the file for seven days.

    `query` is the filter of the page it was ordered on, `key` names its directory. A worker holds it by
    `claimed_by` and renews `claimed_at`, so that another one knows when it is dead. `task` is the row in
    the queue. `reason` says in Thai why it failed, or what a waiting one waits for.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="exports", verbose_name="ผู้สั่ง"
    )
    kind = models.CharField("ชนิดไฟล์", max_length=6, choices=ExportKind)
    stage = models.CharField("สถานะ", max_length=7, choices=Stage, default=Stage.WAITING)
    query = models.CharField("ตัวกรอง", max_length=2000, blank=True)
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    task = models.UUIDField("งานในคิว", null=True, editable=False)
    claimed_by = models.CharField("เครื่องที่จัดทำ", max_length=64, blank=True, editable=False)
    claimed_at = models.DateTimeField("ทำถึงเมื่อ", null=True, editable=False)
    asked_at = models.DateTimeField("สั่งเมื่อ", auto_now_add=True)
    finished_at = models.DateTimeField("เสร็จเมื่อ", null=True)
    size = models.PositiveBigIntegerField("ขนาดไฟล์ (ไบต์)", default=0)
    reason = models.TextField("เหตุขัดข้อง", blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "ไฟล์รวม"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=ExportKind.values), name="export_kind"),
            models.CheckConstraint(condition=models.Q(stage__in=Stage.values), name="export_stage"),
            models.CheckConstraint(
                condition=models.Q(stage__in=[Stage.WAITING, Stage.MAKING], finished_at=None)
                | models.Q(stage__in=[Stage.DONE, Stage.FAILED], finished_at__isnull=False),
                name="export_ended_sometime",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {timezone.localtime(self.asked_at):%Y-%m-%d %H:%M}"

    @property
    def expires_at(self) -> datetime:
        """When the file goes."""
        return (self.finished_at or self.asked_at) + KEPT


class ExportItem(models.Model):
    """One report of an export: waiting until it has either `made_at`, `sha256` and `state`, or a `failure`.

    `name` is its file in the ZIP; `state` is that of the report when the file was made; `tries` counts the
    beginnings, so that a report that takes its worker with it is given up at last.
    """

    export = models.ForeignKey(Export, models.CASCADE, related_name="items", verbose_name="ไฟล์รวม")
    report = models.ForeignKey(Report, models.CASCADE, related_name="export_items", verbose_name="รายงาน")
    name = models.CharField("ชื่อไฟล์", max_length=250)
    tries = models.PositiveSmallIntegerField("เริ่มทำแล้วกี่ครั้ง", default=0)
    state = models.CharField("สถานะของรายงานในไฟล์", max_length=9, choices=State.choices(), blank=True)
    sha256 = models.CharField("ค่าตรวจสอบไฟล์ (SHA-256)", max_length=64, blank=True)
    made_at = models.DateTimeField("ทำเมื่อ", null=True)
    failure = models.TextField("เหตุที่ทำไม่ได้", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "รายงานในไฟล์รวม"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["export", "report"], name="export_item_report_once"),
            models.UniqueConstraint(fields=["export", "name"], name="export_item_name_once"),
            models.CheckConstraint(
                condition=models.Q(made_at=None, sha256="", state="")
                | models.Q(
                    made_at__isnull=False,
                    failure="",
                    sha256__regex=r"^[0-9a-f]{64}$",
                    state__in=State.values(),
                ),
                name="export_item_made_or_failed",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Reminder(models.Model):
    """The mail that a person was sent on a day (in Bangkok) with all that waited: one at most."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminders", verbose_name="ผู้รับ"
    )
    sent_on = models.DateField("ส่งวันที่")

    class Meta:
        verbose_name = verbose_name_plural = "อีเมลเตือน"
        constraints = [models.UniqueConstraint(fields=["user", "sent_on"], name="reminder_once_a_day")]

    def __str__(self) -> str:
        return f"{self.user} {self.sent_on}"
