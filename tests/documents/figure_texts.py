"""A plan of 2569 and its report of results, in which one text is put where a test wants it."""

from dataclasses import replace
from decimal import Decimal

from documents.checks.catalogue import check_report
from documents.checks.complaints import Complaint
from documents.dossier import (
    AnalysisFacts,
    Dossier,
    EvidenceFacts,
    FindingFacts,
    MeasureFacts,
    PlaceFacts,
    ResultFacts,
    Year,
)
from tests.documents.dossiers import scores

PLACE = PlaceFacts(
    "5520603", "tambon", "ดอยงาม", "เทศบาลตำบลดอยงาม", "เมือง", "ลำปาง", "https://example.go.th"
)
FIGURES = {
    2567: "94.10 93.75 92.60 95.40 91.85 90.33 88.74 86.91 92.00 96.25",
    2568: "98.29 99.15 100.00 97.95 100.00 96.22 84.12 83.20 90.00 97.50",
    2569: "97.29 99.15 100.00 98.40 100.00 97.22 87.12 86.20 92.00 97.50",
}
TOTALS = {2567: ("92.31", "ผ่านดี"), 2568: ("93.58", "ผ่าน"), 2569: ("94.64", "ผ่านดี")}
FIGURE_CHECKS = ("T06", "T07", "T08", "T09")


def year(fiscal_year: int) -> Year:
    """The invented result of a year; 2567 and 2569 lie above 85 throughout, 2568 has 7 and 8 below."""
    total, level = TOTALS[fiscal_year]
    return Year(fiscal_year, scores(FIGURES[fiscal_year]), Decimal(total), level)


def dossier(place: str, text: str, about: str = "4", *years: int) -> Dossier:
    """The plan with a text at a place, written on indicators ("4", "4 8").

    Places are "analysis", "guideline", "finding", "reason", "title", "step", "follow_up", and of the results
    "done", "outcome", "evidence", "overall", "obstacle", "suggestion".
    """
    codes = tuple(about.split())
    assessed = year(2568)
    if place in ("analysis", "guideline"):
        written = AnalysisFacts(
            codes[0], "improve", text if place == "analysis" else "", (text,) * (place == "guideline")
        )
        assessed = replace(assessed, analyses=(written,))
    if place == "finding":
        assessed = replace(assessed, findings=(FindingFacts("i10", codes[0], text),))
    measure = MeasureFacts(
        1, text if place == "title" else "เรื่อง", codes, "improve",
        analysis=text if place == "reason" else "",
        steps=(text,) * (place == "step"),
        follow_up=text if place == "follow_up" else "",
        result=ResultFacts("done", (text,) * (place == "done"), (text,) * (place == "outcome")),
        evidence=(EvidenceFacts(text, ""),) if place == "evidence" else (),
    )  # fmt: skip
    known = [year(2567), assessed, year(2569)]
    return Dossier(
        PLACE, 2569, 2568, tuple(row for row in known if not years or row.fiscal_year in years), (measure,),
        overall_outcome=(text,) * (place == "overall"),
        obstacles=(text,) * (place == "obstacle"),
        suggestions=(text,) * (place == "suggestion"),
    )  # fmt: skip


def kind_of(place: str) -> str:
    """The document that prints a text of this place."""
    return (
        "results" if place in ("done", "outcome", "evidence", "overall", "obstacle", "suggestion") else "plan"
    )


def spoken(dossier: Dossier, kind: str) -> list[Complaint]:
    """What the checks of figures complain of."""
    rows = check_report(dossier, kind)
    return [complaint for row in rows if row.check.code in FIGURE_CHECKS for complaint in row.complaints]
