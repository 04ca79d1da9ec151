"""The open data as tables: what their columns mean, and their rows, from publications alone.

Rows come a few municipalities at a time, so that thousands take no more memory than twenty.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.utils import timezone

from assessments import framework
from assessments.models import FIRST_YEAR, INDICATOR_CODES, INSTRUMENT_CODES, LAST_YEAR
from ita_portal.thai import BUDDHIST_ERA
from public import figures
from public.data_columns import DETAIL_COLUMNS, DataColumn, DataValue, detail_values, single_line
from public.figures import Source
from public.publications import MUNICIPALITY, absolute, live

AT_ONCE = 20
DataRow = Sequence[DataValue]


@dataclass(frozen=True)
class DataTable:
    """A table of the open data; `key` names the columns that no two rows share."""

    name: str
    title: str
    columns: tuple[DataColumn, ...]
    key: tuple[str, ...]
    rows_of: Callable[[list[Source]], Iterator[DataRow]]

    def rows(self) -> Iterator[DataRow]:
        """All rows, the municipalities in the order in which the portal came to know them."""
        keys = list(live().order_by(MUNICIPALITY).values_list(MUNICIPALITY, flat=True).distinct())
        for start in range(0, len(keys), AT_ONCE):  # no query stays open between two rows
            for said in figures.sources(keys[start : start + AT_ONCE]).values():
                yield from self.rows_of(said)


_REQUIRED = (("required", True),)
_YEAR = (*_REQUIRED, ("minimum", FIRST_YEAR), ("maximum", LAST_YEAR))
_SCORE = (("minimum", 0), ("maximum", 100))
_PLACE = (
    DataColumn("municipality_id", "integer", "เลขที่ของเทศบาลในระบบนี้", _REQUIRED),
    DataColumn("municipality_code", "string", "รหัส อปท. ๗ หลัก (ว่างเมื่อไม่ทราบ)", (("pattern", "[0-9]{7}"),)),
    DataColumn("municipality", "string", "ชื่อเทศบาล", _REQUIRED),
    DataColumn("district", "string", "อำเภอ", _REQUIRED),
    DataColumn("province", "string", "จังหวัด", _REQUIRED),
    DataColumn("is_example", "boolean", "เป็นข้อมูลสาธิต มิใช่ของเทศบาลจริง", _REQUIRED),
)
_SOURCE = DataColumn("source", "string", "ที่อยู่ถาวรของฉบับที่ใช้", (*_REQUIRED,))


def _place(source: Source) -> tuple[DataValue, ...]:
    place = source.edition.municipality
    district = place.district
    example = "true" if place.is_example else "false"
    return (place.pk, place.code, place.full_name, district.name, district.province.name, example)


def _from(source: Source) -> str:
    return absolute(source.edition.revision_path)


def _publications(said: list[Source]) -> Iterator[DataRow]:
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
            *(one.address, *files, "true" if one.under_correction else "false"),
            " ".join(map(str, one.contradicted)) or None,
        )


def _results(said: list[Source]) -> Iterator[DataRow]:
    for year, known in figures.assessments_by_year(said).items():
        means = known.year.instruments
        tools = tuple(means.get(code) for code in INSTRUMENT_CODES)
        level = known.year.announced_level
        contradicted = "true" if year in known.source.edition.contradicted else "false"
        yield (
            *_place(known.source),
            year,
            known.year.total,
            level,
            *tools,
            contradicted,
            _from(known.source),
        )


def _scores(said: list[Source]) -> Iterator[DataRow]:
    for year, known in figures.assessments_by_year(said).items():
        place, source = _place(known.source), _from(known.source)
        for indicator in framework.load(year).indicators:
            if (score := known.year.scores.get(indicator.code)) is not None:
                yield (*place, year, indicator.code, indicator.name, indicator.instrument, score, source)


def _measures(said: list[Source]) -> Iterator[DataRow]:
    for year, source in sorted(figures.plans(said).items()):
        issues = {issue.number: issue.name for issue in framework.load(year).issues}
        for measure in source.measures:
            yield (
                *_place(source),
                year,
                source.assessed_year,
                measure.number,
                single_line(measure.title),
                measure.issue,
                issues.get(measure.issue or 0),
                " ".join(measure.about),
                measure.stance,
                " | ".join(map(single_line, measure.responsible)),
                measure.starts_on,
                measure.ends_on,
                measure.result.status if measure.result else None,
                _from(source),
                *detail_values(measure),
            )


def _evidence(said: list[Source]) -> Iterator[DataRow]:
    for year, source in sorted(figures.plans(said).items()):
        for measure in source.measures:
            for place, shown in enumerate(measure.evidence, 1):
                yield (
                    *_place(source),
                    year,
                    measure.number,
                    place,
                    single_line(shown.title),
                    shown.dated_on,
                    "true" if shown.named_only else "false",
                    shown.url or None,
                    single_line(shown.file_name) or None,
                    shown.size,
                    shown.sha256 or None,
                    _from(source),
                )


_FISCAL_YEAR = DataColumn("fiscal_year", "integer", "ปีงบประมาณ (พ.ศ.)", _YEAR)
_STATUS = (("enum", ["not_started", "underway", "done", "dropped"]),)
TABLES = (
    DataTable(
        "publications",
        "เอกสารที่เผยแพร่",
        (
            *_PLACE,
            _FISCAL_YEAR,
            DataColumn(
                "kind", "string", "ชนิด: plan มาตรการ, results รายงานผล", (("enum", ["plan", "results"]),)
            ),
            DataColumn("revision", "integer", "ฉบับที่", (*_REQUIRED, ("minimum", 1))),
            DataColumn("title", "string", "ชื่อเอกสาร", _REQUIRED),
            DataColumn("published_on", "date", f"วันที่เผยแพร่ (ค.ศ. = พ.ศ. − {BUDDHIST_ERA})", _REQUIRED),
            DataColumn(
                "sha256", "string", "ค่า SHA-256 ของไฟล์ PDF", (*_REQUIRED, ("pattern", "[0-9a-f]{64}"))
            ),
            DataColumn("page", "string", "ที่อยู่ถาวรของหน้าเอกสาร", _REQUIRED),
            DataColumn("pdf", "string", "ที่อยู่ถาวรของไฟล์ PDF", _REQUIRED),
            DataColumn("docx", "string", "ที่อยู่ถาวรของไฟล์ Word", _REQUIRED),
            DataColumn("data", "string", "ที่อยู่ถาวรของข้อมูล JSON", _REQUIRED),
            DataColumn("under_correction", "boolean", "อยู่ระหว่างแก้ไขตามผลการประเมินที่ ป.ป.ช. แก้ไข", _REQUIRED),
            DataColumn(
                "contradicted_years",
                "string",
                "ปีงบประมาณของผลที่เอกสารอื่นของเทศบาลซึ่งเผยแพร่อยู่พิมพ์ไม่ตรงกัน คั่นด้วยช่องว่าง",
            ),
        ),
        ("municipality_id", "fiscal_year", "kind"),
        _publications,
    ),
    DataTable(
        "results",
        "ผลการประเมินรายเทศบาลและรายปี",
        (
            *_PLACE,
            _FISCAL_YEAR,
            DataColumn("total", "number", "คะแนนรวม ๐–๑๐๐ (ว่างเมื่อไม่ทราบ)", _SCORE),
            DataColumn("level", "string", "ระดับผลการประเมินที่ประกาศ (ว่างเมื่อไม่ทราบ)"),
            *(DataColumn(code, "number", f"คะแนน {code.upper()}", _SCORE) for code in INSTRUMENT_CODES),
            DataColumn("contradicted", "boolean", "เอกสารอื่นของเทศบาลซึ่งเผยแพร่อยู่พิมพ์ผลปีนี้ไม่ตรงกัน", _REQUIRED),
            _SOURCE,
        ),
        ("municipality_id", "fiscal_year"),
        _results,
    ),
    DataTable(
        "scores",
        "คะแนนรายเทศบาล รายปี และรายตัวชี้วัด",
        (
            *_PLACE,
            _FISCAL_YEAR,
            DataColumn(
                "indicator",
                "string",
                f"รหัสตัวชี้วัด {INDICATOR_CODES[0]}–{INDICATOR_CODES[-1]}",
                (*_REQUIRED, ("enum", list(INDICATOR_CODES))),
            ),
            DataColumn("indicator_name", "string", "ชื่อตัวชี้วัดของปีนั้น", _REQUIRED),
            DataColumn("instrument", "string", "เครื่องมือที่วัด", (("enum", list(INSTRUMENT_CODES)),)),
            DataColumn("score", "number", "คะแนน ๐–๑๐๐", (*_REQUIRED, *_SCORE)),
            _SOURCE,
        ),
        ("municipality_id", "fiscal_year", "indicator"),
        _scores,
    ),
    DataTable(
        "measures",
        "มาตรการรายเทศบาลและรายปี",
        (
            *_PLACE,
            _FISCAL_YEAR,
            DataColumn("assessed_year", "integer", "ปีงบประมาณของผลการประเมินที่นำมาวางมาตรการ (พ.ศ.)", _YEAR),
            DataColumn("number", "integer", "ลำดับที่", (*_REQUIRED, ("minimum", 1))),
            DataColumn("title", "string", "มาตรการ", _REQUIRED),
            DataColumn("issue", "integer", "เลขที่ประเด็น (ว่างเมื่อไม่ได้ระบุ)", (("minimum", 1),)),
            DataColumn("issue_name", "string", "ชื่อประเด็นของปีนั้น"),
            DataColumn("about", "string", "ตัวชี้วัดหรือเครื่องมือที่มาตรการตอบ คั่นด้วยช่องว่าง"),
            DataColumn(
                "stance",
                "string",
                "แนวทาง: urgent แก้ไขเร่งด่วน, improve พัฒนา, maintain รักษาระดับ",
                (("enum", ["urgent", "improve", "maintain"]),),
            ),
            DataColumn("responsible", "string", "ผู้รับผิดชอบ คั่นด้วย |"),
            DataColumn("starts_on", "date", "วันเริ่ม (ค.ศ.)"),
            DataColumn("ends_on", "date", "วันสิ้นสุด (ค.ศ.)"),
            DataColumn("status", "string", "สถานะการดำเนินการ (ว่างเมื่อยังไม่เผยแพร่รายงานผล)", _STATUS),
            _SOURCE,
            *DETAIL_COLUMNS,
        ),
        ("municipality_id", "fiscal_year", "number"),
        _measures,
    ),
    DataTable(
        "evidence",
        "หลักฐานของมาตรการ",
        (
            *_PLACE,
            _FISCAL_YEAR,
            DataColumn("number", "integer", "ลำดับที่ของมาตรการ", (*_REQUIRED, ("minimum", 1))),
            DataColumn("place", "integer", "ลำดับที่ของหลักฐานในมาตรการ", (*_REQUIRED, ("minimum", 1))),
            DataColumn("title", "string", "ชื่อหลักฐาน", _REQUIRED),
            DataColumn("dated_on", "date", "ลงวันที่ (ค.ศ.)"),
            DataColumn("named_only", "boolean", "แสดงเฉพาะชื่อ เพราะมีข้อมูลส่วนบุคคล", _REQUIRED),
            DataColumn("address", "string", "ที่อยู่เว็บ (ว่างเมื่อแสดงเฉพาะชื่อ)"),
            DataColumn("file_name", "string", "ชื่อไฟล์ (ว่างเมื่อเป็นที่อยู่เว็บ)"),
            DataColumn("size", "integer", "ขนาดไฟล์เป็นไบต์", (("minimum", 1),)),
            DataColumn("sha256", "string", "ค่า SHA-256 ของไฟล์", (("pattern", "[0-9a-f]{64}"),)),
            _SOURCE,
        ),
        ("municipality_id", "fiscal_year", "number", "place"),
        _evidence,
    ),
)
