"""A measure as a row of the tables: its cells, and what stands below it (pure)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assessments.enums import Stance
from assessments.framework import Framework
from documents.dossier import MeasureFacts, ResultFacts
from documents.sections.measure_columns import height_of
from documents.sections.section import NumberedLines, about_title, listed, numbered_lines
from ita_portal.thai import NBSP, baht_text, thai_digits
from measures.details import days_text
from measures.enums import MeasureKind, Status
from measures.quarters import said_period

NAMED = 3  # so many indicators stand with their names beside a measure, more only with their numbers
# What stands below the row of each table, behind these words, where the table has no column for it.
BELOW = {
    "plan": {
        "analysis": "ผลการวิเคราะห์ที่นำมาสู่มาตรการที่",
        "goals": "เป้าหมาย/ตัวชี้วัดความสำเร็จของมาตรการที่",
        "follow_up": "การกำกับติดตามมาตรการที่",
        "monitored_on": "วันที่ติดตามผลมาตรการที่",
    },
    "results": {"obstacles": "ปัญหา/อุปสรรคของมาตรการที่", "suggestions": "ข้อเสนอแนะของมาตรการที่"},
}


@dataclass(frozen=True)
class MeasureRow:
    """A measure as the table shows it.

    `facts` stand below its title: a label, and what it is. `goals` stand before the outcome where both do.
    `height` is "" for a row that stays on one page, "tall" for one that may be broken between its items, and
    "endless" where a single item is longer than a page.
    `below` is what stands below the row in one that is `height_below`: words, and the text they lead to.
    """

    number: int
    title: str
    about: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    analysis: str
    steps: NumberedLines
    goals: NumberedLines
    budget: str
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


def row_of(
    measure: MeasureFacts,
    rules: Framework,
    widths: Mapping[str, float],
    below: Mapping[str, str],
    scale: float,
) -> MeasureRow:
    """The row of a table with columns so wide (per cent, by key), with what may stand `below` by key.

    `rules` are those of the assessed year; `scale` is the size of the letters, 1 for those of a usual paper.
    """
    result = measure.result or ResultFacts("")
    texts = _texts_below(measure, result)
    shown = {key: texts[key] for key in below if key not in widths and texts[key]}
    about, budget = _about(measure, rules), "" if measure.budget is None else baht_text(measure.budget)
    facts = {
        "แนวทาง": Stance(measure.stance).label,
        "ประเภท": MeasureKind(measure.kind).label if measure.kind else "",
        "งบประมาณ": "" if "budget" in widths else budget,
    }
    told = tuple((label, words) for label, words in facts.items() if words)
    period = said_period(measure.quarters, measure.starts_on, measure.ends_on)
    cells = {
        "measure": (measure.title, *about, *(words for _, words in told)),
        "analysis": measure.analysis.split("\n"),
        "steps": measure.steps,
        "goals": measure.goals,
        "budget": (budget,),
        "responsible": measure.responsible,
        "period": (period,),
        "follow_up": measure.follow_up.split("\n"),
        "done": ("", *result.done, ""),  # between the status and the day
        "outcome": ("", *measure.goals, "", *result.outcome) if measure.goals else result.outcome,
    }
    return MeasureRow(
        number=measure.number,
        title=measure.title,
        about=about,
        facts=told,
        analysis=measure.analysis,
        steps=numbered_lines(measure.steps),
        goals=numbered_lines(measure.goals),
        budget=budget,
        responsible=measure.responsible,
        period=period,
        follow_up=measure.follow_up,
        status=Status(result.status).label if result.status else "",
        done=numbered_lines(result.done),
        outcome=numbered_lines(result.outcome),
        reported_on=result.reported_on,
        below=tuple((below[key], text) for key, text in shown.items()),
        height=height_of(cells, widths, scale),
        height_below=height_of(
            {key: text.split("\n") for key, text in shown.items()}, dict.fromkeys(shown, 100.0), scale
        ),
    )


def _about(measure: MeasureFacts, rules: Framework) -> tuple[str, ...]:
    """What a measure answers: by name, or where that is much by number and abbreviation."""
    if len(measure.about) <= NAMED:
        return tuple(about_title(code, rules) for code in measure.about)
    numbers = [thai_digits(code) for code in measure.about if code not in rules.instrument_codes]
    tools = [rules.instrument(code).abbreviation for code in measure.about if code in rules.instrument_codes]
    named = (f"ตัวชี้วัดที่{NBSP}", numbers), (f"เครื่องมือ{NBSP}", tools)
    return tuple(word + listed(codes) for word, codes in named if codes)


def _texts_below(measure: MeasureFacts, result: ResultFacts) -> dict[str, str]:
    return {
        "analysis": measure.analysis,
        "goals": _joined(measure.goals),
        "follow_up": measure.follow_up,
        "monitored_on": days_text(measure.monitored_on),
        "obstacles": _joined(result.obstacles),
        "suggestions": _joined(result.suggestions),
    }


def _joined(items: Sequence[str]) -> str:
    """Items as one text; numbered, as a list of them is, below the words that lead to them."""
    lines = numbered_lines(items)
    numbers = (f"{thai_digits(str(number))}. " for number in range(1, len(items) + 1))
    return "\n".join(["", *map(str.__add__, numbers, items)] if lines.numbered else items)
