"""The words around a place's name that say why another is named: a partner, a venue, a law. Pure.

Each looks at a few dozen signs before or behind the name, on one line, with one blank where any stood.
"""

import re

# A clause of its own begins behind these: what stands before them tells nothing of the name.
_CLAUSE = "จึง|ทำให้|ส่งผลให้|ดังนั้น|เพื่อให้|ซึ่งจะ|โดยที่|ทั้งนี้|อย่างไรก็ตาม"
# What belongs to the own place, though a partner or a journey is named before it.
_OWN = (
    "ของพนักงาน|ของบุคลากร|ของเจ้าหน้าที่|ของผู้บริหาร|ของสมาชิก|ของประชาชน|"
    "สำหรับ|(?<!ได้)แก่|ในเขต|ภายใน|ในพื้นที่|บุคลากรของ|พนักงานของ|ประจำปี|ปีงบประมาณ|ติดต่อราชการ|รับบริการ|ชำระ"
)
_PEOPLE = re.compile("(?:ประชาชน|ชุมชน|บุคลากร|พนักงาน|ผู้บริหาร|สภา|ทุกกอง|ทุกส่วนราชการ)(?:ใน|ของ)? ?$")


def _before(words: str, filler: int, stop: str) -> re.Pattern[str]:
    """One of the words, then up to `filler` signs without any of `stop`, then the name."""
    return re.compile(f"(?:{words})(?:(?!{stop}).){{0,{filler}}}$")


