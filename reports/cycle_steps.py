"""How far each step of a fiscal year's cycle has come, in the words of its tab. Pure.

What counts as done is asked where it is decided (see docs/architecture.md, "One rule, one place").
"""

from collections.abc import Mapping
from dataclasses import dataclass

from documents.checks.complaints import Severity
from documents.checks.weighing import weights
from documents.dossier import Dossier, Year
from ita_portal.thai import thai_digits
from measures.completeness import lacking
from reports.states import SHORT_TITLES, State

NO_PLAN, NO_MEASURES = "ยังไม่มีแผน", "ยังไม่มีมาตรการ"


@dataclass(frozen=True)
class StepSign:
    """What a tab says of its step; `title` names the document where a step has two.

    `tone` is the colour of the sign: "good", "warn", "bad", "info" or "".
    """

    text: str
    tone: str = ""
    title: str = ""


def step_signs(
    dossier: Dossier,
    states: Mapping[str, State],
    differing: Mapping[str, int] | None = None,
    *,
    reviews: bool = True,
) -> dict[str, tuple[StepSign, ...]]:
    """The signs of each step, by the name of its page.

    `states` are those of the plan's documents by kind; none while the plan is not begun. `differing` says of
    published ones in how many places the data of today differ, `reviews` whether the province reviews.
    """
    year = dossier.assessed or Year(dossier.assessed_year, {})
    scored = [code in year.scores for code in year.framework.score_codes]
    documents = [
        _document(SHORT_TITLES[kind], state.said(reviews=reviews), state.tone, (differing or {}).get(kind, 0))
        for kind, state in states.items()
    ]
    return {
        "assessment": (_share(sum(scored), len(scored)),),
        "findings": (StepSign(thai_digits(f"{len(year.findings)} ข้อ")),),
        "analyses": (_analyses(dossier, year),),
        "plan": _plan(dossier) if states else (StepSign("ยังไม่เริ่ม"),),
        "results": (_results(dossier),),
        "checks": tuple(_checks(dossier, kind) for kind in states) or (StepSign(NO_PLAN),),
        "documents": tuple(documents) or (StepSign(NO_PLAN),),
    }


def _document(title: str, state: str, tone: str, differing: int) -> StepSign:
    if not differing:
        return StepSign(state, tone, title)
    return StepSign(thai_digits(f"{state} ต่าง {differing} แห่ง"), "warn", title)


def _share(number: int, of: int, verb: str = "", unit: str = " ตัวชี้วัด") -> StepSign:
    return StepSign(thai_digits(f"{verb}{number} จาก {of}{unit}"), "good" if number == of else "")


def _analyses(dossier: Dossier, year: Year) -> StepSign:
    missing, number = len(dossier.unanalysed), len(year.framework.score_codes)
    return _share(number - missing, number) if missing else StepSign("วิเคราะห์ครบ", "good")


def _plan(dossier: Dossier) -> tuple[StepSign, ...]:
    if not dossier.measures:
        return (StepSign(NO_MEASURES),)
    number = StepSign(thai_digits(f"{len(dossier.measures)} มาตรการ"))
    gaps = sum(bool(lacking(one, one.about, dossier.framework)) for one in dossier.measures)
    return (number, StepSign(thai_digits(f"ขาดรายละเอียด {gaps}"), "warn")) if gaps else (number,)


def _results(dossier: Dossier) -> StepSign:
    if not dossier.measures:
        return StepSign(NO_MEASURES)
    return _share(dossier.reported, len(dossier.measures), "รายงานแล้ว ", "")


def _checks(dossier: Dossier, kind: str) -> StepSign:
    errors = weights(dossier, kind).count(Severity.ERROR)
    text, tone = (f"ต้องแก้ไข {errors} แห่ง", "bad") if errors else ("ไม่มีข้อที่ต้องแก้ไข", "good")
    return StepSign(thai_digits(text), tone, SHORT_TITLES[kind])
