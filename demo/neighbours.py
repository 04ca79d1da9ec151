"""Twelve invented municipalities of ลำปาง as bundles: made-up scores, and texts for what is weak in them."""

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from assessments import framework, scoring
from assessments.expected_level import expected_level
from exchange.writing import FORMAT

HERE = Path(__file__).resolve().parent
PLAN_YEAR = 2569
GOOD = Decimal(90)  # below it the demo's municipalities plan a measure, from it on they keep what they do
APART = Decimal("1.50")  # each invented part of EIT from its mean, so that the level is certain
SIGNED_ON = "2026-10-12"


def neighbour_places() -> list[dict[str, Any]]:
    """The municipalities: name, kind, district, scores by fiscal year (B.E.)."""
    return list(tomllib.loads((HERE / "neighbours.toml").read_text(encoding="utf-8"))["place"])


def neighbour_bundle(place: Mapping[str, Any]) -> bytes:
    """The municipality with its assessments and its plan of 2569, as a file of the exchange format."""
    scores, is_reported = place.get("scores", {}), place.get("reported", False)
    bundle: dict[str, Any] = {
        "format": FORMAT,
        "municipality": {key: place[key] for key in ("kind", "name", "district")} | {"province": "ลำปาง"},
        "assessments": [_assessment(int(year), values) for year, values in scores.items()],
    }
    if scores:
        bundle["plan"] = {
            "assessed_year": PLAN_YEAR - 1,
            "fiscal_year": PLAN_YEAR,
            "decided_on": "2025-10-20",
            "measures": list(_measures(place)),
            "overall_outcome": ["ดำเนินการครบทุกมาตรการ"] if is_reported else [],
            "suggestions": ["ควรเริ่มติดตามตั้งแต่ไตรมาสแรก"] if is_reported else [],
            **_extras()["plan"].get(place.get("says", ""), {}),
        }
        kind = {"mueang": "เมือง", "tambon": "ตำบล"}[place["kind"]]
        bundle["signatory"] = {
            "name": f"นายตัวอย่าง {place['name'].removeprefix('ตัวอย่าง')}",
            "position": f"นายกเทศมนตรี{kind}{place['name']}",
            "signed_on": SIGNED_ON,
        }
    return json.dumps(bundle, ensure_ascii=False).encode()


def _assessment(fiscal_year: int, values: Sequence[str]) -> dict[str, Any]:
    """A year's scores with the total and the level that follow from them; the last year's with analyses."""
    rules = framework.load(fiscal_year)
    scores = {code: Decimal(value) for code, value in zip(rules.score_codes, values, strict=True)}
    mean = scoring.rounded(scoring.instrument_means(scores, rules)["eit"])
    parts = {code: mean + step for code, step in zip(rules.part_codes, (-APART, APART), strict=False)}
    level, *_ = expected_level(scores, parts, rules).names
    analyses = []
    for code, score in scores.items() if fiscal_year == PLAN_YEAR - 1 else ():
        texts, is_good = _texts()[code], score >= GOOD
        analyses.append(
            {
                "about": code,
                "stance": _stance(score),
                "text": "ผลอยู่ในระดับดี ควรรักษาไว้" if is_good else texts["analysis"],
                "guidelines": [] if is_good else [texts["guideline"]],
            }
        )
    return {
        "fiscal_year": fiscal_year,
        "scores": {code: str(score) for code, score in scores.items()},
        "announced_total": str(scoring.total_to_show(None, scores, rules)),
        "announced_level": level,
        "announced_instruments": {code: str(score) for code, score in parts.items()},
        "analyses": analyses,
    }


def _stance(score: Decimal) -> str:
    if scoring.is_weak(score, framework.load(PLAN_YEAR - 1)):
        return "urgent"
    return "improve" if score < GOOD else "maintain"


def _measures(place: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """A measure for each indicator that is not good, and one that keeps all the others."""
    codes, values = framework.load(PLAN_YEAR - 1).score_codes, place["scores"][str(PLAN_YEAR - 1)]
    scores = {code: Decimal(value) for code, value in zip(codes, values, strict=True)}
    weak = [code for code in codes if scores[code] < GOOD]
    for number, code in enumerate(weak, start=1):
        texts = _texts()[code]
        has_gap = place.get("gaps", False) and number == len(weak)
        done, outcome = texts["done"], texts["outcome"]
        yield _frame(number, [code], _stance(scores[code]), place, done=done, outcome=outcome) | {
            "title": texts["title"],
            "analysis": texts["analysis"],
            "steps": texts["steps"],
            "follow_up": texts["follow_up"],
            "responsible": [] if has_gap else [texts["responsible"]],
        }
    if kept := [code for code in codes if code not in weak]:
        done, outcome = "ดำเนินการต่อเนื่องตลอดปี", "ไม่มีข้อทักท้วง"
        yield _frame(len(weak) + 1, kept, "maintain", place, done=done, outcome=outcome) | {
            "title": "รักษามาตรฐานของตัวชี้วัดที่อยู่ในระดับดี",
            "analysis": "ผลอยู่ในระดับดี",
            "steps": ["ติดตามงานเดิมในที่ประชุมประจำเดือน"],
            "responsible": ["ทุกกอง"],
            "follow_up": "รายงานในที่ประชุมประจำเดือน",
        }


def _frame(
    number: int, about: Sequence[str], stance: str, place: Mapping[str, Any], *, done: str, outcome: str
) -> dict[str, Any]:
    """What every measure has; a result only where the municipality has begun its report."""
    made: dict[str, Any] = {
        "number": number,
        "about": list(about),
        "stance": stance,
        "starts_on": "2025-11-01",
        "ends_on": "2026-09-30",
    }
    if place.get("reported"):
        made["result"] = {"status": "done", "done": [done], "outcome": [outcome], "reported_on": "2026-10-09"}
        made["evidence"] = [
            {"title": f"บันทึกผลการติดตามมาตรการที่ {number}", "url": f"https://example.go.th/{number}"}
        ]
    if "says" in place:
        *first, last = _extras()[place["says"]]
        extra = dict(first[number - 1] if number <= len(first) else last)
        begun = {"status": "underway", "done": [], "outcome": []}
        if told := extra.pop("result", {}):
            extra["result"] = made.get("result", begun) | told
        made |= extra
    return made


@cache
def _extras() -> dict[str, Any]:
    return tomllib.loads((HERE / "extras.toml").read_text(encoding="utf-8"))


@cache
def _texts() -> dict[str, dict[str, Any]]:
    return tomllib.loads((HERE / "texts.toml").read_text(encoding="utf-8"))
