"""Whatever the scores: a true sentence is never complained of, the same with one number changed always is."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from assessments import framework, scoring
from documents.checks.complaints import Complaint
from documents.dossier import Dossier, Year
from ita_portal.thai import arabic_digits, thai_digits
from tests.documents.figure_texts import dossier, kind_of, spoken

RULES = framework.load(2568)
CODES = RULES.score_codes
two_places = st.decimals(min_value=30, max_value=100, places=2)
all_scores = st.lists(two_places, min_size=10, max_size=10)

# Numbers stand in braces: {now} and {then} are the indicator's of 2568 and 2567, {total} and {tool} of 2568.
SENTENCES = [
    "ตัวชี้วัดที่ {code} {name} ได้ {now} คะแนน",
    "ตัวชี้วัดที่ {code} {name} มีผลคะแนนเท่ากับ {now} คะแนน จึงควรพัฒนาต่อไป",
    "ตัวชี้วัดที่ {code} ได้คะแนนร้อยละ {now}",
    "ด้าน{name} ได้คะแนน {now}",
    "{code}. {name} ({now} คะแนน)",
    "ผลการประเมินปีงบประมาณ พ.ศ. {this} ตัวชี้วัดที่ {code} ได้ {now} คะแนน",
    "ปี {last} ตัวชี้วัดที่ {code} ได้ {then} คะแนน และปี {this} ได้ {now} คะแนน",
    "ตัวชี้วัดที่ {code} ได้ {now} คะแนน {moved}จาก {then} คะแนนในปีงบประมาณ พ.ศ. {last}",
    "ตัวชี้วัดที่ {code} {name} {moved}จาก {then} เป็น {now} คะแนน",
    "คะแนนรวม {total} คะแนน จากคะแนนเต็ม ๑๐๐ คะแนน",
    "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. {this} มีคะแนนรวม {total} คะแนน",
    "แบบวัด {tool_name} ได้ {tool} คะแนน",
    "ตัวชี้วัดที่ {code} {moved}จากปี {last} จำนวน {gained} คะแนน",
    "ตัวชี้วัดที่ {code} ได้ {now} คะแนน {moved} {gained} คะแนนจากปีก่อน",
    "มี {weak} ตัวชี้วัดที่ต่ำกว่าเกณฑ์ ๘๕ คะแนน",
    "ตัวชี้วัดที่ไม่ผ่านเกณฑ์ จำนวน {weak} ตัวชี้วัด",
]
CHANGEABLE = ("now", "then", "total", "tool", "gained", "weak")


def years(now: list[Decimal], then: list[Decimal]) -> tuple[Year, Year]:
    return tuple(  # type: ignore[return-value]
        Year(year, dict(zip(CODES, scores, strict=True))) for year, scores in ((2567, then), (2568, now))
    )


def words(code: str, last: Year, this: Year) -> dict[str, str]:
    """What the braces of a true sentence stand for."""
    before, after = last.scores[code], this.scores[code]
    tool = RULES.instrument_of(code)
    return {
        "code": code,
        "name": RULES.indicator(code).name,
        "now": f"{after}",
        "then": f"{before}",
        "total": f"{this.total}",
        "tool_name": tool.abbreviation,
        "tool": f"{this.instruments[str(tool.code)]}",
        "gained": f"{abs(after - before)}",
        "moved": "เพิ่มขึ้น" if after > before else "ลดลง",
        "weak": str(len(scoring.below_pass_mark(this.scores, RULES))),
        "this": "2568",
        "last": "2567",
    }


def with_years(place: str, text: str, code: str, known: tuple[Year, Year]) -> Dossier:
    made = dossier(place, text, code)
    analyses = made.years[1].analyses
    return replace(made, years=(known[0], replace(known[1], analyses=analyses)))


def found(place: str, text: str, code: str, known: tuple[Year, Year]) -> list[Complaint]:
    return spoken(with_years(place, text, code, known), kind_of(place))


situations = {
    "sentence": st.sampled_from(SENTENCES),
    "code": st.sampled_from(CODES),
    "now": all_scores,
    "then": all_scores,
    "thai": st.booleans(),
    "place": st.sampled_from(["analysis", "reason"]),
}
quiet = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])


@pytest.mark.slow
@quiet
@given(**situations)
def test_a_true_sentence_is_never_complained_of(sentence, code, now, then, thai, place):
    known = years(now, then)
    assume(known[0].scores[code] != known[1].scores[code])
    text = sentence.format(**words(code, *known))
    text = thai_digits(text) if thai else arabic_digits(text)
    assert [complaint.message for complaint in found(place, text, code, known)] == []


@pytest.mark.slow
@quiet
@given(
    **situations, changed=st.sampled_from(CHANGEABLE), by=st.decimals(min_value="0.01", max_value=9, places=2)
)
def test_the_same_sentence_with_one_number_changed_is_found(changed, by, **situation):
    sentence, code, now, then, thai, place = (situation[name] for name in situations)
    known = years(now, then)
    right = words(code, *known)
    assume(f"{{{changed}}}" in sentence and known[0].scores[code] != known[1].scores[code])
    value = Decimal(right[changed]) + (by if changed != "weak" else max(1, int(by)))
    assume(value <= (100 if changed != "weak" else 10))
    figures = {
        Decimal(number) for key, number in right.items() if re.fullmatch(r"[\d.]+", number) and key != changed
    }
    assume(value not in figures | {*known[0].scores.values(), *known[1].scores.values()})
    text = sentence.format(**right | {changed: f"{value}"})
    text = thai_digits(text) if thai else arabic_digits(text)
    assert found(place, text, code, known) != []
