"""The sections about the measures: what is planned, what was done, what came of it, what shows it (pure)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import ceil

from assessments import framework
from assessments.framework import Column, Framework
from assessments.models import Stance
from ita_portal.thai import NBSP, fiscal_year_text, period_text, thai_digits
from measures.models import Status
from reports.document.section import Lines, Section, about_title, lines, written_date
from reports.dossier import Dossier, Evidence, Measure, Result

# The lines of a landscape page below the head of the table. The columns of prose share
# more than half of the width, in which a line has about 70 letters; the others are narrow (see document.css).
PAGE, LETTERS = 26, 70
PROSE = {"analysis", "steps", "done", "outcome"}
LAST = 99  # sorts behind every issue and instrument


@dataclass(frozen=True)
class Row:
    """A measure as the table shows it.

    `height` is "" for a row that stays on one page, "tall" for one that may be broken between its items, and
    "endless" where a single item is longer than a page.
    `analysis` and `follow_up` stand in the table where the year has such columns, else below the row.
    """

    number: int
    title: str
    about: tuple[str, ...]
    stance: str
    analysis: str
    steps: Lines
    responsible: tuple[str, ...]
    period: str
    follow_up: str
    status: str
    done: Lines
    outcome: Lines
    reported_on: date | None
    height: str


@dataclass(frozen=True)
class Group:
    """The rows of one issue or instrument; all of them under an empty heading where the table is flat."""

    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Measures(Section):
    """The table of the measures with the columns of the year, after the executives' decision."""

    template = "reports/document/measures.html"
    anchor = "measures"
    wide = True

    introduction: str
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """What the columns show."""
        return tuple(column.key for column in self.columns)


@dataclass(frozen=True)
class Results(Measures):
    """The same table with what was done; `counts` are status and number of measures."""

    template = "reports/document/results.html"
    anchor = "results"

    counts: tuple[tuple[str, int], ...] = ()


def measures(dossier: Dossier) -> Measures:
    """The planned measures."""
    columns = _columns(dossier, "plan")
    return Measures(
        heading=f"มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน {fiscal_year_text(dossier.fiscal_year)}",
        introduction=_decision(dossier),
        columns=columns,
        groups=_groups(dossier, columns),
    )


def results(dossier: Dossier) -> Results:
    """The measures with their results."""
    columns = _columns(dossier, "results")
    return Results(
        heading=f"ผลการดำเนินการตามมาตรการ {fiscal_year_text(dossier.fiscal_year)}",
        introduction="",
        columns=columns,
        groups=_groups(dossier, columns),
        counts=_counts(dossier.measures),
    )


def _columns(dossier: Dossier, kind: str) -> tuple[Column, ...]:
    """The columns of the first item that the document answers."""
    (_, rule), *_ = framework.answered_items(dossier.fiscal_year, kind)
    return rule.columns


def _decision(dossier: Dossier) -> str:
    """Who decided on the measures, and when; "" while the day is not known."""
    if dossier.decided_on is None:
        return ""
    count = thai_digits(str(len(dossier.measures)))
    return (
        f"จากการประชุมคณะผู้บริหารของ{dossier.place.full_name} เมื่อวันที่{NBSP}{written_date(dossier.decided_on)} "
        f"ที่ประชุมได้พิจารณาผลการวิเคราะห์ข้างต้นและเห็นชอบมาตรการ จำนวน{NBSP}{count}{NBSP}มาตรการ ดังนี้"
    )


def _counts(found: Iterable[Measure]) -> tuple[tuple[str, int], ...]:
    counted = Counter(measure.result.status for measure in found if measure.result)
    return tuple((status.label, counted[status]) for status in Status if counted[status])


def _groups(dossier: Dossier, columns: tuple[Column, ...]) -> tuple[Group, ...]:
    rules = dossier.framework
    letters = LETTERS // max(1, sum(column.key in PROSE for column in columns))
    rows: dict[str, list[Row]] = {}
    for heading, measure in _headed(dossier):
        rows.setdefault(heading, []).append(_row(measure, rules, letters))
    return tuple(Group(heading, tuple(members)) for heading, members in rows.items())


