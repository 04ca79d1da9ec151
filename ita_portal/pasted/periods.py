"""When something is carried out, as tables say it: "ต.ค. 68 – ก.ย. 69", "ตลอดปี", "ไตรมาสที่ ๑". Pure."""

import re
from calendar import monthrange
from datetime import date

from ita_portal.thai import BUDDHIST_ERA, OCTOBER, fiscal_year_span, quarter_span, typed_words
from ita_portal.typed import MONTH_NUMBERS, buddhist_year, parse_thai_date

Period = tuple[date | None, date | None]
_MONTH = "|".join(sorted(map(re.escape, MONTH_NUMBERS), key=len, reverse=True))
_BETWEEN = re.compile(r" ?(?:–|—|จนถึง|ถึง) ?| - |(?<=[0-9.ก-๙])-(?=[ก-๙]|[0-9]{1,2} ?[ก-๙])")
_WHOLE = re.compile(r"(?:ตลอด|ทั้ง|ภายใน|ใน)? ?(?:ปีงบประมาณ|ปี) ?(?:พ\.ศ\. ?)?([0-9]{2,4})?")
_QUARTERS = re.compile(r"ไตรมาส(?:ที่)? ?([1-4])(?: ?(?:-|–|ถึง|และ|,) ?(?:ไตรมาส)?(?:ที่)? ?([1-4]))?.*")
_BEFORE = re.compile("^(?:ดำเนินการ|เริ่ม|ตั้งแต่|ระหว่าง|ช่วง|เดือน|วันที่|ใน| )+")
_UNTIL = re.compile("^(?:แล้วเสร็จ)?ภายใน(?:เดือน|วันที่)? ?")
_POINT = re.compile(rf"(?:([0-9]{{1,2}}) ?)?(?:เดือน ?)?({_MONTH}) ?(?:พศ ?)?([0-9]{{2,4}})?")


def read_period(text: str, fiscal_year: int) -> Period:
    """The first and last day of a period; a month without a year is that of the fiscal year (B.E.).

    None stands for an end that is open. Raises ValueError with a Thai sentence for what can't be read.
    """
    words = typed_words(text)
    inside = re.search(r"\((.+)\)", words)
    for each in filter(None, (words, inside and inside[1], re.sub(r" ?\(.*\)", "", words))):
        if found := _period(each, fiscal_year):
            return found
    raise ValueError(f"อ่านระยะเวลา “{text.strip()}” ไม่ออก")


def _period(words: str, fiscal_year: int) -> Period | None:
    if whole := _WHOLE.fullmatch(words):
        return fiscal_year_span(buddhist_year(whole[1]) if whole[1] else fiscal_year)
    if quarters := _QUARTERS.fullmatch(words):
        first, last = int(quarters[1]), int(quarters[2] or quarters[1])
        return quarter_span(fiscal_year, first)[0], quarter_span(fiscal_year, last)[1]
    if until := _UNTIL.match(words):
        end = _point(words[until.end() :], fiscal_year, None)
        return (None, end[1]) if end else None
    parts = _BETWEEN.split(_BEFORE.sub("", words))
    if len(parts) == 1:
        return _point(parts[0], fiscal_year, None)
    if len(parts) > 2:  # noqa: PLR2004 - from, to
        return None
    end = _point(_BEFORE.sub("", parts[1]), fiscal_year, None)
    start = _point(parts[0], fiscal_year, end[1]) if end else None
    return (start[0], end[1]) if start and end else None


def _point(words: str, fiscal_year: int, end: date | None) -> tuple[date, date] | None:
    """The days that a date or a month means: the same day twice, or the first and the last of the month."""
    if not (found := _POINT.fullmatch(words.replace(".", "").strip())):
        try:
            day = parse_thai_date(words)
        except ValueError:
            return None
        return day, day
    month = MONTH_NUMBERS[found[2]]
    if found[3]:
        year = buddhist_year(found[3]) - BUDDHIST_ERA
    elif end:
        year = end.year - (month > end.month)
    else:
        year = fiscal_year - BUDDHIST_ERA - (month >= OCTOBER)
    last = monthrange(year, month)[1]
    if found[1]:
        return (date(year, month, int(found[1])),) * 2 if 0 < int(found[1]) <= last else None
    return date(year, month, 1), date(year, month, last)
