"""The checks that read what people wrote: each looks at every free text of a document. Pure.

They warn: a machine may misread a sentence, and the officer who submits can say so with a reason.
"""

from documents.checks import measure_rules, wording
from documents.checks.asking import BOTH, EXPECTED, PLAN, WARNING, Check, both, each_text, once
from documents.checks.figures import change_rules, score_rules, standing_rules, year_rules
from documents.checks.places.rules import other_places

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
        "T06", "ปีงบประมาณและช่วงเวลาในข้อความเป็นของเอกสารนี้", WARNING, BOTH,
        "ข้อความที่คัดลอกจากเอกสารปีอื่นมักมีปีหรือช่วงเวลาเดิมติดมา (ปีของกฎหมาย แผนพัฒนา และปีที่นำมาเปรียบเทียบไม่นับ)",
        each_text(year_rules.years_right), mark=EXPECTED,
    ),
    Check(
        "T07", "คะแนนในข้อความตรงกับผลการประเมิน", WARNING, BOTH,
        "คะแนนที่เขียนไว้ข้างชื่อตัวชี้วัด เครื่องมือ หรือคะแนนรวม ต้องตรงกับคะแนนของปีที่ข้อความกล่าวถึง",
        each_text(score_rules.scores_right), mark=EXPECTED,
    ),
    Check(
        "T08", "จำนวนตัวชี้วัด ระดับ และลำดับในข้อความตรงกับผลการประเมิน", WARNING, BOTH,
        "ข้อความว่าตัวชี้วัดใดต่ำกว่าเกณฑ์ สูงหรือต่ำที่สุด และผลอยู่ในระดับใด ต้องเป็นไปตามคะแนน",
        each_text(standing_rules.standings_right), mark=EXPECTED,
    ),
    Check(
        "T09", "การเพิ่มขึ้นหรือลดลงในข้อความตรงกับผลการประเมิน", WARNING, BOTH,
        "คะแนนที่ข้อความว่าเพิ่มขึ้น ลดลง หรือคงที่ ต้องเป็นไปตามคะแนนของทั้งสองปี",
        each_text(change_rules.changes_right), mark=EXPECTED,
    ),
    Check(
        "T10", "ไม่เลือกหรือเขียนว่ารักษาระดับ ให้ตัวชี้วัดที่ต่ำกว่าเกณฑ์", WARNING, PLAN,
        "คะแนนที่ต่ำกว่าเกณฑ์เป็นเรื่องที่ต้องแก้ไข ไม่ใช่รักษาไว้",
        both(once(standing_rules.stances_borne), each_text(standing_rules.kept_in_words)), mark=EXPECTED,
    ),
    Check(
        "T11", "ผลการวิเคราะห์ของมาตรการที่คัดลอกมาเป็นของปีนี้", WARNING, PLAN,
        "มาตรการตอบผลการประเมินของปีใหม่ ข้อความจากปีก่อนจึงต้องแก้ไข หรือยืนยันว่ายังเป็นจริง",
        once(measure_rules.copies_renewed), mark=EXPECTED,
    ),
    Check(
        "T12", "ไม่มีที่ว่างของข้อความที่ลบตามกฎหมายค้างอยู่", WARNING, BOTH,
        "เมื่อลบข้อมูลตามกฎหมาย ระบบเขียนไว้แทนว่าลบเมื่อใด ซึ่งจะพิมพ์ออกมาในเอกสารตามที่เห็น",
        each_text(wording.erased_words), mark=EXPECTED,
    ),
)  # fmt: skip
