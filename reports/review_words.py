"""What is said where a province does not review before publication."""

from municipalities.models import Province


def unreviewed(province: Province) -> str:
    """That the province does not review, in Thai: the beginning of every sentence that refuses reviewing."""
    return f"จังหวัด{province.name}ไม่ตรวจทานเอกสารก่อนเผยแพร่"
