"""The columns of a table of announced results as provinces keep it, and how their cells are read."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from assessments.models import FIRST_YEAR, INDICATOR_CODES, LAST_YEAR
from assessments.pasted import words
from assessments.scoring import FULL
from ita_portal.fields import FiscalYearField, ScoreField
from ita_portal.thai import BUDDHIST_ERA, search_key
from municipalities.place_columns import CODE, DISTRICT, PROVINCE, WHO_NAMES, CellField
from municipalities.table_files import Doubted, TableColumn, TableShape

PARTS = {"iit": "IIT", "eit": "EIT", "eit1": "EIT ส่วนที่ 1", "eit2": "EIT ส่วนที่ 2", "oit": "OIT"}
TOTAL, LEVEL = words.TOTAL, words.LEVEL
_SCORES = ["90.64", "92.12", "95.55", "74.54", "89.98", "92.11", "89.81", "78.89", "90.00", "100.00"]
_COMMON_ERA = re.compile(r"(?:(?:ปีงบประมาณ|ปี)? ?ค\.? ?ศ\.?|fy|ปีงบประมาณ|ปี)? ?(20[0-9]{2})")
_FIRST_OF_JANUARY = re.compile(r"1/1/([0-9]{4})")
_FINER = re.compile(r"[0-9]{1,3}\.[0-9]{3,}")
_OF_YEAR = re.compile(r"(?:ประจำ)?(?:ปีงบประมาณ|ปี)?\s*(?:พ\.?\s?ศ\.?)?\s*25[6-9][0-9]")
_UNITS = re.compile("%|คะแนน|ร้อยละ|เปอร์เซ็นต์")


class YearCellField(FiscalYearField):
    """A fiscal year as people write it: "พ.ศ. 2567", "ปี ๒๕๖๗", "2567.0", the first of January 2567.

    A year of the Common Era can only be meant as such; what was made of it is said.
    """

    def parse(self, text: str) -> int | Doubted:  # type: ignore[override] # what is said comes along
        """The year (B.E.); raises ValueError with a Thai sentence."""
        typed = re.sub(r"\.0+$", "", search_key(text))
        if day := _FIRST_OF_JANUARY.fullmatch(typed):
            typed = day[1]
        if len(words.years_in(typed)) > 1:
            raise ValueError(f"ช่องนี้มีหลายปี ({text}) กรุณาพิมพ์ปีงบประมาณเป็น พ.ศ. ปีเดียว เช่น 2567")
        if "/" in typed:
            raise ValueError(f"ช่องนี้เป็นวันที่ ({text}) กรุณาพิมพ์ปีงบประมาณเป็น พ.ศ. เช่น 2567")
        if common := _COMMON_ERA.fullmatch(typed):
            year = super().parse(str(int(common[1]) + BUDDHIST_ERA))
            return Doubted(year, f"อ่านปี ค.ศ. {common[1]} เป็น พ.ศ. {year}", asks=False)
        return super().parse(str(words.years_in(typed)[0]) if words.is_year(typed) else typed)


class ScoreCellField(ScoreField):
    """A score as files hold it: "91.50%", "90.5 คะแนน"; one of more than two decimals is doubted."""

    def parse(self, text: str) -> Decimal | Doubted | None:  # type: ignore[override] # a doubt comes along
        """The score, None where the cell says that there is none; raises ValueError with a Thai sentence."""
        found = words.read_value(text)
        if not isinstance(found, words.Unread):
            return found
        if finer := _FINER.fullmatch(_UNITS.sub("", search_key(text)).strip()):
            exact = Decimal(finer[0])
            value = exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
            if exact <= FULL:
                return Doubted(value, f"{exact} มีทศนิยมเกิน 2 ตำแหน่ง จะบันทึกเป็น {value}")
        raise ValueError(found.why)


class LevelCellField(CellField):
    """A level, by the name that any year gives it."""

    def to_python(self, value: Any) -> Any:
        """The level as it is called, else what was written."""
        text = super().to_python(value)
        return words.level_called(text) or text


def _named(text: str) -> str:
    """The key of a figure's column by what people call it; "" for none. "ผลคะแนน" alone is the total.

    The year that a column is of does not name it: "คะแนน ปี 2567".
    """
    if words.IGNORED.search(search_key(text)):
        return ""
    text = _OF_YEAR.sub("", search_key(text))
    is_score = "คะแนน" in text and words.SCORE_HEAD.fullmatch(words.squeezed(text))
    return words.field_named(text) or (TOTAL if is_score else "")


def _years_of_title(text: str) -> list[str]:
    """The fiscal years of a title: "ประจำปีงบประมาณ พ.ศ. ๒๕๖๘"."""
    return list(map(str, words.years_in(text)))


WHO = (
    CODE,
    TableColumn("name", "เทศบาล", CellField(max_length=200), "เทศบาลตัวอย่าง (ลบแถวนี้ก่อนใช้)", WHO_NAMES["name"]),
    DISTRICT,
    PROVINCE,
)
YEAR = TableColumn(
    "fiscal_year",
    "ปีงบประมาณ",
    YearCellField(first=FIRST_YEAR, last=LAST_YEAR),
    "2567",
    (
        "ปี", "พ.ศ.", "ปี พ.ศ.", "ปีงบประมาณ พ.ศ.", "ปีที่ประเมิน", "ปีประเมิน", "ปีการประเมิน", "ปีงบประมาณที่ประเมิน",
        "ประจำปี", "ประจำปีงบประมาณ", "ปีงบฯ", "ปีงบ", "ปีของผลการประเมิน", "year",
    ),
    required=True,
)  # fmt: skip
FIGURES = (
    TableColumn(TOTAL, "คะแนนรวม", ScoreCellField(), "90.65", ("คะแนน ITA", "คะแนน", "total"), optional=True),
    TableColumn(
        LEVEL, "ระดับ", LevelCellField(max_length=40), "ผ่าน", ("ระดับผลการประเมิน", "level"), optional=True
    ),
    *(
        TableColumn(
            f"score_{code}", f"ตัวชี้วัดที่ {code}", ScoreCellField(), score, (code, f"ตัวชี้วัด {code}"), optional=True
        )
        for code, score in zip(INDICATOR_CODES, _SCORES, strict=True)
    ),
    *(
        TableColumn(f"announced_{code}", f"คะแนน {name}", ScoreCellField(), also=(name,), optional=True)
        for code, name in PARTS.items()
    ),
)
COLUMNS = (*WHO, YEAR, *FIGURES)
TITLES = {column.key: column.title for column in COLUMNS}
FIGURE_KEYS = {column.key for column in FIGURES}
SHAPE = TableShape(
    COLUMNS,
    # What the portal's own tables hold beside the figures: province.csv, results.csv.
    unused=(
        "ประเภท", "ปีงบประมาณของแผน", "เปลี่ยนแปลงจากปีก่อน", "ตัวชี้วัดที่ต่ำกว่าเกณฑ์", "มาตรการ:…", "รายงานผล:…",
        "municipality_id", "is_example", "source",
    ),
    read=_named,
    own_mark="municipality_id",
    titled="fiscal_year",
    read_title=_years_of_title,
    computed=("iit", "eit", "oit"),
)  # fmt: skip
