"""Who may do what, asked once for every view: out of scope is 404, in scope but not allowed is 403 with its reason."""

from django.core.exceptions import PermissionDenied

from accounts.models import User
from municipalities.models import Municipality


def edit_refusal(user: User, municipality: Municipality) -> str:
    """Why this person may not write for this municipality, in Thai; empty when they may."""
    if user.is_officer and user.municipality_id == municipality.pk:
        return ""
    return f"เฉพาะเจ้าหน้าที่ ITA ของ{municipality.full_name}เท่านั้นที่แก้ไขข้อมูลนี้ได้"


def require(refusal: str) -> None:
    """Go on when there is nothing to refuse. Raises PermissionDenied with the sentence that the 403 page shows."""
    if refusal:
        raise PermissionDenied(refusal)
