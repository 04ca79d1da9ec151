"""Former and new values in words."""

from datetime import UTC, date, datetime

import pytest
from simple_history.models import DeletedObject

from accounts.models import User
from ita_portal.admin_history import ChangesInWords, in_words
from measures.models import Measure, Plan
from municipalities.models import Municipality


@pytest.mark.parametrize(
    ("model", "name", "value", "words"),
    [
        (User, "is_active", True, "ใช่"),
        (User, "is_active", False, "ไม่ใช่"),
        (User, "role", "officer", "เจ้าหน้าที่ ITA ของเทศบาล"),
        (User, "date_joined", datetime(2026, 9, 30, 20, tzinfo=UTC), "๑ ตุลาคม ๒๕๖๙"),
        (User, "municipality", DeletedObject(Municipality, None), "–"),
        (Measure, "stance", "urgent", "แก้ไขเร่งด่วน"),
        (Measure, "starts_on", date(2025, 10, 1), "๑ ตุลาคม ๒๕๖๘"),
        (Measure, "issue", None, "–"),
        (Measure, "title", "อบรม", "อบรม"),
        (Measure, "follow_up", "", "–"),
        (Measure, "steps", ["ประชุม", "ลงมือทำ"], "ประชุม · ลงมือทำ"),
        (Plan, "obstacles", [], "–"),
    ],
)
def test_value_is_written_as_the_portal_writes_it(model: type, name: str, value: object, words: str):
    assert in_words(model._meta.get_field(name), value) == words


def test_long_texts_are_cut_around_their_difference():
    display = ChangesInWords(Measure, None).get_obj_diff_display()
    former, new = display.common_shorten_repr("ก" * 150 + "ข" + "ค" * 150, "ก" * 150 + "ง" + "ค" * 150)
    assert (former.count("…"), len(former) <= 100, "ข" in former, "ง" in new) == (2, True, True, True)
