"""What is asked when a correction begins, and which papers a page of it had shown."""

import re
from collections.abc import Iterable

from django import forms
from django.http import QueryDict

from ita_portal.editing import PortalForm
from ita_portal.fields import ThaiTextField

_MARK = re.compile(r"([0-9]{1,18}):([0-9]{1,9})")  # a report's key and the version that was on the page


class CorrectionForm(PortalForm):
    """Why the result is corrected, and whether the public is told meanwhile."""

    reason = ThaiTextField(
        label="เหตุที่ต้องแก้ไข",
        max_length=4000,
        help_text="บันทึกไว้ในประวัติของเอกสารทุกฉบับ เช่น สำนักงาน ป.ป.ช. แก้ไขคะแนนตัวชี้วัดที่ ๔",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    told = forms.BooleanField(
        label="แจ้งบนหน้าเผยแพร่ว่าอยู่ระหว่างแก้ไข",
        required=False,
        help_text="ผู้ที่เปิดเอกสารเหล่านี้จะเห็นว่ากำลังแก้ไขตามผลการประเมินที่ ป.ป.ช. แก้ไข จนกว่าฉบับใหม่จะเผยแพร่",
    )


def versions_shown(data: QueryDict) -> dict[int, int]:
    """The versions that a page had shown, by the reports' keys, from the marks `seen` of its POST."""
    marks: Iterable[re.Match[str] | None] = map(_MARK.fullmatch, data.getlist("seen"))
    return {int(mark[1]): int(mark[2]) for mark in marks if mark}
