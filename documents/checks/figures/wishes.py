"""Whether a text wishes for something rather than says that it is so. Pure."""

import re

from documents.checks.figures.mentions import ReadText, SubjectMention

_REACH = 60
_BETWEEN = 15  # signs that may stand between a wish and what it is wished of
_WISH = re.compile(
    r"เป้า|เพื่อให้|เพื่อเพิ่ม|เพื่อยก|เพื่อรักษา|คาดว่า|คาดหวัง|คาดหมาย|หวังว่า|มุ่ง|อย่างน้อย|ถ้า|(?<!ปัญ)หาก|(?<!ความ)ต้องการ"
    r"|(?:จะ|ต้อง|ควร)(?:ได้|มี(?:ผล|ค่า)?(?:คะแนน|เฉลี่ย))|(?:จะ|ควร)(?:เพิ่ม|สูง|ลด)"
    r"|ยกระดับ(?:ผล)?(?:คะแนน|การประเมิน|ตัวชี้วัด)"
    r"|(?<!ทำ)(?<!ผล)ให้(?:ได้|ถึง|สูง|เพิ่ม|ไม่|อยู่|มี(?:ผล|ค่า)?(?:คะแนน)?|คะแนน(?!ด้าน)|ตัวชี้วัด|ทุก|ต่ำกว่า|ผ่าน)"
    r"|(?<!ทำ)(?<!ผล)ให้เป็น(?= ?(?:$|ร้อยละ|คะแนน))"
)


def is_wished(reading: ReadText, place: int) -> bool:
    """Whether what stands at a place is a goal or a condition: "เพื่อให้ตัวชี้วัดที่ ๔ ได้…", "หาก…".

    A wish ends where a new subject begins, unless it is wished of that one.
    """
    wishes = list(_WISH.finditer(reading.text, max(0, place - _REACH), place))
    if not wishes:
        return False
    ends = wishes[-1].end()
    near = (mention for mention in reading.near(ends, place) if isinstance(mention, SubjectMention))
    subject = next(near, None)
    return subject is None or subject.start - ends <= _BETWEEN
