"""A small bundle to break and to send around."""

import copy
import json
from typing import Any

FULL: dict[str, Any] = {
    "format": "ita-report-bundle/2",
    "municipality": {
        "code": "5520603",
        "kind": "tambon",
        "name": "บ้านใหม่",
        "district": "แจ้ห่ม",
        "province": "ลำปาง",
        "website": "https://example.go.th",
    },
    "assessments": [
        {"fiscal_year": 2566, "announced_level": "ผ่านดี", "scores": {}},
        {
            "fiscal_year": 2567,
            "announced_total": "90.65",
            "announced_level": "ผ่าน",
            "announced_instruments": {
                "iit": "88.57",
                "eit": "86.94",
                "eit1": "86.00",
                "eit2": "87.88",
                "oit": "95.00",
            },
            "scores": {"1": "90.64", "4": "74.54", "10": "100.00"},
            "findings": [
                {"question": "i10", "indicator": "4", "issue": "ยืมของ\nไม่คืน", "advice": "ทำทะเบียน"},
                {"question": "o6", "indicator": "9", "issue": "ลิงก์เสีย", "advice": ""},
            ],
            "analyses": [
                {
                    "about": "4",
                    "stance": "urgent",
                    "text": "บรรทัดหนึ่ง\nบรรทัดสอง",
                    "guidelines": ["ทบทวน", "ติดตาม"],
                },
                {"about": "oit", "stance": "maintain", "text": "ดีแล้ว", "guidelines": []},
            ],
        },
    ],
    "plan": {
        "assessed_year": 2567,
        "fiscal_year": 2568,
        "decided_on": "2024-09-07",
        "measures": [
            {
                "number": 1,
                "title": "ทะเบียนคุมทรัพย์สิน",
                "issue": 4,
                "about": ["4", "iit"],
                "stance": "urgent",
                "analysis": "คะแนนต่ำ",
                "steps": ["สำรวจ", "ลงทะเบียน"],
                "responsible": ["กองคลัง"],
                "starts_on": "2024-10-01",
                "ends_on": "2025-09-30",
                "follow_up": "รายงานทุกเดือน",
                "kind": "project",
                "goals": ["ลงทะเบียนครบทุกชิ้น"],
                "budget": "15000.50",
                "quarters": [1, 2, 3, 4],
                "monitored_on": ["2025-01-15", "2025-07-15"],
                "result": {
                    "status": "done",
                    "done": ["ลงทะเบียนครบ"],
                    "outcome": ["ไม่มีของหาย"],
                    "reported_on": "2025-10-05",
                    "obstacles": ["เครื่องอ่านบาร์โค้ดชำรุด"],
                    "suggestions": ["ตั้งงบซ่อมบำรุง"],
                    "progress": [
                        {"quarter": 1, "planned": 0, "actual": 0, "note": "รอแต่งตั้ง"},
                        {"quarter": 2, "planned": 50},
                    ],
                },
                "evidence": [
                    {"title": "ทะเบียน", "url": "https://example.go.th/a", "dated_on": "2025-03-01"},
                    {"title": "ภาพ", "url": "https://example.go.th/b"},
                ],
            },
            {
                "number": 3,
                "title": "รักษาระดับ",
                "about": [],
                "stance": "maintain",
                "steps": [],
                "responsible": [],
            },
        ],
        "overall_outcome": ["ดีขึ้น"],
        "obstacles": ["คนน้อย"],
        "suggestions": ["อบรม"],
        "own_texts": [{"section": "opening", "place": "instead", "paragraphs": ["เทศบาลเขียนเอง"]}],
        "results_own_texts": [{"section": "outcome", "place": "after", "paragraphs": ["ขอขอบคุณ", "ทุกกอง"]}],
    },
    "signatory": {"name": "สมชาย ใจดี", "position": "นายกเทศมนตรีตำบลบ้านใหม่", "signed_on": "2025-10-10"},
}


def full() -> dict[str, Any]:
    """A bundle in which every key is there, free to be changed."""
    return copy.deepcopy(FULL)


def at(data: Any, path: str, value: Any) -> Any:
    """The data with another value at a path like "assessments.0.scores.1"."""
    holder, steps = data, path.split(".")
    for step in steps[:-1]:
        holder = holder[_key(holder, step)]
    holder[_key(holder, steps[-1])] = value
    return data


def _key(holder: Any, step: str) -> Any:
    return int(step) if isinstance(holder, list) else step


def as_file(data: Any) -> bytes:
    """The bytes of a file as an export writes them."""
    return f"{json.dumps(data, ensure_ascii=False, indent=2)}\n".encode()