def _headed(dossier: Dossier) -> list[tuple[str, Measure]]:
    """Each measure with the heading of its group: the issue where the year has issues and measures name them.

    Else the instrument, where every measure answers just one and there are several; else none.
    """
    rules, found = dossier.framework, dossier.measures
    if rules.issues and any(measure.issue for measure in found):
        by_issue = sorted(found, key=lambda measure: measure.issue or LAST)
        return [(_issue_heading(measure, rules), measure) for measure in by_issue]
    by_instrument = sorted(found, key=lambda measure: _instrument_place(measure, rules))
    headings = [_instrument_heading(measure, rules) for measure in by_instrument]
    if "" in headings or len(set(headings)) == 1:
        return [("", measure) for measure in found]
    return list(zip(headings, by_instrument, strict=True))


def _issue_heading(measure: Measure, rules: Framework) -> str:
    if measure.issue is None:
        return "มาตรการอื่น"
    return f"ประเด็นที่{NBSP}{thai_digits(str(measure.issue))} {rules.issue(measure.issue).name}"


def _instruments(measure: Measure, rules: Framework) -> set[str]:
    """The instruments that the measure answers, by itself or through their indicators."""
    return {
        str(rules.instrument_of(code).code) if code in rules.score_codes else code for code in measure.about
    }


def _instrument_place(measure: Measure, rules: Framework) -> int:
    codes = [str(instrument.code) for instrument in rules.instruments]
    return min(map(codes.index, _instruments(measure, rules)), default=LAST)


def _instrument_heading(measure: Measure, rules: Framework) -> str:
    """The name of the only instrument that the measure answers; "" where there are several or none."""
    codes = _instruments(measure, rules)
    return about_title(codes.pop(), rules) if len(codes) == 1 else ""


def _row(measure: Measure, rules: Framework, letters: int) -> Row:
    result = measure.result or Result("")
    return Row(
        number=measure.number,
        title=measure.title,
        about=tuple(about_title(code, rules) for code in measure.about),
        stance=Stance(measure.stance).label,
        analysis=measure.analysis,
        steps=lines(measure.steps),
        responsible=measure.responsible,
        period=period_text(measure.starts_on, measure.ends_on),
        follow_up=measure.follow_up,
        status=Status(result.status).label if result.status else "",
        done=lines(result.done),
        outcome=lines(result.outcome),
        reported_on=result.reported_on,
        height=_height(measure, result, letters),
    )


def _height(measure: Measure, result: Result, letters: int) -> str:
    """How a row takes to the pages (see Row), at so many letters a line."""
    texts = (measure.analysis.split("\n"), measure.steps, [measure.follow_up], result.done, result.outcome)
    cells = [[ceil(len(item) / letters) for item in cell] for cell in texts]
    if any(height > PAGE for cell in cells for height in cell):
        return "endless"
    return "tall" if any(sum(cell) > PAGE for cell in cells) else ""


@dataclass(frozen=True)
class Outcome(Section):
    """What all measures together led to, in paragraphs."""

    template = "reports/document/outcome.html"
    anchor = "outcome"

    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Obstacles(Section):
    """What stood in the way, and what is suggested; none prints as "-ไม่มี-"."""

    template = "reports/document/obstacles.html"
    anchor = "obstacles"

    obstacles: Lines
    suggestions: Lines


@dataclass(frozen=True)
class Shown(Section):
    """The evidence of each measure (its number and title with what shows it)."""

    template = "reports/document/evidence.html"
    anchor = "evidence"

    measures: tuple[tuple[int, str, tuple[Evidence, ...]], ...]


def outcome(dossier: Dossier) -> Outcome:
    """The overall outcome."""
    return Outcome("ผลลัพธ์หรือความสำเร็จของการดำเนินการในภาพรวม", dossier.overall_outcome)


def obstacles(dossier: Dossier) -> Obstacles:
    """Obstacles and suggestions."""
    return Obstacles("ปัญหา/อุปสรรค และข้อเสนอแนะ", lines(dossier.obstacles), lines(dossier.suggestions))


def evidence(dossier: Dossier) -> Shown:
    """The evidence, by measure."""
    shown = tuple((row.number, row.title, row.evidence) for row in dossier.measures if row.evidence)
    return Shown("หลักฐานการดำเนินการ", shown)
