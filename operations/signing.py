"""Sign-ins of one day as the log of requests has them (ita_portal/traffic.py), newest first."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from django.conf import settings

from accounts.models import User
from operations.audit import Deed

SAID = {
    "signed-in": "เข้าสู่ระบบ",
    "signed-out": "ออกจากระบบ",
    "wrong-password": "รหัสผ่านไม่ถูกต้อง",
    "wrong-code": "รหัสยืนยันไม่ถูกต้อง",
    "too-many": "ลองผิดหลายครั้งจึงถูกพัก",
    "linked": "ผูกบัญชีกับผู้ให้บริการยืนยันตัวตนภายนอก",
    "unlinked": "ยกเลิกการผูกบัญชีกับผู้ให้บริการยืนยันตัวตนภายนอก",
    "not-linked": "ยืนยันตัวตนกับผู้ให้บริการภายนอกแล้ว แต่ไม่มีบัญชีที่ผูกไว้",
    "not-identified": "ผู้ให้บริการภายนอกไม่ได้ยืนยันตัวตน",
}
_LINE = re.compile(rf"(\S+) (\S+) (\d+|-) \S+ .* \d+ ({'|'.join(SAID)})")


def sign_ins(day: date, people: Iterable[int] | None = None) -> list[Deed]:
    """Sign-ins and failed ones of that day on this machine; of some accounts, where these are given."""
    chosen = None if people is None else {str(pk) for pk in people}
    file = Path(settings.TRAFFIC_LOG) / f"traffic-{day.isoformat()}.log"
    if not file.exists():
        return []
    with file.open(encoding="utf-8", errors="replace") as lines:
        matches = [one for line in lines if (one := _LINE.fullmatch(line.strip()))]
    found = [each for each in matches if chosen is None or each[3] in chosen]
    names = User.objects.in_bulk({int(one[3]) for one in found if one[3] != "-"})
    return [
        Deed(
            datetime.fromisoformat(one[1]),
            str(names.get(int(one[3]), "บัญชีที่ลบแล้ว")) if one[3] != "-" else "ไม่พบบัญชี",
            SAID[one[4]],
            one[2],
        )
        for one in reversed(found)
    ]
