"""The two tables of the measures: what is planned, and what was done (pure)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from assessments import framework
from assessments.enums import Stance
from assessments.framework import Column, Framework
from documents.choices import Choices, Grouping
from documents.dossier import Dossier, MeasureFacts, ResultFacts
from documents.sections.section import (
    NumberedLines,
    Section,
    about_title,
    listed,
    numbered_lines,
    written_date,
)
from ita_portal.thai import NBSP, fiscal_year_text, period_text, thai_digits
from measures.enums import Status

# A landscape page has room for so many lines of the table, and a line of its whole width for so many letters,
# of which each cell loses a few to its edges and to the numbers of its items.
PAGE, LETTERS, LOST = 26, 120, 4
HIGH = PAGE // 2  # a row of more lines than this may be broken
# What the columns take of the width, in per cent, as document.css says; those of prose share the rest evenly.
NARROW = {"measure": 17, "responsible": 12, "period": 14, "follow_up": 16}
ROOMY = {"measure": 28, "responsible": 15, "period": 15, "follow_up": 18}  # beside one column of prose
# What stands below the row, behind these words, where the year has no column for it.
BELOW = {"analysis": "ผลการวิเคราะห์ที่นำมาสู่มาตรการที่", "follow_up": "การกำกับติดตามมาตรการที่"}
LAST = 99  # sorts behind every issue
OTHERS = "มาตรการอื่น"
NAMED = 3  # so many indicators stand with their names beside a measure, more only with their numbers


@dataclass(frozen=True)
class MeasureRow:
    """A measure as the table shows it.

    `height` is "" for a row that stays on one page, "tall" for one that may be broken between its items, and
    "endless" where a single item is longer than a page.
    `below` is what stands below the row in one that is `height_below`: words, and the text they lead to.
    """

    number: int
    title: str
    about: tuple[str, ...]
    stance: str
    analysis: str
    steps: NumberedLines
    responsible: tuple[str, ...]
    period: str
    follow_up: str
    status: str
    done: NumberedLines
    outcome: NumberedLines
    reported_on: date | None
    below: tuple[tuple[str, str], ...]
    height: str
    height_below: str


@dataclass(frozen=True)
class Group:
    """The rows of one issue or instrument; all of them under an empty heading where the table is flat."""

    heading: str
    rows: tuple[MeasureRow, ...]


@dataclass(frozen=True)
class Measures(Section):
    """The table of the measures with the columns of the year, after the executives' decision."""

    template = "documents/measures.html"
    anchor = "measures"

    introduction: str
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]

    @property
    def wide(self) -> bool:
        """Wherever there is something to show."""
        return bool(self.groups)

    @property
    def roomy(self) -> bool:
        """Whether there is but one column of prose, so that the others can be wider."""
        return _is_roomy(self.keys)

    @property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """Every measure."""
        rows = (row for group in self.groups for row in group.rows)
        return tuple(
            (f"measure-{row.number}", f"มาตรการที่{NBSP}{thai_digits(str(row.number))} {row.title}")
            for row in rows
        )

    @property
    def keys(self) -> tuple[str, ...]:
        """What the columns show."""
        return tuple(column.key for column in self.columns)


@dataclass(frozen=True)
class Results(Measures):
    """The same table with what was done."""

    anchor = "results"


def measures(dossier: Dossier, choices: Choices) -> Measures:
    """The planned measures, after who decided on them; without that while the day is not known."""
    columns = _columns(dossier, "plan")
    introduction = ""
    if dossier.decided_on:
        day, count = written_date(dossier.decided_on), thai_digits(str(len(dossier.measures)))
        introduction = (
            f"จากการประชุมคณะผู้บริหารของ{dossier.place.full_name} เมื่อวันที่{NBSP}{day} "
            f"ที่ประชุมได้พิจารณาผลการวิเคราะห์ข้างต้นและเห็นชอบมาตรการ จำนวน{NBSP}{count}{NBSP}มาตรการ ดังนี้"
        )
    return Measures(
        heading=f"มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน {fiscal_year_text(dossier.fiscal_year)}",
        introduction=introduction,
        columns=columns,
        groups=_groups(dossier, columns, choices),
    )


def results(dossier: Dossier, choices: Choices) -> Results:
    """The measures with their results."""
    columns = _columns(dossier, "results")
    return Results(
        heading=f"ผลการดำเนินการตามมาตรการ {fiscal_year_text(dossier.fiscal_year)}",
        introduction="",
        columns=columns,
        groups=_groups(dossier, columns, choices),
    )


def _columns(dossier: Dossier, kind: str) -> tuple[Column, ...]:
    """The columns of the first item that the document answers."""
    (_, rule), *_ = framework.answered_items(dossier.fiscal_year, kind)
    return rule.columns


def _groups(dossier: Dossier, columns: tuple[Column, ...], choices: Choices) -> tuple[Group, ...]:
    keys = [column.key for column in columns]
    shares = ROOMY if _is_roomy(keys) else NARROW
    rest = 100 - sum(shares.get(key, 0) for key in keys)
    widths = {key: shares.get(key, rest / len(_prose(keys))) for key in keys}
    rows: dict[str, list[MeasureRow]] = {}
    for heading, measure in _with_headings(dossier, choices.grouping):
        row = _row(measure, dossier.assessed_rules, widths, choices.size.scale)
        rows.setdefault(heading, []).append(row)
    return tuple(Group(heading, tuple(members)) for heading, members in rows.items())


