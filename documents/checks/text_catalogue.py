"""The checks that read what people wrote: each looks at every free text of a document. Pure.

They warn: a machine may misread a sentence, and the officer who submits can say so with a reason.
"""

from documents.checks import measure_rules, wording
from documents.checks.asking import BOTH, EXPECTED, PLAN, WARNING, Check, each_text, once
from documents.checks.place_rules import other_places

TEXT_CHECKS: tuple[Check, ...] = (
    Check(
        "T01", "ข้อความไม่เสียหายจากการคัดลอก", WARNING, BOTH,
        "การคัดลอกจาก PDF มักทำให้สระอำแยกออกจากกันหรือตัวอักษรหาย",
        each_text(wording.damaged_by_copying), mark=EXPECTED,
    ),
    Check(
        "T02", "ไม่มีเครื่องหมายของหน้าเว็บค้างอยู่", WARNING, BOTH,
        "เครื่องหมายเช่น <p> หรือ &nbsp; จะพิมพ์ออกมาในเอกสารตามที่เห็น",
        each_text(wording.remains_of_markup), mark=EXPECTED,
    ),
    Check(
        "T03", "ชื่อมาตรการไม่มีเลขลำดับค้างอยู่", WARNING, BOTH,
        "ระบบใส่ลำดับของมาตรการในเอกสารให้",
        each_text(wording.numbered_title), mark=EXPECTED,
    ),
    Check(
        "T05", "ข้อความไม่กล่าวถึงเทศบาล อำเภอ หรือจังหวัดอื่นแทนของตน", WARNING, BOTH,
        "ข้อความที่คัดลอกจากเอกสารของเทศบาลอื่นมักมีชื่อเดิมติดมา "
        "ชื่อของหน่วยงานที่ร่วมงาน ไปศึกษาดูงาน หรืออยู่ใกล้เคียงไม่ถือว่าผิด",
        each_text(other_places), mark=EXPECTED,
    ),
    Check(
        "T11", "ผลการวิเคราะห์ของมาตรการที่คัดลอกมาเป็นของปีนี้", WARNING, PLAN,
        "มาตรการตอบผลการประเมินของปีใหม่ ข้อความจากปีก่อนจึงต้องแก้ไข หรือยืนยันว่ายังเป็นจริง",
        once(measure_rules.copies_renewed), mark=EXPECTED,
    ),
)  # fmt: skip
