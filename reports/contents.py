"""What the contents of reports keep them from: asked of one, or of several in the same number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from django.db.models import Count
from django.urls import reverse

from documents import checks
from documents.checks.complaints import Complaint, Severity
from documents.dossier import Dossier
from documents.loading import load_dossier, load_dossiers
from ita_portal.thai import fiscal_year_text, thai_digits
from reports import commenting
from reports.confirmations import questions_about
from reports.correcting.beside import corrections_awaited
from reports.correcting.open_affair import correction_title
from reports.fingerprint import accepted_as, as_accepted
from reports.models import Report
from reports.states import OPEN_STATES, Action


@dataclass(frozen=True)
class Way:
    """A page on which something is done, and what its link says."""

    label: str
    address: str


class Hindrance(str):
    """Why a report can't take a step, in Thai; "" while it can. `ways` lead to what does away with it."""

    __slots__ = ("ways",)
    ways: tuple[Way, ...]

    def __new__(cls, sentence: str = "", ways: Sequence[Way] = ()) -> Self:
        """A hindrance, or with "" none."""
        made = super().__new__(cls, sentence)
        made.ways = tuple(ways)
        return made


def way(label: str, page: str, report: Report, *keys: object, anchor: str = "") -> Way:
    """The way to a page of the report's municipality; `keys` follow the municipality's in its address."""
    return Way(label, reverse(page, args=[report.plan.municipality_id, *keys]) + anchor)


def complaints_at(report: Report, action: str) -> tuple[Complaint, ...]:
    """What the checks complain of before a report is submitted; nothing before another step. Two queries."""
    return checks.run(load_dossier(report.plan), report.kind) if action == Action.SUBMIT else ()


def content_refusal(report: Report, action: str, complaints: Sequence[Complaint]) -> Hindrance:
    """Why the report can't be submitted, with these complaints, or published as it reads; "" when it can."""
    if action == Action.SUBMIT:
        return submit_refusals([report], [complaints])[0]
    return publish_refusals([report])[0] if action == Action.PUBLISH else Hindrance()


def submit_refusals(reports: Sequence[Report], complaints: Sequence[Sequence[Complaint]]) -> list[Hindrance]:
    """Why each report can't be submitted, with its complaints. One query, none where each has an error."""
    errors = [sum(one.severity is Severity.ERROR for one in found) for found in complaints]
    asked = [report.pk for report, number in zip(reports, errors, strict=True) if not number]
    threads = commenting.waiting_comments().filter(report__in=asked).order_by()
    waiting = dict(threads.values_list("report").annotate(number=Count("pk"))) if asked else {}
    return [
        _submit_refusal(report, number, waiting.get(report.pk, 0))
        for report, number in zip(reports, errors, strict=True)
    ]


def _submit_refusal(report: Report, errors: int, waiting: int) -> Hindrance:
    said, year = report.said_step(Action.SUBMIT), report.plan.fiscal_year
    if errors:
        mended = way("ตรวจความครบถ้วน", "checks", report, year, anchor=f"#checks-{report.kind}")
        return Hindrance(thai_digits(f"ยังมีข้อที่ต้องแก้ไข {errors} แห่ง จึง{said}ไม่ได้"), [mended])
    if waiting:
        why = f"ยังมีความเห็นของผู้ตรวจทานที่เทศบาลไม่ได้ตอบ {waiting} ข้อ จึง{said}ไม่ได้"
        answered = way("ตอบความเห็น", "preview", report, year, report.kind, anchor="#comments-heading")
        return Hindrance(thai_digits(why), [answered])
    return Hindrance()


def publish_refusals(reports: Sequence[Report], dossiers: Sequence[Dossier] | None = None) -> list[Hindrance]:
    """Why each report can't be published as it reads. Three queries, one where the `dossiers` are known.

    One either where nothing was accepted; more while a correction is under way beside a report.
    """
    found = dict(zip(reports, dossiers, strict=True)) if dossiers is not None else {}
    asked = [row for row in reports if row.plan.municipality.province.reviews and row.fingerprint]
    if asked and dossiers is None:
        found = dict(zip(asked, load_dossiers([row.plan for row in asked]), strict=True))
    sound = as_accepted(asked, [found[row] for row in asked])
    changed = {row for row, same in zip(asked, sound, strict=True) if not same}
    awaited = zip(reports, awaiting_refusals(reports, found), strict=True)
    return [_changed(row, found[row]) if row in changed else why for row, why in awaited]


def awaiting_refusals(reports: Sequence[Report], dossiers: Mapping[Report, Dossier]) -> list[Hindrance]:
    """Why each report, as it reads, waits for the figures of a correction (see `corrections_awaited`)."""
    awaited = corrections_awaited(reports, dossiers)
    return [_awaiting(row, awaited[row]) for row in reports]


def _awaiting(report: Report, years: Sequence[int]) -> Hindrance:
    if not years:
        return Hindrance()
    ways = [way(f"เปิดเรื่องแก้ไขผล{fiscal_year_text(year)}", "correction", report, year) for year in years]
    named = " และ".join(f"“{correction_title(year)}”" for year in years)
    return Hindrance(
        f"เรื่อง{named} ยังไม่ได้แก้ไขคะแนน และเอกสารนี้จะพิมพ์คะแนนเดิม จึงยังเผยแพร่ไม่ได้ "
        "โปรดแก้ไขคะแนนในเรื่องนั้นก่อน หรือยกเลิกเรื่องนั้นหากไม่ต้องแก้ไข",
        [*ways, *ways_to_recall(report)],
    )


def ways_to_recall(report: Report) -> list[Way]:
    """To where its officer opens what was handed in; nowhere where it is open."""
    if report.state in OPEN_STATES:
        return []
    keys = (report.plan.fiscal_year, report.kind, Action.RECALL)
    return [way(report.said_step(Action.RECALL), "report_action", report, *keys)]


def _changed(report: Report, dossier: Dossier) -> Hindrance:
    why = "เช่น มีการแก้ไขมาตรการหรือผลการประเมินของปีอื่น"
    if then := accepted_as(report, dossier):
        now = report.plan.municipality
        changed = f"{then.full_name} {then.place} เปลี่ยนเป็น{now.full_name} {now.place}"
        why = f"เพราะ{changed} และเอกสารไม่ได้ลงวันที่ก่อนหน้านั้น"
    return Hindrance(
        f"เนื้อหาของเอกสารเปลี่ยนไปหลังจากผ่านการตรวจทาน {why} "
        "จึงเผยแพร่ไม่ได้ โปรดเรียกคืนเอกสาร ตรวจดู แล้วส่งตรวจทานอีกครั้ง",
        ways_to_recall(report),
    )


def question_refusal(report: Report, complaints: Sequence[Complaint]) -> str:
    """Why words that a check doubts keep the report: the officer has neither mended nor confirmed them."""
    if open_questions := sum(not question.reason for question in questions_about(report.plan, complaints)):
        count, said = thai_digits(str(open_questions)), report.said_step(Action.SUBMIT)
        return f"ยังมีข้อความที่ควรตรวจสอบ {count} แห่ง ซึ่งไม่ได้แก้ไขหรือระบุเหตุผลที่ถูกต้อง จึง{said}ไม่ได้"
    return ""
