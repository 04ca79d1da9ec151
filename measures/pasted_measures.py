"""The measures of a pasted table beside those of the plan: new ones, and what would change."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.core.exceptions import ValidationError

from assessments.enums import Stance
from assessments.framework import Framework
from assessments.pasted_page import ProposedRow, ProposedValue, differing, proposed, read_cells, row_text
from ita_portal.pasted import PastedTable, read_columns, read_items, read_title
from ita_portal.pasted.periods import read_period
from ita_portal.pasted.tables import KnownColumn
from ita_portal.thai import arabic_digits, search_key, thai_digits
from measures.forms import MeasureForm
from measures.guidance import SubjectGuidance, issue_text
from measures.models import Measure, Plan

NUMBER = KnownColumn("number", "^(?:ที่|ลำดับ(?:ที่)?|ข้อ|ข้อที่|no|#)$")
PERIOD = KnownColumn("period", "ระยะเวลา|ห้วงเวลา|กำหนดเวลา|ช่วงเวลา|กำหนดการ|วันที่ดำเนิน")
MEASURE = KnownColumn("measure", "มาตรการ|กิจกรรม|โครงการ|นำผล(?:การ)?วิเคราะห์")
FOLLOW_UP = KnownColumn("follow_up", "กำกับ|ติดตาม")
GOALS = KnownColumn("goals", "เป้าหมาย|ตัวชี้วัด(?:ความสำเร็จ|ผลผลิต|ผลลัพธ์|(?:ของ)?(?:โครงการ|กิจกรรม))")
BUDGET = KnownColumn("budget", "(?<!ปี)(?<!ใช้)งบประมาณ|^งบ$")
OBSTACLES = KnownColumn("obstacles", "อุปสรรค")
SUGGESTIONS = KnownColumn("suggestions", "ข้อเสนอแนะ")
OUTCOME = KnownColumn("outcome", "ผลลัพธ์|ความสำเร็จ|ผลที่ได้รับ|ผลสัมฤทธิ์")
DONE = KnownColumn("done", "^(?:สรุป)?ผลการดำเนิน|ผลการปฏิบัติ|สิ่งที่ได้?ดำเนินการ")
RESPONSIBLE = KnownColumn("responsible", "รับผิดชอบ|ผู้เกี่ยวข้อง|หน่วยงาน|ผู้ดำเนินการ|^สำนัก")
STEPS = KnownColumn("steps", "ขั้นตอน|วิธีดำเนิน|วิธีการดำเนิน|วิธี(?:การ)?ปฏิบัติ$|แนวทางการ|แนวทางปฏิบัติ|^การดำเนินการ$")
COLUMNS = (
    NUMBER,
    PERIOD,
    GOALS,
    BUDGET,
    FOLLOW_UP,
    OUTCOME,
    DONE,
    RESPONSIBLE,
    STEPS,
    MEASURE,
    KnownColumn("status", "สถานะ"),
    KnownColumn("reported_on", "วันที่รายงาน"),
    KnownColumn("starts_on", "^(?:วัน)?(?:ที่)?เริ่ม"),
    KnownColumn("ends_on", "สิ้นสุด|^ถึงวันที่|แล้วเสร็จ"),
    KnownColumn("about", "ตัวชี้วัด|เครื่องมือ|แบบวัด"),
    KnownColumn("analysis", "วิเคราะห์|ปัญหา|ข้อบกพร่อง|สาเหตุ|เหตุผล"),
    KnownColumn("issue", "ประเด็น"),
    KnownColumn("stance", "^แนวทาง$|เร่งด่วน"),
)
CELLS = {
    "title": "measure",
    "analysis": "analysis",
    "steps": "steps",
    "responsible": "responsible",
    "starts_on": "starts_on",
    "ends_on": "ends_on",
    "follow_up": "follow_up",
    "goals": "goals",
    "budget": "budget",
}
WANTED = {
    "plan": {*CELLS.values(), "number", "period", "about", "issue", "stance"},
    "results": {
        *("number", "measure", "status", "done", "outcome", "reported_on"),
        *("obstacles", "suggestions"),
    },
}
_ALIKE = 0.85


@dataclass(frozen=True)
class MeasuresInTable:
    """The plan with what is needed to read a table against it."""

    plan: Plan
    stored: Sequence[Measure]
    known: Mapping[str, SubjectGuidance]
    form: MeasureForm

    def rows(self, text: str) -> tuple[PastedTable, list[ProposedRow]]:
        """The table, and what each of its rows would do."""
        table = read_measures(text, self.plan.framework, "plan")
        found: list[ProposedRow] = []
        group, seen = "", set()
        for row in table.rows:
            if "group" in row:
                group = row["group"]
                continue
            number = len(found) + 1
            made = self._row(number, row, group)
            if made.target is None and not made.text and title_key(made.title) in seen:
                made = ProposedRow(
                    number, made.title, made.values, doubts=("มีมาตรการชื่อนี้ในแถวก่อนแล้ว",), sure=False
                )
            seen.add(title_key(made.title))
            found.append(made)
        return table, found

    def _row(self, number: int, row: Mapping[str, str], group: str) -> ProposedRow:
        title = "\n".join(read_title(row.get("measure", "")).items)
        if not title:
            return ProposedRow(number, "", doubts=("ไม่พบชื่อมาตรการในแถวนี้",), text=row_text(row))
        target = measure_called(title, self.stored)
        values, doubts = read_cells(self.form.fields, row, CELLS, target)
        if not any(each.name == "title" for each in values):
            return ProposedRow(number, title, doubts=tuple(doubts), text=row_text(row))
        values += [*self._days(row, target, doubts), *self._choices(row, group, target)]
        values = [each for each in values if not self._refused_day(each, doubts)]
        if target:
            values = [each for each in values if each.name != "title"]
            return differing(ProposedRow(number, target.title, tuple(values), target, tuple(doubts)))
        like = next((each for each in self.stored if _alike(each.title, title)), None)
        if like:
            doubts.insert(0, f"ชื่อคล้ายกับมาตรการที่ {thai_digits(str(like.number))} “{like.title}” ซึ่งมีอยู่แล้ว")
        return ProposedRow(number, title, tuple(values), doubts=tuple(doubts), sure=not like)

    def _days(self, row: Mapping[str, str], target: Measure | None, doubts: list[str]) -> list[ProposedValue]:
        cell = row.get("period", "")
        if not cell.strip("- –"):
            return []
        try:
            days = read_period(" ".join(cell.split()), self.plan.fiscal_year)
        except ValueError as refusal:
            doubts.append(f"{refusal} จึงไม่ได้นำมาใช้")
            return []
        return [
            proposed(name, str(self.form.fields[name].label), day, getattr(target, name, None))
            for name, day in zip(("starts_on", "ends_on"), days, strict=True)
            if day
        ]

    def _refused_day(self, value: ProposedValue, doubts: list[str]) -> bool:
        if value.name not in ("starts_on", "ends_on"):
            return False
        try:
            self.form.inside(value.value)
        except ValidationError as refusal:
            doubts.append(f"{value.label} {value.shown[0]}: {refusal.messages[0]} จึงไม่ได้นำมาใช้")
            return True
        return False

    def _choices(self, row: Mapping[str, str], group: str, target: Measure | None) -> list[ProposedValue]:
        """Subjects, stance and issue, as the row or the heading above it names them."""
        found = []
        about = subjects_named(row.get("about", ""), self.known, alone=True) or subjects_named(
            group, self.known
        )
        if about:
            now = [each.about for each in target.targets.all()] if target else None
            words = {code: subject.name for code, subject in self.known.items()}
            label = "ตัวชี้วัดหรือเครื่องมือ"
            found.append(proposed("about", label, about, now, words=lambda code: words.get(code, code)))
        stance = next((each for each in Stance if each.label in row.get("stance", "")), None)
        if not stance and about and not target:
            stance = self.known[about[0]].suggested_stance
        if stance:
            found.append(
                proposed("stance", "แนวทาง", stance.value, getattr(target, "stance", None), words=_stance)
            )
        rules = self.plan.framework
        if issue := issue_named(row.get("issue", "") or group, rules):
            now_issue = target.issue if target else None
            found.append(
                proposed("issue", "ประเด็น", issue, now_issue, words=lambda one: issue_text(rules, one))
            )
        return found


def read_measures(text: str, rules: Framework, kind: str) -> PastedTable:
    """The rows of a table of measures, in the order that the year's document ("plan", "results") has.

    A text without columns is a list of titles.
    """
    places = {"measure": "measure", "steps": "steps", "period": "period", "responsible": "responsible"}
    places |= {"done": "done", "outcome": "outcome", "follow_up": "follow_up"}
    order = [places[each.key] for each in rules.document(kind).columns if each.key in places]
    if text.strip() and "\t" not in text:
        return PastedTable(tuple({"measure": item} for item in read_items(text).items))
    # In a plan the problems are those that the analysis found.
    known = (OBSTACLES, SUGGESTIONS, *COLUMNS) if kind == "results" else COLUMNS
    return read_columns(text, known, order, WANTED[kind])


def title_key(title: str) -> str:
    """A title as two are compared: without its number, blanks and line breaks."""
    read = read_title(title)
    return "".join(search_key(" ".join(read.accepted() or read.items)).split())


def measure_called(title: str, stored: Sequence[Measure]) -> Measure | None:
    """The measure that has this title; None unless just one has."""
    found = [each for each in stored if title_key(each.title) == title_key(title)]
    return found[0] if len(found) == 1 else None


def _alike(one: str, other: str) -> bool:
    return SequenceMatcher(None, title_key(one), title_key(other)).ratio() >= _ALIKE


def _stance(word: Any) -> str:
    return Stance(word).label


def subjects_named(text: str, known: Mapping[str, SubjectGuidance], *, alone: bool = False) -> list[str]:
    """The indicators and instruments that a text names; `alone`: it may hold their numbers only."""
    words = arabic_digits(" ".join(text.split()))
    numbers = re.findall(r"ตัวชี้วัด(?:ที่)? ?([0-9]{1,2})", words)
    if alone and re.fullmatch(r"[0-9]{1,2}(?: ?(?:,|และ|/) ?[0-9]{1,2})*", words):
        numbers = re.findall("[0-9]{1,2}", words)
    named = {code for code, each in known.items() if each.name and each.name in text}
    named |= {code for code in known if not code.isdigit() and code.upper() in words.upper().split()}
    return [code for code in known if code in named or code in numbers]


def issue_named(text: str, rules: Framework) -> int | None:
    """The number of the year's issue that a text names by its number or its name; None without one."""
    words = arabic_digits(" ".join(text.split()))
    number = re.match(r"(?:ประเด็น(?:ที่)? ?)?([0-9])(?![0-9])", words) if "ตัวชี้วัด" not in words else None
    for issue in rules.issues:
        if (number and int(number[1]) == issue.number) or (words and issue.name in text):
            return issue.number
    return None