def _with_headings(dossier: Dossier, grouping: Grouping) -> list[tuple[str, MeasureFacts]]:
    """Each measure with the heading of its group, "" where the table is flat.

    Where measures are to stand by issue and none names one, they stand by instrument if each answers just one
    and there are several.
    """
    rules, found = dossier.assessed_rules, dossier.measures
    if grouping is Grouping.ISSUE and any(measure.issue for measure in found):
        by_issue = sorted(found, key=lambda measure: measure.issue or LAST)
        return [(_issue_heading(measure, dossier.framework), measure) for measure in by_issue]
    places = {
        measure.number: sorted(map(rules.instrument_codes.index, _instruments(measure, rules)))
        for measure in found
    }
    # One instrument stands before several together, and these before none.
    by_instrument = sorted(
        found, key=lambda measure: (len(places[measure.number]) or LAST, places[measure.number])
    )
    headings = [_instruments_heading(measure, rules) for measure in by_instrument]
    single = all(len(_instruments(measure, rules)) == 1 for measure in found) and len(set(headings)) > 1
    if grouping is Grouping.INSTRUMENT or (grouping is Grouping.ISSUE and single):
        return list(zip(headings, by_instrument, strict=True))
    return [("", measure) for measure in found]


def _issue_heading(measure: MeasureFacts, rules: Framework) -> str:
    if measure.issue is None:
        return OTHERS
    name = next((issue.name for issue in rules.issues if issue.number == measure.issue), "")
    return f"ประเด็นที่{NBSP}{thai_digits(str(measure.issue))} {name}".rstrip()


def _instruments(measure: MeasureFacts, rules: Framework) -> set[str]:
    """The instruments that the measure answers, by itself or through their indicators."""
    by_indicator = {indicator.code: indicator.instrument for indicator in rules.indicators}
    named = {by_indicator.get(code, code) for code in measure.about}
    return named & set(rules.instrument_codes)


def _instruments_heading(measure: MeasureFacts, rules: Framework) -> str:
    """The instrument that the measure answers by name, several by their abbreviations."""
    answered = _instruments(measure, rules)
    found = [instrument for instrument in rules.instruments if instrument.code in answered]
    if len(found) == 1:
        return about_title(found[0].code, rules)
    return f"เครื่องมือ {listed(one.abbreviation for one in found)}" if found else OTHERS


def _row(measure: MeasureFacts, rules: Framework, widths: Mapping[str, float], scale: float) -> MeasureRow:
    result, about = measure.result or ResultFacts(""), _about(measure, rules)
    cells = _cells(measure, about, result)
    below = [key for key in BELOW if key not in widths and getattr(measure, key)]
    return MeasureRow(
        number=measure.number,
        title=measure.title,
        about=about,
        stance=Stance(measure.stance).label,
        analysis=measure.analysis,
        steps=numbered_lines(measure.steps),
        responsible=measure.responsible,
        period=period_text(measure.starts_on, measure.ends_on),
        follow_up=measure.follow_up,
        status=Status(result.status).label if result.status else "",
        done=numbered_lines(result.done),
        outcome=numbered_lines(result.outcome),
        reported_on=result.reported_on,
        below=tuple((BELOW[key], getattr(measure, key)) for key in below),
        height=_height(cells, widths, scale),
        height_below=_height(cells, dict.fromkeys(below, 100.0), scale),
    )


def _about(measure: MeasureFacts, rules: Framework) -> tuple[str, ...]:
    """What a measure answers: by name, or where that is much by number and abbreviation."""
    if len(measure.about) <= NAMED:
        return tuple(about_title(code, rules) for code in measure.about)
    numbers = [thai_digits(code) for code in measure.about if code not in rules.instrument_codes]
    tools = [rules.instrument(code).abbreviation for code in measure.about if code in rules.instrument_codes]
    named = (f"ตัวชี้วัดที่{NBSP}", numbers), (f"เครื่องมือ{NBSP}", tools)
    return tuple(word + listed(codes) for word, codes in named if codes)


RowCells = dict[str, Sequence[str]]  # the items in each column


def _cells(measure: MeasureFacts, about: Sequence[str], result: ResultFacts) -> RowCells:
    return {
        "measure": (measure.title, *about, measure.stance),
        "steps": measure.steps,
        "responsible": measure.responsible,
        "period": (period_text(measure.starts_on, measure.ends_on),),
        "done": ("", *result.done, ""),  # between the status and the day
        "outcome": result.outcome,
        **{key: getattr(measure, key).split("\n") for key in BELOW},
    }


def _height(cells: RowCells, widths: Mapping[str, float], scale: float) -> str:
    """The `height` of a MeasureRow whose cells are so wide (per cent) and whose letters are so large."""
    heights = []
    for key, width in widths.items():
        letters = LETTERS / scale * width / 100 - LOST  # on a line of the cell
        heights.append([ceil(max(1, len(item)) / letters) for item in cells[key]])
    if any(height > PAGE / scale for cell in heights for height in cell):
        return "endless"
    return "tall" if any(sum(cell) > HIGH / scale for cell in heights) else ""


def _is_roomy(keys: Sequence[str]) -> bool:
    """Whether there is but one column of prose."""
    return len(_prose(keys)) == 1


def _prose(keys: Sequence[str]) -> list[str]:
    return [key for key in keys if key not in NARROW]
