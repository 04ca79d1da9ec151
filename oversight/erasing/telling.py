"""What was found, for the operator's terminal in Thai: never the text itself."""

from collections.abc import Iterator
from itertools import islice

from ita_portal.thai import fiscal_year_text
from measures.models import Evidence
from municipalities.models import Municipality
from oversight.erasing.finding import Found, Target, exports_to_drop
from reports.erased import ErasedKind
from reports.models import Publication

SHOWN = 200  # places, one a line
AROUND = 15  # signs beside the text


def told(what: Found, target: Target) -> Iterator[str]:
    """A line for each kind of place with its number, then one for each place with its municipality."""
    if what.is_empty:
        yield "ไม่พบในที่ใด"
    yield from (f"{name}: {number}" for name, number in what.counted.items())
    owners = Municipality.objects.filter(pk__in=what.municipalities)
    named: dict[int | None, str] = {place.pk: place.full_name for place in owners}
    for (name, key), owner in islice(zip(what.places, what.owners, strict=True), SHOWN):
        yield f"  {name} เลขที่ {key} {named.get(owner, 'ไม่ได้เป็นของเทศบาลใด')}"
    if (more := len(what.places) - SHOWN) > 0:
        yield f"  และอีก {more} แห่ง"
    papers = Publication.objects.filter(pk__in=what.publications).select_related("report__plan")
    for one in papers.only("revision", "report__kind", "report__plan__fiscal_year").order_by("pk"):
        paper = f"{one.report.get_kind_display()} {fiscal_year_text(one.report.plan.fiscal_year, thai=False)}"
        yield f"  ฉบับเผยแพร่เลขที่ {one.pk} คือ {paper} ฉบับที่ {one.revision}"
    yield from (f"  ไฟล์ {name}" for name in what.files)
    if target.kind == ErasedKind.TEXT and (unread := _unread(target)):
        yield f"ไฟล์หลักฐานที่ไม่ได้ค้นหา {unread} ไฟล์ เพราะค้นหาข้อความภายในไฟล์ไม่ได้"
    if exports := exports_to_drop(what, target).count():
        yield f"ไฟล์รวม (ZIP) ที่สั่งไว้ {exports} ชุดจะถูกลบ สั่งใหม่ได้"
    if what.sessions:
        yield f"การเข้าใช้ {len(what.sessions)} รายการจะสิ้นสุด เพราะมีข้อความนี้พิมพ์ค้างอยู่"


def _unread(target: Target) -> int:
    """The uploads in which nobody has looked: those of the municipality, or all."""
    uploads = Evidence.objects.exclude(file="")
    if target.municipality:
        uploads = uploads.filter(measure__plan__municipality=target.municipality)
    return uploads.count()


def beside(what: Found, target: Target) -> Iterator[str]:
    """What stands on both sides of the text at each place, so that another's is told apart."""
    for place in what.texts:
        yield f"  {place.name} เลขที่ {place.pk}: {target.sought.around(place.value, AROUND)}"