_PARTNERS = (
    # together with
    _before(
        "ร่วม(?:มือ|งาน|ดำเนินการ|กัน|ลงนาม|จัด)?กับ|ร่วมมือระหว่าง|ความร่วมมือ(?:จาก|กับ|ระหว่าง)|ประสาน(?:งาน|ความร่วมมือ)?(?:กับ|ไปยัง)|"
        "บันทึกข้อตกลง|MOU|เอ็มโอยู|เครือข่าย(?:ความร่วมมือ)?(?:กับ|ระหว่าง|ได้แก่|เช่น|คือ)|แลกเปลี่ยน(?:เรียนรู้|ความรู้|ประสบการณ์|ความคิดเห็น)?กับ",
        55,
        f"{_CLAUSE}|{_OWN}|ของ|เพื่อ|จะ|ได้[^แ]|ให้",
    ),
    # a visit and what was learnt there
    _before(
        "ดูงาน(?!ของ)|เยี่ยมชม|ทัศนศึกษา|กรณีศึกษา|ถอดบทเรียน(?:จาก|ของ)|เรียนรู้(?:จาก|ที่|ณ)|เดินทางไป|ไปราชการ|ช่วยราชการ",
        45,
        f"{_CLAUSE}|{_OWN}",
    ),
    # a model, a comparison
    _before(
        "(?:ต้นแบบ|แบบอย่าง|ตัวอย่าง)(?:ที่ดี|ความสำเร็จ)?(?:จาก|ของ|คือ|เช่น|ได้แก่|อย่าง)? ?|"
        "เครือข่าย|(?:เช่นเดียวกับ|เหมือนกับ|เหมือน|เทียบกับ|แตกต่างจาก|ต่างจาก|"
        "สูงกว่า|ต่ำกว่า|ดีกว่า|น้อยกว่า|มากกว่า|ไม่ใช่|มิใช่)(?:ของ|ที่)? ?",
        0,
        "$",
    ),
    # others, of which some are named; the border
    _before(
        "(?:เทศบาล|หน่วยงาน|ท้องถิ่น|อปท\\.|องค์กร|จังหวัด|อำเภอ|พื้นที่|แห่ง)(?:ตำบล|เมือง|นคร)?อื่น|"
        "ใกล้เคียง|ข้างเคียง|เพื่อนบ้าน|ทิศ(?:เหนือ|ใต้|ตะวัน)|อาณาเขต|รอยต่อ|แนวเขต|ติดกับ|เขตติดต่อ",
        40,
        f"{_CLAUSE}|{_OWN}|ของ|จะ|ได้(?!แก่)|เพื่อ|ทราบ",
    ),
    # what comes from or goes to another body
    _before(
        "หนังสือ|วิทยากร|โอน|ย้าย|บรรจุ|ยืม|แยก|ผู้แทน|คณะ|ตรวจเยี่ยม|อนุเคราะห์|อุดหนุน|สมทบ|ถ่ายโอน",
        30,
        f"{_CLAUSE}|{_OWN}|ประชาชน|ผู้รับบริการ|ร้อง",
    ),
)
_FROM = re.compile("(?:จาก|มาจาก|ไป|ไปยัง|ไปที่|ถึง|ไปสังกัด)(?:สำนักงาน)? ?$")
_LETTER_OF = re.compile("หนังสือ(?:ราชการ)?(?:ของ)?(?:สำนักงาน)? ?$|ตามหนังสือ$")
_NEIGHBOURS = re.compile(
    "[^ก-๙]*(?:"
    "(?:ซึ่งเป็น|ที่เป็น|เป็น)?(?:เทศบาล|หน่วยงาน|องค์กร|อปท\\.?|พื้นที่|จังหวัด|อำเภอ)?(?:ที่อยู่|ที่มีพื้นที่|ที่)?"
    "(?:ใกล้เคียง|ข้างเคียง|เพื่อนบ้าน|ติดต่อกัน)|"
    "ซึ่ง(?:เป็น|ได้รับ).{0,20}(?:ต้นแบบ|รางวัล|แบบอย่าง)|ที่(?:ได้รับรางวัล|เป็นต้นแบบ|เป็นแบบอย่าง)|"
    "(?:ได้|ขอ|จะ)?(?:(?:ส่ง|นำ|พา).{0,30}?)?(?:เดินทาง)?(?:เข้ามา|มา|เข้า)(?:ขอ)?(?:ศึกษาดูงาน|ดูงาน|เยี่ยมชม|ทัศนศึกษา|แลกเปลี่ยน)|"
    "(?:ได้)?มีหนังสือ.{0,20}(?:มายัง|มาถึง|มาที่))"
)
_VENUES = _before(
    "อบรม|สัมมนา|ประชุม|นิทรรศการ|แข่งขัน|เดินทาง|ท่องเที่ยว|จัดขึ้น|โรงแรม|มหาวิทยาลัย|วิทยาลัย|ภาค ?[0-9๐-๙]+|"
    "ศาล(?:ปกครอง|อุทธรณ์)|บริษัท|ห้างหุ้นส่วน|วิทยากร|ภูมิลำเนา|มาจาก|ทางหลวง|เส้นทาง|ถนนสาย|แม่น้ำ|ลุ่มน้ำ|กลุ่มจังหวัด|แรงงาน|สถาบัน|ศูนย์ฝึก|ผู้ประกอบการจาก|สินค้า",
    55,
    f"{_CLAUSE}|{_OWN}|เทศบาล",
)
_AT = re.compile(
    "ณ|ที่|ไป|ใน|จาก|โรงแรม|มหาวิทยาลัย|วิทยาลัย|ภาค ?[0-9๐-๙]|ศาล|บริษัท|ห้างหุ้นส่วน|"
    "ทางหลวง|สาย|แม่น้ำ|กลุ่มจังหวัด|สถาบัน|ศูนย์ฝึก"
)
_HISTORY = re.compile(
    "ยกฐานะ|เปลี่ยนแปลงฐานะ|ปรับฐานะ|จัดตั้งเป็น|จัดตั้งขึ้นเป็น|เคยเป็น|ในอดีต|เมื่อครั้ง|สุขาภิบาล|ก่อนเป็น|เปลี่ยนชื่อ|แยกจาก|ขณะนั้น"
)
_FORMERLY = re.compile("(?<!เช่น)(?<!ระดับ)(?<!แนวทาง)เดิม(?:ที)? ?(?:เป็น|คือ|ชื่อ|ใช้ชื่อ|มีฐานะเป็น|มีชื่อว่า)? ?$")
_TITLE = _before(
    "พระราชบัญญัติ|พระราชกฤษฎีกา|พระราชกำหนด|กฎกระทรวง|ประกาศกระทรวง|ระเบียบกระทรวง|คำพิพากษา|คำสั่งศาล|"
    'หนังสือเรื่อง|หนังสือชื่อ|ตำรา|บทความ|งานวิจัย|วิจัยเรื่อง|วิทยานิพนธ์|ข่าวเรื่อง|หนังสือ ?[“"]',
    60,
    f"{_CLAUSE}|”",
)
_JOINS = re.compile("(?:ที่|ณ|กับ|และ|หรือ|จาก|ของ|เช่น|คือ|ได้แก่|อาทิ|ไปยัง|ถึง|[,:(]) $")


def tell_partner(before: str, behind: str) -> bool:
    """The other place works with the own one, is visited, taken as a model, compared or a neighbour."""
    if _PEOPLE.search(before):
        return False  # one's own, with whom a partner works
    *named, sent = (bool(words.search(before)) for words in _PARTNERS)
    return (
        any(named)
        or (sent and bool(_FROM.search(before)))
        or bool(_LETTER_OF.search(before))
        or tell_neighbour(behind)
    )


def tell_neighbour(behind: str) -> bool:
    """What is said of the place: that it is near, a model, or came to see."""
    return bool(_NEIGHBOURS.match(behind))


def tell_venue(before: str) -> bool:
    """Something takes place there or comes from there: a training at a hotel, a court, a company."""
    found = _VENUES.search(before)
    return bool(found and _AT.search(found[0]))


def tell_history(before: str, behind: str) -> bool:
    """What the place was called before it became what it is."""
    formerly = _FORMERLY.search(before) or behind.startswith("เดิม")
    return bool(formerly or _HISTORY.search(before) or _HISTORY.search(behind))


def tell_title(before: str) -> bool:
    """The name stands in the title of a law, a judgement or a book."""
    return bool(_TITLE.search(before))


def ends_a_clause(before: str) -> bool:
    """Whether a blank stands before the name, and no word that leads to it."""
    return before.endswith(" ") and not _JOINS.search(before)
