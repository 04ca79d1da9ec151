"""Twelve invented municipalities of ลำปาง as bundles: made-up scores, and texts for what is weak in them."""

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from assessments import framework, scoring
from exchange.writing import FORMAT

HERE = Path(__file__).resolve().parent
PLAN_YEAR = 2569
GOOD = Decimal(90)  # below it the demo's municipalities plan a measure, from it on they keep what they do
SIGNED_ON = "2026-10-12"


def neighbour_places() -> list[dict[str, Any]]:
    """The municipalities: name, kind, district, scores by fiscal year (B.E.)."""
    return list(tomllib.loads((HERE / "neighbours.toml").read_text(encoding="utf-8"))["place"])


def neighbour_bundle(place: Mapping[str, Any]) -> bytes:
    """The municipality with its results and its plan of 2569, as a file of the exchange format."""
    scores = place.get("scores", {})
    made: dict[str, Any] = {
        "format": FORMAT,
        "municipality": _place(place),
        "assessments": [_assessment(int(year), values) for year, values in scores.items()],
    }
    if scores:
        made |= {"plan": _plan(place), "signatory": _signatory(place)}
    return json.dumps(made, ensure_ascii=False).encode()


def _place(place: Mapping[str, Any]) -> dict[str, str]:
    return {key: place[key] for key in ("kind", "name", "district")} | {"province": "ลำปาง"}


def _signatory(place: Mapping[str, Any]) -> dict[str, str]:
    surname = place["name"].removeprefix("ตัวอย่าง")
    kind = {"mueang": "เมือง", "tambon": "ตำบล"}[place["kind"]]
    return {
        "name": f"นายตัวอย่าง {surname}",
        "position": f"นายกเทศมนตรี{kind}{place['name']}",
        "signed_on": SIGNED_ON,
    }


def _assessment(fiscal_year: int, values: Sequence[str]) -> dict[str, Any]:
    """A year's scores with the total and the level that follow from them."""
    rules = framework.load(fiscal_year)
    scores = {code: Decimal(value) for code, value in zip(rules.score_codes, values, strict=True)}
    level = scoring.expected_level(scores, rules)
    return {
        "fiscal_year": fiscal_year,
        "scores": {code: str(score) for code, score in scores.items()},
        "announced_total": str(scoring.total_to_show(None, scores, rules)),
        "announced_level": level.name if level else "",
        "analyses": [_analysis(code, score) for code, score in scores.items()]
        if fiscal_year == PLAN_YEAR - 1
        else [],
    }


def _stance(score: Decimal) -> str:
    if scoring.is_weak(score, framework.load(PLAN_YEAR - 1)):
        return "urgent"
    return "improve" if score < GOOD else "maintain"


def _analysis(code: str, score: Decimal) -> dict[str, Any]:
    said = _texts()[code]
    return {
        "about": code,
        "stance": _stance(score),
        "text": said["analysis"] if score < GOOD else "ผลอยู่ในระดับดี ควรรักษาไว้",
        "guidelines": [said["guideline"]] if score < GOOD else [],
    }


def _plan(place: Mapping[str, Any]) -> dict[str, Any]:
    values = [Decimal(value) for value in place["scores"][str(PLAN_YEAR - 1)]]
    return {
        "assessed_year": PLAN_YEAR - 1,
        "fiscal_year": PLAN_YEAR,
        "decided_on": "2025-10-20",
        "measures": list(_measures(values, place)),
        "overall_outcome": ["ดำเนินการครบทุกมาตรการ"] if place.get("reported") else [],
        "suggestions": ["ควรเริ่มติดตามตั้งแต่ไตรมาสแรก"] if place.get("reported") else [],
    }


def _measures(values: Sequence[Decimal], place: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """A measure for each indicator that is not good, and one that keeps all the others."""
    codes = framework.load(PLAN_YEAR - 1).score_codes
    known = dict(zip(codes, values, strict=True))
    weak = [code for code in codes if known[code] < GOOD]
    for number, code in enumerate(weak, start=1):
        gap = place.get("gaps", False) and number == len(weak)
        yield _measure(number, code, _stance(known[code]), place, gap=gap)
    if kept := [code for code in codes if code not in weak]:
        yield _keeping(len(weak) + 1, kept, place)


def _measure(number: int, code: str, stance: str, place: Mapping[str, Any], *, gap: bool) -> dict[str, Any]:
    said = _texts()[code]
    made = _framed(number, [code], stance, place, done=said["done"], outcome=said["outcome"]) | {
        "title": said["title"],
        "analysis": said["analysis"],
        "steps": said["steps"],
        "follow_up": said["follow_up"],
    }
    return made | {"responsible": [] if gap else [said["responsible"]]}


def _keeping(number: int, codes: Sequence[str], place: Mapping[str, Any]) -> dict[str, Any]:
    kept = _framed(number, codes, "maintain", place, done="ดำเนินการต่อเนื่องตลอดปี", outcome="ไม่มีข้อทักท้วง")
    return kept | {
        "title": "รักษามาตรฐานของตัวชี้วัดที่อยู่ในระดับดี",
        "analysis": "ผลอยู่ในระดับดี",
        "steps": ["ติดตามงานเดิมในที่ประชุมประจำเดือน"],
        "responsible": ["ทุกกอง"],
        "follow_up": "รายงานในที่ประชุมประจำเดือน",
    }


def _framed(
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
    return made


@cache
def _texts() -> dict[str, dict[str, Any]]:
    return tomllib.loads((HERE / "texts.toml").read_text(encoding="utf-8"))
