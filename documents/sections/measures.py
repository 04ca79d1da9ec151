"""The two tables of the measures: what is planned, and what was done (pure)."""

from dataclasses import dataclass

from assessments.framework import Column, Framework
from documents.choices import Choices, Grouping
from documents.dossier import Dossier, MeasureFacts
from documents.sections.measure_columns import is_roomy, shown_columns, widths_of
from documents.sections.measure_rows import BELOW, MeasureRow, row_of
from documents.sections.section import Section, about_title, listed, written_date
from ita_portal.thai import NBSP, fiscal_year_text, thai_digits

LAST = 99  # sorts behind every issue
OTHERS = "มาตรการอื่น"


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
        return is_roomy(self.keys)

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
    columns = shown_columns(dossier, "plan")
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
        groups=_groups(dossier, columns, choices, "plan"),
    )


def results(dossier: Dossier, choices: Choices) -> Results:
    """The measures with their results."""
    columns = shown_columns(dossier, "results")
    return Results(
        heading=f"ผลการดำเนินการตามมาตรการ {fiscal_year_text(dossier.fiscal_year)}",
        introduction="",
        columns=columns,
        groups=_groups(dossier, columns, choices, "results"),
    )


def _groups(dossier: Dossier, columns: tuple[Column, ...], choices: Choices, kind: str) -> tuple[Group, ...]:
    keys = [column.key for column in columns]
    widths, below = widths_of(keys), BELOW[kind]
    rows: dict[str, list[MeasureRow]] = {}
    for heading, measure in _with_headings(dossier, choices.grouping):
        row = row_of(measure, dossier.assessed_rules, widths, below, choices.size.scale)
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
