"""What is done about an assessment: the plan of a fiscal year, its measures, what came of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from assessments import framework
from assessments.enums import Stance
from assessments.models import ABOUT_CODES, fiscal_year_check
from measures.enums import MeasureKind, Status
from municipalities.models import Municipality

if TYPE_CHECKING:
    from accounts.models import User

LAST_ISSUE = 7  # what the column takes in any year; its framework has the issues of a year


# The columns of a plan that belong to its report of results; the others belong to the plan's own document.
REPORTED = (
    "overall_outcome",
    "obstacles",
    "suggestions",
    "results_signatory_name",
    "results_signatory_position",
    "results_signed_on",
    "results_own_texts",
)


class PlanQuerySet(models.QuerySet["Plan"]):
    """Questions about many plans."""

    def visible_to(self, user: User) -> PlanQuerySet:
        """Those of the municipalities that this person may see."""
        return self.filter(municipality__in=Municipality.objects.visible_to(user))


class Plan(models.Model):
    """A municipality's measures in `fiscal_year`, which answer its assessment of `assessed_year` (both B.E.).

    `overall_outcome`, `obstacles` and `suggestions` are lists of lines, written when the year is reported; so
    is who signs the report of results. Without a name or position of its own that report has those of the
    plan, but it is never signed on the day of another document. `own_texts` and `results_own_texts` are what
    the municipality says in its own words in each of the two (`own_texts.OwnText`).
    """

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="plans", verbose_name="เทศบาล"
    )
    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณที่ดำเนินการ (พ.ศ.)")
    assessed_year = models.PositiveSmallIntegerField("ปีงบประมาณของผลการประเมิน (พ.ศ.)")
    decided_on = models.DateField("วันที่ประชุมผู้บริหาร", null=True, blank=True)
    overall_outcome = models.JSONField("ผลลัพธ์หรือความสำเร็จในภาพรวม", default=list, blank=True)
    obstacles = models.JSONField("ปัญหา/อุปสรรค", default=list, blank=True)
    suggestions = models.JSONField("ข้อเสนอแนะ", default=list, blank=True)
    signatory_name = models.CharField("ชื่อผู้ลงนาม", max_length=150, blank=True)
    signatory_position = models.CharField("ตำแหน่งผู้ลงนาม", max_length=200, blank=True)
    signed_on = models.DateField("วันที่ลงนาม", null=True, blank=True)
    results_signatory_name = models.CharField("ชื่อผู้ลงนามรายงานผล", max_length=150, blank=True)
    results_signatory_position = models.CharField("ตำแหน่งผู้ลงนามรายงานผล", max_length=200, blank=True)
    results_signed_on = models.DateField("วันที่ลงนามรายงานผล", null=True, blank=True)
    own_texts = models.JSONField("ข้อความของเทศบาลในเอกสารมาตรการ", default=list, blank=True)
    results_own_texts = models.JSONField("ข้อความของเทศบาลในรายงานผล", default=list, blank=True)
    history = HistoricalRecords()

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "แผนมาตรการ"
        ordering = ["fiscal_year"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "fiscal_year"], name="plan_once_a_year"),
            fiscal_year_check("fiscal_year", "plan_fiscal_year"),
            fiscal_year_check("assessed_year", "plan_assessed_year"),
            models.CheckConstraint(
                condition=models.Q(fiscal_year__gte=models.F("assessed_year")), name="plan_follows_its_result"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality} แผนปีงบประมาณ พ.ศ. {self.fiscal_year}"

    @property
    def framework(self) -> framework.Framework:
        """The rules of the fiscal year in which the measures are carried out."""
        return framework.load(self.fiscal_year)

    def lock(self, kind: str) -> str:
        """Why what the "plan" or "results" report shows can't be edited now, in Thai; empty while it can."""
        return next((report.lock for report in self.reports.all() if report.kind == kind), "")


class Measure(models.Model):
    """One measure of a plan; `steps`, `responsible`, `goals` are lists of lines, `issue` is 1 to 7 or None.

    `budget` is baht, 0 where none is used and None where nothing is said. `quarters` (1 to 4, rising) say the
    days from `starts_on` to `ends_on` in other words, and count only as long as they fit
    (`quarters.fitting`). `monitored_on` are ISO days, rising.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="measures", verbose_name="แผนมาตรการ")
    number = models.PositiveSmallIntegerField("ลำดับที่")
    title = models.TextField("มาตรการ/กิจกรรม", max_length=1000)
    issue = models.PositiveSmallIntegerField("ประเด็น", null=True, blank=True)
    stance = models.CharField("แนวทาง", max_length=8, choices=Stance.choices(), default=Stance.IMPROVE)
    analysis = models.TextField("ผลการวิเคราะห์ที่นำมาสู่มาตรการ", max_length=20000, blank=True)
    steps = models.JSONField("ขั้นตอน/วิธีการปฏิบัติ", default=list, blank=True)
    responsible = models.JSONField("ผู้รับผิดชอบ", default=list, blank=True)
    starts_on = models.DateField("เริ่มวันที่", null=True, blank=True)
    ends_on = models.DateField("ถึงวันที่", null=True, blank=True)
    follow_up = models.TextField("การกำกับติดตาม", max_length=5000, blank=True)
    kind = models.CharField("ประเภท", max_length=8, choices=MeasureKind.choices(), blank=True)
    goals = models.JSONField("เป้าหมาย/ตัวชี้วัดความสำเร็จ", default=list, blank=True)
    budget = models.DecimalField(
        "งบประมาณ (บาท)",
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="เช่น 15,000 หรือพิมพ์ว่า ไม่ใช้งบประมาณ เว้นว่างหากไม่ระบุ",
    )
    quarters = models.JSONField("ระยะเวลาเป็นไตรมาส", default=list, blank=True)
    monitored_on = models.JSONField("วันที่ติดตามผล", default=list, blank=True)
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False, verbose_name="ที่มาของการคัดลอก"
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "มาตรการ"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="measure_number_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="measure_number_from_1"),
            models.CheckConstraint(condition=models.Q(stance__in=Stance.values()), name="measure_stance"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["", *MeasureKind.values()]), name="measure_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(budget=None) | models.Q(budget__gte=0), name="measure_budget_from_0"
            ),
            models.CheckConstraint(
                condition=models.Q(issue=None) | models.Q(issue__range=(1, LAST_ISSUE)), name="measure_issue"
            ),
            models.CheckConstraint(
                condition=models.Q(starts_on=None)
                | models.Q(ends_on=None)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="measure_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class MeasureTarget(models.Model):
    """What a measure is about: an indicator ("1"…"10") or an instrument ("iit", "eit", "oit")."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="targets", verbose_name="มาตรการ")
    about = models.CharField("ตัวชี้วัดหรือเครื่องมือ", max_length=3)
    position = models.PositiveSmallIntegerField("ลำดับ", default=0)
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "ตัวชี้วัดของมาตรการ"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "about"], name="target_once_a_measure"),
            models.CheckConstraint(condition=models.Q(about__in=ABOUT_CODES), name="target_about"),
        ]

    def __str__(self) -> str:
        return self.about


