"""A municipality's years at a glance, and what is to be done next (pure)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from assessments import framework, scoring
from assessments.years import announced_year
from documents import charts
from ita_portal.thai import fiscal_year_text
from reports.duties import DocumentStanding, Duty, duty_reason, in_order_of_urgency
from reports.states import SHORT_TITLES, State

YEARS_DRAWN = 5
FEWEST_DRAWN = 2  # one point is no line
NOTHING = "ไม่มีงานที่รอท่านในขณะนี้"


@dataclass(frozen=True)
class PlanStanding:
    """A plan: its years (B.E.), the states of its reports by kind, its measures, how many are reported."""

    fiscal_year: int
    assessed_year: int
    states: Mapping[str, State]
    measures: int = 0
    reported: int = 0


@dataclass(frozen=True)
class Glance:
    """One assessed fiscal year (B.E.) in a line; `plan` answers its scores.

    `complete` when all its scores are known, `analysed` when no indicator lacks an analysis (see
    `subjects.unanalysed`). `change` is since the year before, in points. `weak` names the indicators below
    the pass mark.
    """

    fiscal_year: int
    total: Decimal | None = None
    level: str = ""
    complete: bool = False
    analysed: bool = False
    change: Decimal | None = None
    plan: PlanStanding | None = None
    weak: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """Something to do next: a sentence, what its button says, the page to do it on.

    `keys` follow the municipality's in the page's address, `anchor` is the place on the page ("" or "#…").
    `urgent` when somebody waits for it, or its day has passed. `title` names its document, if there is one.
    """

    text: str
    button: str
    page: str
    keys: tuple[object, ...]
    anchor: str = ""
    urgent: bool = False
    title: str = ""


def totals_chart(totals: Mapping[int, Decimal | None], title: str) -> str:
    """The totals of the last years, given the newest first, as a small chart; "" while there are not two."""
    known = [(year, total) for year, total in totals.items() if total is not None][:YEARS_DRAWN][::-1]
    if len(known) < FEWEST_DRAWN:
        return ""
    years, drawn = zip(*known, strict=True)
    return charts.trend(years, drawn, title, pass_mark=framework.load(years[-1]).pass_mark)


def glances(assessments: Sequence[Glance], plans: Sequence[PlanStanding]) -> tuple[Glance, ...]:
    """One line for each year with an assessment or with a plan that answers it, newest first."""
    known = {assessment.fiscal_year: assessment for assessment in assessments}
    answers = {plan.assessed_year: plan for plan in plans}
    lines = []
    for year in sorted({*known, *answers}, reverse=True):
        now, before = known.get(year, Glance(year)), known.get(year - 1, Glance(year - 1))
        change = scoring.change(before.total, now.total)
        lines.append(replace(now, change=change, plan=answers.get(year)))
    return tuple(lines)


def next_steps(
    years: Sequence[Glance],
    documents: Iterable[DocumentStanding],
    today: date,
    days: int,
    corrections: Iterable[Step] = (),
    *,
    ended: bool = False,
) -> list[Step]:
    """All that the officer has to do, the most urgent first; never empty.

    First come the steps of `corrections`, because what they correct is public; they stand for their papers.

    `years` as `glances` gives them, `documents` of all years with their deadlines, which press `days` before.
    What nobody waits for yet comes last: the newest year's scores or plan, then what older years still lack.
    A municipality that has `ended` begins no year.
    """
    by_assessed_year = {year.fiscal_year: year for year in years}
    by_plan = {year.plan.fiscal_year: year for year in years if year.plan}
    pressing: list[Step] = []
    unfinished: list[Step] = []
    for duty, document in in_order_of_urgency(documents, days):
        assessed = document.fiscal_year - 1
        year = by_plan.get(document.fiscal_year) or by_assessed_year.get(assessed, Glance(assessed))
        (unfinished if duty == Duty.FINISH else pressing).append(_step(duty, document, year, days))
    steps = [*corrections, *pressing, *(() if ended else _to_begin(years, today)), *unfinished]
    places: dict[object, Step] = {}
    for step in steps:  # of those that lead to the same place the most urgent stays, and names the others
        place = (step.page, step.keys, step.anchor)
        stays = places.setdefault(place, step)
        if step.title not in stays.text:
            places[place] = replace(stays, text=f"{stays.text} (รวมถึง{step.title})")
    return list(places.values()) or [_nothing(years)]


def _step(duty: Duty, document: DocumentStanding, year: Glance, days: int) -> Step:
    title = f"{SHORT_TITLES[document.kind]} {fiscal_year_text(document.fiscal_year)}"
    text = f"{title}: {duty_reason(duty, document, days)}"
    keys: tuple[object, ...] = (document.fiscal_year, document.kind)
    button = duty.said(reviews=document.reviewed)
    match duty:
        case Duty.RETURNED | Duty.CORRECT:
            page = ("documents", keys[:1], f"#document-{document.kind}")
            return Step(text, button, *page, urgent=True, title=title)
        case Duty.ANSWER:
            return Step(text, button, "preview", keys, "#comments-heading", urgent=True, title=title)
        case Duty.SUBMIT | Duty.RECALL | Duty.PUBLISH:
            return Step(text, button, "report_action", (*keys, duty.value), title=title)
        case Duty.LATE if document.ready:
            submit = ("report_action", (*keys, Duty.SUBMIT.value))
            return Step(text, Duty.SUBMIT.said(reviews=document.reviewed), *submit, urgent=True, title=title)
    work = _work_on_plan(year) if document.kind == "plan" else _work_on_results(year)
    is_plain = duty == Duty.FINISH and not document.published
    text = f"{title}: {work.text}" if is_plain else f"{text} {work.text}"
    return replace(work, text=text, urgent=duty == Duty.LATE, title=title)


def _to_begin(years: Sequence[Glance], today: date) -> Iterator[Step]:
    """What the newest year lacks before there is a plan of it."""
    latest = announced_year(today)
    if not years or years[0].fiscal_year < latest:
        named = fiscal_year_text(latest)
        yield Step(f"กรอกผลคะแนน ITA ของ{named}", "กรอกคะแนน", "assessment", (latest,))
    elif years[0].plan is None:
        yield _work_on_plan(years[0])


def _work_on_plan(year: Glance) -> Step:
    """What the document of the plan that answers a year's assessment lacks first."""
    keys, named = (year.fiscal_year,), fiscal_year_text(year.fiscal_year)
    if not year.complete:
        return Step(f"กรอกคะแนนตัวชี้วัดของ{named} ให้ครบ", "กรอกคะแนน", "assessment", keys)
    if not year.analysed:
        return Step(f"วิเคราะห์ผลการประเมิน{named} ให้ครบทุกตัวชี้วัด", "วิเคราะห์", "analyses", keys)
    if year.plan is None:
        following = year.fiscal_year + 1
        return Step(f"เริ่มแผนมาตรการ{fiscal_year_text(following)}", "เริ่มแผน", "plan", (following,))
    if not year.plan.measures:
        return _add_measures(year.plan)
    return Step("แก้ไขข้อที่ระบบตรวจพบ", "ตรวจความครบถ้วน", "checks", (year.plan.fiscal_year,), "#checks-plan")


