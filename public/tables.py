"""The open data as tables: what their columns mean, and their rows, from publications alone.

Rows come a few municipalities at a time, so that thousands take no more memory than twenty.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from assessments import framework
from assessments.models import FIRST_YEAR, INDICATOR_CODES, INSTRUMENT_CODES, LAST_YEAR
from ita_portal.thai import BUDDHIST_ERA
from public import figures
from public.figures import Source
from public.publications import MUNICIPALITY, absolute, live

AT_ONCE = 20
Value = str | int | Decimal | date | None
Row = Sequence[Value]


@dataclass(frozen=True)
class Column:
    """A column in the words of Frictionless Table Schema: its name, type, Thai title and constraints."""

    name: str
    type: str
    title: str
    constraints: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class Table:
    """A table of the open data; `key` names the columns that no two rows share."""

    name: str
    title: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows_of: Callable[[list[Source]], Iterator[Row]]

    def rows(self) -> Iterator[Row]:
        """All rows, the municipalities in the order in which the portal came to know them."""
        keys = list(live().order_by(MUNICIPALITY).values_list(MUNICIPALITY, flat=True).distinct())
        for start in range(0, len(keys), AT_ONCE):  # no query stays open between two rows
            for said in figures.sources(keys[start : start + AT_ONCE]).values():
                yield from self.rows_of(said)


_REQUIRED = (("required", True),)
_YEAR = (*_REQUIRED, ("minimum", FIRST_YEAR), ("maximum", LAST_YEAR))
_SCORE = (("minimum", 0), ("maximum", 100))
_PLACE = (
    Column("municipality_id", "integer", "เลขที่ของเทศบาลในระบบนี้", _REQUIRED),
    Column("municipality_code", "string", "รหัส อปท. ๗ หลัก (ว่างเมื่อไม่ทราบ)", (("pattern", "[0-9]{7}"),)),
    Column("municipality", "string", "ชื่อเทศบาล", _REQUIRED),
    Column("district", "string", "อำเภอ", _REQUIRED),
    Column("province", "string", "จังหวัด", _REQUIRED),
    Column("is_example", "boolean", "เป็นข้อมูลสาธิต มิใช่ของเทศบาลจริง", _REQUIRED),
)
_SOURCE = Column("source", "string", "ที่อยู่ถาวรของฉบับที่ใช้", (*_REQUIRED,))


def _place(source: Source) -> tuple[Value, ...]:
    place = source.edition.municipality
    district = place.district
    example = "true" if place.is_example else "false"
    return (place.pk, place.code, place.full_name, district.name, district.province.name, example)


def _from(source: Source) -> str:
    return absolute(source.edition.revision_path)


def _publications(said: list[Source]) -> Iterator[Row]:
    for source in said:
        one = source.edition
        day = timezone.localtime(one.published_at).date()
        files = (absolute(one.pdf), absolute(one.docx), absolute(one.data))
        yield (
            *_place(source),
            one.fiscal_year,
            one.kind,
            one.revision,
            one.title,
            day,
            one.sha256,
            *(one.address, *files),
        )


def _results(said: list[Source]) -> Iterator[Row]:
    for year, known in figures.results(said).items():
        means = known.year.instruments
        tools = tuple(means.get(code) for code in INSTRUMENT_CODES)
        level = known.year.announced_level
        yield (*_place(known.source), year, known.year.total, level, *tools, _from(known.source))


def _scores(said: list[Source]) -> Iterator[Row]:
    for year, known in figures.results(said).items():
        place, source = _place(known.source), _from(known.source)
        for indicator in framework.load(year).indicators:
            if (score := known.year.scores.get(indicator.code)) is not None:
                yield (*place, year, indicator.code, indicator.name, indicator.instrument, score, source)


def _measures(said: list[Source]) -> Iterator[Row]:
    for year, source in sorted(figures.plans(said).items()):
        issues = {issue.number: issue.name for issue in framework.load(year).issues}
        for measure in source.measures:
            yield (
                *_place(source),
                year,
                source.assessed_year,
                measure.number,
                _one_line(measure.title),
                measure.issue,
                issues.get(measure.issue or 0),
                " ".join(measure.about),
                measure.stance,
                " | ".join(map(_one_line, measure.responsible)),
                measure.starts_on,
                measure.ends_on,
                measure.result.status if measure.result else None,
                _from(source),
            )


def _one_line(text: str) -> str:
    """A text without line breaks, which some readers of CSV take for the end of a row."""
    return " ".join(text.split())


_FISCAL_YEAR = Column("fiscal_year", "integer", "ปีงบประมาณ (พ.ศ.)", _YEAR)
_STATUS = (("enum", ["not_started", "underway", "done", "dropped"]),)
TABLES = (
    Table(
        "publications",
        "เอกสารที่เผยแพร่",
        (
            *_PLACE,
            _FISCAL_YEAR,
            Column("kind", "string", "ชนิด: plan มาตรการ, results รายงานผล", (("enum", ["plan", "results"]),)),
            Column("revision", "integer", "ฉบับที่", (*_REQUIRED, ("minimum", 1))),
            Column("title", "string", "ชื่อเอกสาร", _REQUIRED),
            Column("published_on", "date", f"วันที่เผยแพร่ (ค.ศ. = พ.ศ. − {BUDDHIST_ERA})", _REQUIRED),
            Column("sha256", "string", "ค่า SHA-256 ของไฟล์ PDF", (*_REQUIRED, ("pattern", "[0-9a-f]{64}"))),
            Column("page", "string", "ที่อยู่ถาวรของหน้าเอกสาร", _REQUIRED),
            Column("pdf", "string", "ที่อยู่ถาวรของไฟล์ PDF", _REQUIRED),
            Column("docx", "string", "ที่อยู่ถาวรของไฟล์ Word", _REQUIRED),
            Column("data", "string", "ที่อยู่ถาวรของข้อมูล JSON", _REQUIRED),
        ),
        ("municipality_id", "fiscal_year", "kind"),
        _publications,
    ),
    Table(
        "results",
        "ผลการประเมินรายเทศบาลและรายปี",
        (
            *_PLACE,
            _FISCAL_YEAR,
            Column("total", "number", "คะแนนรวม ๐–๑๐๐ (ว่างเมื่อไม่ทราบ)", _SCORE),
            Column("level", "string", "ระดับผลการประเมินที่ประกาศ (ว่างเมื่อไม่ทราบ)"),
            *(Column(code, "number", f"คะแนน {code.upper()}", _SCORE) for code in INSTRUMENT_CODES),
            _SOURCE,
        ),
        ("municipality_id", "fiscal_year"),
        _results,
    ),
    Table(
        "scores",
        "คะแนนรายเทศบาล รายปี และรายตัวชี้วัด",
        (
            *_PLACE,
            _FISCAL_YEAR,
            Column(
                "indicator",
                "string",
                f"รหัสตัวชี้วัด {INDICATOR_CODES[0]}–{INDICATOR_CODES[-1]}",
                (*_REQUIRED, ("enum", list(INDICATOR_CODES))),
            ),
            Column("indicator_name", "string", "ชื่อตัวชี้วัดของปีนั้น", _REQUIRED),
            Column("instrument", "string", "เครื่องมือที่วัด", (("enum", list(INSTRUMENT_CODES)),)),
            Column("score", "number", "คะแนน ๐–๑๐๐", (*_REQUIRED, *_SCORE)),
            _SOURCE,
        ),
        ("municipality_id", "fiscal_year", "indicator"),
        _scores,
    ),
    Table(
        "measures",
        "มาตรการรายเทศบาลและรายปี",
        (
            *_PLACE,
            _FISCAL_YEAR,
            Column("assessed_year", "integer", "ปีงบประมาณของผลการประเมินที่นำมาวางมาตรการ (พ.ศ.)", _YEAR),
            Column("number", "integer", "ลำดับที่", (*_REQUIRED, ("minimum", 1))),
            Column("title", "string", "มาตรการ", _REQUIRED),
            Column("issue", "integer", "เลขที่ประเด็น (ว่างเมื่อไม่ได้ระบุ)", (("minimum", 1),)),
            Column("issue_name", "string", "ชื่อประเด็นของปีนั้น"),
            Column("about", "string", "ตัวชี้วัดหรือเครื่องมือที่มาตรการตอบ คั่นด้วยช่องว่าง"),
            Column(
                "stance",
                "string",
                "แนวทาง: urgent แก้ไขเร่งด่วน, improve พัฒนา, maintain รักษาระดับ",
                (("enum", ["urgent", "improve", "maintain"]),),
            ),
            Column("responsible", "string", "ผู้รับผิดชอบ คั่นด้วย |"),
            Column("starts_on", "date", "วันเริ่ม (ค.ศ.)"),
            Column("ends_on", "date", "วันสิ้นสุด (ค.ศ.)"),
            Column("status", "string", "สถานะการดำเนินการ (ว่างเมื่อยังไม่เผยแพร่รายงานผล)", _STATUS),
            _SOURCE,
        ),
        ("municipality_id", "fiscal_year", "number"),
        _measures,
    ),
)