class Result(models.Model):
    """What came of a measure: `done` (ผลการดำเนินการ) and `outcome` (ผลลัพธ์หรือความสำเร็จ) are lists of lines.

    So are `obstacles` and `suggestions`, those of this measure alone. `progress` is how far it had come by
    the end of each quarter (see `progress.QuarterProgress`), rising.
    """

    measure = models.OneToOneField(Measure, models.CASCADE, related_name="result", verbose_name="มาตรการ")
    status = models.CharField("สถานะ", max_length=11, choices=Status.choices(), default=Status.NOT_STARTED)
    done = models.JSONField("ผลการดำเนินการ", default=list, blank=True)
    outcome = models.JSONField("ผลลัพธ์หรือความสำเร็จ", default=list, blank=True)
    reported_on = models.DateField("วันที่รายงาน", null=True, blank=True)
    obstacles = models.JSONField("ปัญหา/อุปสรรคของมาตรการ", default=list, blank=True)
    suggestions = models.JSONField("ข้อเสนอแนะของมาตรการ", default=list, blank=True)
    progress = models.JSONField("ความก้าวหน้ารายไตรมาส", default=list, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "ผลการดำเนินการ"
        constraints = [
            models.CheckConstraint(condition=models.Q(status__in=Status.values()), name="result_status")
        ]

    def __str__(self) -> str:
        return self.get_status_display()


class Evidence(models.Model):
    """What shows that a measure was carried out: an address or a file, exactly one of the two.

    Of what is `named_only`, because it holds personal data, the public gets the title alone; it may lack
    both. `file_sha256` (64 lower-case hexadecimal digits) and `file_size` (bytes) are those of the uploaded
    file; "" and None without one, and where it was lost before they were kept.
    """

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="evidence", verbose_name="มาตรการ")
    position = models.PositiveSmallIntegerField("ลำดับ", default=0)
    title = models.CharField("ชื่อหลักฐาน", max_length=500)
    url = models.URLField("ที่อยู่เว็บ (URL)", max_length=2000, blank=True)
    file = models.FileField("ไฟล์", upload_to="evidence/", max_length=200, blank=True)
    file_name = models.CharField("ชื่อไฟล์เดิม", max_length=255, blank=True)
    file_sha256 = models.CharField("ค่าตรวจสอบไฟล์ (SHA-256)", max_length=64, blank=True, editable=False)
    file_size = models.PositiveIntegerField("ขนาดไฟล์ (ไบต์)", null=True, blank=True, editable=False)
    dated_on = models.DateField("ลงวันที่", null=True, blank=True)
    named_only = models.BooleanField(
        "แสดงเฉพาะชื่อ (มีข้อมูลส่วนบุคคล)",
        default=False,
        help_text="เอกสารที่เผยแพร่พิมพ์เฉพาะชื่อหลักฐาน ไม่มีที่อยู่หรือไฟล์ ผู้ตรวจทานยังเปิดดูได้",
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "หลักฐาน"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(models.Q(url="") & ~models.Q(file=""))
                | (~models.Q(url="") & models.Q(file=""))
                | models.Q(url="", file="", named_only=True),
                name="evidence_url_or_file",
                violation_error_message="ใส่ที่อยู่เว็บหรือแนบไฟล์อย่างใดอย่างหนึ่ง",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def file_was_erased(self) -> bool:
        """Whether its file was erased by law: the checksum stays."""
        return bool(self.file_sha256) and not self.file and not self.url

    @property
    def address(self) -> str:
        """Where it can be opened: its own address, or the portal's download of the uploaded file; or ""."""
        return f"{settings.PORTAL_URL}{path}" if (path := self.own_path) else self.url

    @property
    def own_path(self) -> str:
        """The path of the portal's download of the uploaded file, whatever the portal's name; or ""."""
        return "" if self.url or not self.file else reverse("evidence", args=[self.pk])
