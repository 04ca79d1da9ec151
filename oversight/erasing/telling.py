"""What was found, for the operator's terminal in Thai: never the text itself."""

from collections.abc import Iterator
from itertools import islice

from municipalities.models import Municipality
from oversight.erasing.finding import Found, Target, exports_to_drop

SHOWN = 200  # places, one a line
AROUND = 15  # signs beside the text


def told(what: Found, target: Target) -> Iterator[str]:
    """A line for each kind of place with its number, then one for each place with its municipality."""
    yield from (f"{name}: {number}" for name, number in what.counted.items())
    owners = Municipality.objects.filter(pk__in=what.municipalities)
    named: dict[int | None, str] = {place.pk: place.full_name for place in owners}
    for (name, key), owner in islice(zip(what.places, what.owners, strict=True), SHOWN):
        yield f"  {name} เลขที่ {key} {named.get(owner, 'ไม่ได้เป็นของเทศบาลใด')}"
    if (more := len(what.places) - SHOWN) > 0:
        yield f"  และอีก {more} แห่ง"
    yield from (f"  ไฟล์ {name}" for name in what.files)
    if exports := exports_to_drop(what, target).count():
        yield f"ไฟล์รวม (ZIP) ที่สั่งไว้ {exports} ชุดจะถูกลบ สั่งใหม่ได้"
    if what.sessions:
        yield f"การเข้าใช้ {len(what.sessions)} รายการจะสิ้นสุด เพราะมีข้อความนี้พิมพ์ค้างอยู่"
    if what.is_empty:
        yield "ไม่พบในที่ใด"


def beside(what: Found, target: Target) -> Iterator[str]:
    """What stands on both sides of the text at each place, so that another's is told apart."""
    for place in what.texts:
        yield f"  {place.name} เลขที่ {place.pk}: {target.sought.around(place.value, AROUND)}"