def _add_measures(plan: PlanStanding) -> Step:
    named = fiscal_year_text(plan.fiscal_year)
    return Step(f"เพิ่มมาตรการของ{named}", "เพิ่มมาตรการ", "plan", (plan.fiscal_year,))


def _work_on_results(year: Glance) -> Step:
    """What the report of results lacks first; before there is a plan, what that lacks."""
    if year.plan is None:
        return _work_on_plan(year)
    if not year.plan.measures:
        return _add_measures(year.plan)
    keys, named = (year.plan.fiscal_year,), fiscal_year_text(year.plan.fiscal_year)
    if year.plan.reported < year.plan.measures:
        return Step(f"บันทึกผลการดำเนินการของ{named}", "บันทึกผล", "results", keys)
    return Step("แก้ไขข้อที่ระบบตรวจพบ", "ตรวจความครบถ้วน", "checks", keys, "#checks-results")


def _nothing(years: Sequence[Glance]) -> Step:
    """Where nothing waits for the officer: the newest plan, to look at, or what is known of the place."""
    plans = [year.plan for year in years if year.plan]
    if not plans:
        return Step(NOTHING, "ข้อมูลเทศบาล", "profile", ())
    return Step(NOTHING, "เปิดดูเอกสาร", "documents", (plans[0].fiscal_year,))
