"""A column of the open data, and those of what a measure may say beside its required parts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from documents.dossier import MeasureFacts
from measures.enums import MeasureKind
from measures.progress import QuarterProgress

DataValue = str | int | Decimal | date | None


@dataclass(frozen=True)
class DataColumn:
    """A column in the words of Frictionless Table Schema: its name, type, Thai title and constraints."""

    name: str
    type: str
    title: str
    constraints: tuple[tuple[str, Any], ...] = ()


# What a measure may have beside, behind the columns that were there before.
DETAIL_COLUMNS = (
    DataColumn(
        "kind",
        "string",
        "ประเภท: measure มาตรการ, project โครงการ, activity กิจกรรม",
        (("enum", MeasureKind.values()),),
    ),
    DataColumn("goals", "string", "เป้าหมายหรือตัวชี้วัดความสำเร็จ คั่นด้วย |"),
    DataColumn("budget", "number", "งบประมาณเป็นบาท (๐ คือไม่ใช้งบประมาณ ว่างเมื่อไม่ได้ระบุ)", (("minimum", 0),)),
    DataColumn("quarters", "string", "ไตรมาสที่ดำเนินการ ๑–๔ คั่นด้วยช่องว่าง"),
    DataColumn("monitored_on", "string", "วันที่ติดตามผล (ค.ศ.) คั่นด้วยช่องว่าง"),
    DataColumn("obstacles", "string", "ปัญหาหรืออุปสรรคของมาตรการ คั่นด้วย |"),
    DataColumn("suggestions", "string", "ข้อเสนอแนะของมาตรการ คั่นด้วย |"),
    DataColumn(
        "progress", "string", "ร้อยละสะสมถึงสิ้นไตรมาส: ไตรมาส:แผน/ผล คั่นด้วยช่องว่าง (- คือไม่ทราบ) เช่น 1:25/20 2:50/-"
    ),
)


def detail_values(measure: MeasureFacts) -> tuple[DataValue, ...]:
    """What stands in these columns."""
    result = measure.result
    return (
        measure.kind or None,
        _items(measure.goals),
        measure.budget,
        " ".join(map(str, measure.quarters)) or None,
        " ".join(measure.monitored_on) or None,
        _items(result.obstacles if result else ()),
        _items(result.suggestions if result else ()),
        " ".join(_quarter(one) for one in result.progress) or None if result else None,
    )


def _quarter(one: QuarterProgress) -> str:
    planned, actual = ("-" if value is None else value for value in (one.planned, one.actual))
    return f"{one.quarter}:{planned}/{actual}"


def _items(items: Sequence[str]) -> str | None:
    return " | ".join(map(single_line, items)) or None


def single_line(text: str) -> str:
    """A text without line breaks, which some readers of CSV take for the end of a row."""
    return " ".join(text.split())
