"""What contradicts itself in the scores of a year. Pure."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from assessments.comparison import compare_year
from assessments.framework import Framework
from assessments.scoring import rounded
from ita_portal.thai import decimal_text


def score_doubts(rules: Framework, values: Mapping[str, Decimal | str]) -> Iterator[str]:
    """A sentence where the total is not what the indicators give, and where the level does not fit.

    `values` are those of the year's form, by field ("score_1", "announced_total", "announced_level" …).
    """
    figures = {name: value for name, value in values.items() if isinstance(value, Decimal)}
    scores = {name[6:]: value for name, value in figures.items() if name.startswith("score_")}
    announced = {name[10:]: value for name, value in figures.items() if name.startswith("announced_")}
    level = str(values.get("announced_level") or "")
    found = compare_year(rules, scores, announced, level, {})
    told, computed = found.total.announced, found.total.computed
    # What is announced was rounded on the way: off by the last digit as it is printed is no contradiction.
    if told is not None and computed is not None and abs(told - rounded(computed)) > rules.tolerance:
        yield f"คะแนนรวม {decimal_text(told)} ไม่ตรงกับที่คำนวณจากตัวชี้วัด ({decimal_text(computed)})"
    total = announced.get("total", found.total.computed)
    known = {each.name: each for each in rules.levels}
    if level and level not in known:
        yield f"ปีนี้ไม่มีระดับ “{level}”"
    elif level and total is not None and known[level].min_total > total:
        least = decimal_text(known[level].min_total)
        yield f"ระดับ “{level}” ต้องได้คะแนนรวมตั้งแต่ {least} แต่คะแนนรวมคือ {decimal_text(total)}"
    elif found.level_agrees is False:
        yield f"ระดับ “{level}” ไม่ตรงกับที่คาดการณ์จากคะแนน (“{found.expected_level.text}”)"
