"""Why a check is made, where the reason has numbers or names of a fiscal year's rules in it. Pure."""

from collections.abc import Callable

from assessments import framework
from assessments.framework import Framework
from documents.dossier import Dossier
from ita_portal.thai import number_text, thai_digits

Reason = Callable[[Dossier, str], str]
"""In Thai, for the "plan" or "results" document of a dossier."""


def of_each_year(sentence: Callable[[Framework], str]) -> Reason:
    """A reason by the rules of each assessment that the document shows; given once where the years agree."""

    def reason(dossier: Dossier, kind: str) -> str:
        shown = [dossier.assessed_year] + [dossier.fiscal_year] * (kind == "results")
        reasons = {year: sentence(framework.load(year)) for year in shown}
        if len(set(reasons.values())) == 1:
            return reasons[dossier.assessed_year]
        return " · ".join(f"ปี {thai_digits(str(year))}: {words}" for year, words in reasons.items())

    return reason


def of_plan_year(sentence: Callable[[Framework], str]) -> Reason:
    """A reason by the rules of the year in which the measures are carried out."""
    return lambda dossier, _kind: sentence(dossier.framework)


def all_scores(rules: Framework) -> str:
    """Of how many indicators the scores are needed."""
    count = thai_digits(str(len(rules.indicators)))
    return f"คะแนนรวมและการวิเคราะห์ต้องใช้คะแนนทั้ง {count} ตัวชี้วัด ระหว่าง ๐ ถึง ๑๐๐ ทศนิยมไม่เกิน ๒ ตำแหน่ง"


def weighted_total(rules: Framework) -> str:
    """How the total is made, and how far the announced one may be from it."""
    shares = (f"{row.abbreviation} ร้อยละ {number_text(row.weight * 100)}" for row in rules.instruments)
    return f"คะแนนรวม = {' + '.join(shares)} {_tolerance(rules)} หากต่างโปรดระบุเหตุผล"


def instrument_means_reason(rules: Framework) -> str:
    """How an instrument's score is made, and how far the announced one may be from it."""
    return f"คะแนนของเครื่องมือคือค่าเฉลี่ยของตัวชี้วัดในเครื่องมือนั้น {_tolerance(rules)}"


def _tolerance(rules: Framework) -> str:
    return f"ต่างกันได้ไม่เกิน {number_text(rules.tolerance)}"


def levels(rules: Framework) -> str:
    """Between which names the levels lie."""
    return f"ระดับผลการประเมินของปีนี้มีตั้งแต่ {rules.levels[0].name} ถึง {rules.levels[-1].name}"


def analysis(rules: Framework) -> str:
    """By what the assessment can be analysed in a plan's year."""
    count = thai_digits(str(len(rules.issues)))
    by_issue = f" หรือวิเคราะห์ไว้กับมาตรการของทุกประเด็น ({count} ประเด็น)" if rules.issues else ""
    return f"วิเคราะห์รายตัวชี้วัดหรือรายเครื่องมือ{by_issue}"


def weak_indicators(dossier: Dossier, _kind: str) -> str:
    """Which indicators a measure must answer, by the rules of the assessed year, and whether one may do."""
    must = (
        f"ตัวชี้วัดที่ต่ำกว่า {number_text(dossier.assessed_rules.pass_mark)} คะแนน หรือต่ำที่สุดหากไม่มี "
        "ต้องมีมาตรการที่ระบุตัวชี้วัดนั้นหรือเครื่องมือของตัวชี้วัดนั้น"
    )
    if not dossier.framework.document("plan").one_indicator:
        return must
    year = thai_digits(str(dossier.fiscal_year))
    return f"{must} แต่แผนปี {year} อาจมีมาตรการของตัวชี้วัดเดียวที่เลือกไว้ก็เพียงพอ ข้อนี้จึงเพียงเตือน"


def issues(rules: Framework) -> str:
    """By how many issues the year groups measures."""
    year, count = thai_digits(str(rules.fiscal_year)), thai_digits(str(len(rules.issues)))
    return f"ปี {year} จัดมาตรการตาม {count} ประเด็น"
