"""Finding the municipality that somebody names on a command line."""

from ita_portal.signs import meant
from ita_portal.thai import control_characters, search_key
from municipalities.models import Municipality


def find_municipality(text: str) -> Municipality:
    """The municipality with this DLA code or full name, today's or else a former one; its place is loaded.

    A full name stands with its prefix (เทศบาลตำบลทุ่งผึ้ง). Where several municipalities share it, add the place:
    "เทศบาลตำบลบ้านใหม่ อำเภอเมืองนครราชสีมา จังหวัดนครราชสีมา". Raises LookupError with a Thai sentence when
    there is none, or more than one.
    """
    if refused := control_characters(text, multiline=False):  # PostgreSQL would not even look for them
        raise LookupError(refused)
    name, of_district, district = meant(text).strip().partition(" อำเภอ")
    rows = Municipality.objects.with_place()
    found = [*rows.filter(code=name), *rows.filter(search_key=search_key(name))]
    found = found or list(rows.formerly_called(name))
    if of_district:
        wanted = search_key(of_district + district)
        found = [row for row in found if wanted in {search_key(each.place) for each in row.all_states}]
    if len(found) == 1:
        return found[0]
    if not found:
        raise LookupError(f"ไม่พบเทศบาลที่มีรหัส อปท. หรือชื่อเต็มว่า “{text}”")
    named = "; ".join(f"{row.full_name} {row.place} (รหัส {row.code or 'ไม่ทราบ'})" for row in found)
    raise LookupError(f"มีเทศบาลชื่อนี้ {len(found)} แห่ง กรุณาระบุรหัส อปท. หรือต่อท้ายชื่อด้วยอำเภอและจังหวัด: {named}")
