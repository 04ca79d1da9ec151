"""The words in which the register tells how far an item is."""

from ita_portal.labels import Labelled


class ItemStatus(Labelled):
    """How far the publishing of an OIT item has come."""

    NOT_BEGUN = "not_begun", "ยังไม่ได้เริ่ม"
    IN_WORK = "in_work", "อยู่ระหว่างจัดทำ"
    PUBLISHED = "published", "เผยแพร่แล้ว"
    NOT_APPLICABLE = "not_applicable", "ไม่เกี่ยวข้องกับเทศบาล"


SETTLED = (ItemStatus.PUBLISHED, ItemStatus.NOT_APPLICABLE)
"""With these nothing is left to do."""
