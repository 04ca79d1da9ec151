"""What a DLA code (รหัส อปท.) says by itself: kind, district, running number. Pure.

Seven digits: one of the kind, four of the district (DOPA's code; its first two are the province's), two to
tell those of a district apart. So it was of all municipalities in 2020; of two the kind was raised since.
"""

from municipalities.dated import KIND_WORDS, SUBDISTRICT_BODY
from municipalities.places import districts, provinces

KIND_DIGITS = {"3": "nakhon", "4": "mueang", "5": "tambon", "6": SUBDISTRICT_BODY}


def code_doubts(code: str, *, kind: str, district_code: str) -> list[str]:
    """Sentences in Thai on what a code (seven digits) contradicts; none where it fits.

    `kind` is a value of `models.Kind`, `district_code` DOPA's of four digits; what is "" is not asked about.
    """
    doubts = []
    told = KIND_DIGITS.get(code[0])
    if kind and told != kind:
        said = f"ซึ่งเป็นรหัสของ{KIND_WORDS[told]}" if told else "ซึ่งไม่ใช่รหัสของเทศบาล"
        doubts.append(f"รหัส {code} ขึ้นต้นด้วย {code[0]} {said} ไม่ใช่{KIND_WORDS[kind]}")
    if district_code and code[1:5] != district_code:
        names = {row.code: row.name for row in provinces()}
        found = next((row for row in districts() if row.code == code[1:5]), None)
        said = f"อำเภอ{found.name} จังหวัด{names[found.province]}" if found else "อำเภอที่ไม่มี"
        doubts.append(f"รหัส {code} หลักที่ 2–5 ({code[1:5]}) เป็นของ{said} ไม่ใช่อำเภอที่ระบุ ({district_code})")
    return doubts
