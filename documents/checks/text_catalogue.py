"""The checks that read what people wrote: each looks at every free text of a document. Pure.

They warn: a machine may misread a sentence, and the officer who submits can say so with a reason.
"""

from documents.checks import measure_rules
from documents.checks.asking import EXPECTED, PLAN, WARNING, Check, once

TEXT_CHECKS: tuple[Check, ...] = (
    Check(
        "T11", "ผลการวิเคราะห์ของมาตรการที่คัดลอกมาเป็นของปีนี้", WARNING, PLAN,
        "มาตรการตอบผลการประเมินของปีใหม่ ข้อความจากปีก่อนจึงต้องแก้ไข หรือยืนยันว่ายังเป็นจริง",
        once(measure_rules.copies_renewed), mark=EXPECTED,
    ),
)  # fmt: skip
