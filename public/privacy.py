"""What the portal keeps about people, why and how long: a page that everybody may read."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import known_browsers
from ita_portal import chosen_files
from ita_portal.thai import thai_digits
from municipalities import importing
from outbox import sending
from oversight import models as exports
from public.publications import absolute

_DUTY = "ปฏิบัติหน้าที่เพื่อประโยชน์สาธารณะ (มาตรา ๒๔ (๔))"
_LAW = "ปฏิบัติตามกฎหมาย (มาตรา ๒๔ (๖)): พ.ร.บ.ว่าด้วยการกระทำความผิดเกี่ยวกับคอมพิวเตอร์ พ.ศ. ๒๕๕๐ มาตรา ๒๖"
_ALWAYS = "ตลอดอายุของระบบ เพราะเอกสารราชการอ้างถึงผู้ดำเนินการ"


@dataclass(frozen=True)
class Keeping:
    """One kind of data: what, about whom, why by which law, until when. `models` are where it lies."""

    what: str
    whom: str
    why: str
    until: str
    models: tuple[str, ...] = ()


def _for(span: timedelta) -> str:
    """A span in whole days or hours, in Thai."""
    hours = int(span.total_seconds()) // 3600
    return thai_digits(f"{hours // 24} วัน" if hours % 24 == 0 else f"{hours} ชั่วโมง")


KEPT = (
    Keeping(
        "บัญชีผู้ใช้: ชื่อ นามสกุล ชื่อผู้ใช้ อีเมล ตำแหน่ง บทบาท และเทศบาลหรือจังหวัดที่ดูแลในแต่ละช่วงเวลา",
        "เจ้าหน้าที่ ผู้ตรวจทาน ผู้ดูแลระบบ",
        _DUTY,
        _ALWAYS,
        (
            *(
                "accounts.User",
                "accounts.HistoricalUser",
                "accounts.ServiceTerm",
                "accounts.HistoricalServiceTerm",
            ),
            *(
                "accounts.Handover",
                "account.EmailAddress",
                "accounts.User_groups",
                "accounts.User_user_permissions",
            ),
        ),
    ),
    Keeping(
        "รหัสผ่านในรูปที่อ่านกลับไม่ได้ และการยืนยันตัวตนสองขั้นตอน",
        "ผู้มีบัญชี",
        _DUTY,
        "จนกว่าจะเปลี่ยนหรือปิดใช้",
        ("mfa.Authenticator",),
    ),
    Keeping(
        "การผูกบัญชีกับผู้ให้บริการยืนยันตัวตนภายนอก: ชื่อผู้ให้บริการ รหัสของผู้ใช้ในรูปที่อ่านกลับไม่ได้ และเวลาที่ผูก"
        " ไม่มีชื่อหรือเลขประจำตัวประชาชน",
        "ผู้มีบัญชีที่เลือกผูกบัญชีเอง",
        _DUTY,
        "จนกว่าจะยกเลิกการผูกหรือปิดบัญชี",
        ("accounts.LinkedIdentity",),
    ),
    Keeping(
        "การเข้าสู่ระบบที่เปิดค้างอยู่: ชนิดของอุปกรณ์ เวลาที่เข้าและใช้งานล่าสุด กับคุกกี้ที่จำเป็นต่อการใช้งาน",
        "ผู้มีบัญชี",
        _DUTY,
        (
            f"{_for(timedelta(seconds=settings.SESSION_COOKIE_AGE))} หรือจนกว่าจะออกจากระบบ "
            f"คุกกี้ที่จำเบราว์เซอร์ {_for(timedelta(seconds=known_browsers.LONGEST))} หลังเข้าสู่ระบบครั้งสุดท้าย"
        ),
        ("accounts.OpenSession",),
    ),
    Keeping(
        "การดำเนินการกับเอกสาร: ใครแก้ไข ส่ง ให้ความเห็น รับรอง ส่งกลับ เผยแพร่ ถอน หรือลบสิ่งใด เมื่อใด",
        "ผู้มีบัญชี",
        _DUTY,
        _ALWAYS,
        (
            *("municipalities.HistoricalMunicipality", "assessments.HistoricalAssessment"),
            *(
                "assessments.HistoricalScore",
                "assessments.HistoricalFinding",
                "assessments.HistoricalAnalysis",
            ),
            *("measures.HistoricalPlan", "measures.HistoricalMeasure", "measures.HistoricalMeasureTarget"),
            *(
                "measures.HistoricalResult",
                "measures.HistoricalEvidence",
                "reports.HistoricalDocumentChoices",
                "oit.HistoricalOITEntry",
            ),
            *(
                "reports.Confirmation",
                "reports.Correction",
                "reports.Erasure",
                "reports.Event",
                "reports.Comment",
            ),
            *("reports.ResultNotice", "reports.Publication", "reports.RemovedYear", "admin.LogEntry"),
        ),
    ),
    Keeping(
        "เนื้อหาของเอกสารและหลักฐาน: ชื่อผู้ลงนาม หน่วยงานที่รับผิดชอบ และสิ่งที่ไฟล์หลักฐานมี",
        "ผู้ที่เอกสารกล่าวถึง",
        f"{_DUTY} และการเปิดเผยตามเกณฑ์การประเมิน ITA",
        "ตามอายุของเอกสาร ฉบับที่เผยแพร่เปิดอ่านได้จนกว่าเทศบาลจะถอนหรือมีการลบตามกฎหมาย",
    ),
    Keeping(
        "ข้อมูลจราจรทางคอมพิวเตอร์: เวลา หมายเลข IP เลขที่บัญชี และที่อยู่ของหน้าที่เปิด ไม่มีสิ่งที่พิมพ์",
        "ผู้เปิดเว็บทุกคน",
        _LAW,
        _for(timedelta(days=settings.TRAFFIC_LOG_DAYS)),
    ),
    Keeping(
        "อีเมลที่ระบบส่ง และวันที่เตือนครั้งล่าสุด",
        "ผู้มีบัญชี",
        _DUTY,
        f"อีเมล: จนกว่าจะส่งสำเร็จ ที่ส่งไม่สำเร็จไม่เกิน {_for(sending.KEPT)}",
        ("oversight.Reminder",),
    ),
    Keeping(
        "ไฟล์ที่รอการบันทึกหรือนำเข้า และไฟล์รวมเอกสารที่สั่งทำ",
        "ผู้ที่ไฟล์กล่าวถึง",
        _DUTY,
        f"{_for(chosen_files.KEPT)}, {_for(importing.KEPT)} และ {_for(exports.KEPT)} ตามลำดับ",
        ("oversight.Export",),
    ),
    Keeping(
        "ข้อความที่พิมพ์แล้วยังไม่ได้บันทึก",
        "ผู้มีบัญชี",
        "ไม่ให้สิ่งที่พิมพ์สูญหาย",
        "อยู่ในเครื่องของผู้พิมพ์เท่านั้น จนกว่าจะบันทึก ทิ้ง หรือออกจากระบบ ไม่เกิน ๑๔ วัน",
    ),
)


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """The page; it asks the database nothing of its own."""
    context = {"section": "public", "kept": KEPT, "canonical": absolute(reverse("privacy"))}
    return render(request, "public/privacy.html", context)
