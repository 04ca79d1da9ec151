"""The words that an analysis is written in."""

from ita_portal.labels import Labelled


class Stance(Labelled):
    """What an indicator asks for, in the words of the required contents (o34 of 2567 and its successors)."""

    URGENT = "urgent", "แก้ไขเร่งด่วน"
    IMPROVE = "improve", "พัฒนาให้ดีขึ้น"
    MAINTAIN = "maintain", "รักษาระดับ"
