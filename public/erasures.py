"""What was erased by law, for everybody to read: a page and a table of the open data. Never what it was."""

from collections.abc import Iterator

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from public.data_columns import DataColumn
from public.publications import absolute
from public.tables import DataRow, DataTable
from reports.erased import ErasedKind, Erasure

ON_A_PAGE = 50
_REQUIRED = (("required", True),)


class ErasureTable(DataTable):
    """The erasures, of whatever municipality, in their order."""

    def rows(self) -> Iterator[DataRow]:
        """All rows. One query."""
        for one in Erasure.objects.order_by("pk").values_list("pk", "kind", "erased_at", "digest", "reason"):
            number, kind, erased_at, digest, reason = one
            yield number, kind, timezone.localtime(erased_at).date(), digest, " ".join(reason.split())


ERASURES = ErasureTable(
    "erasures",
    "สิ่งที่ลบตามกฎหมาย",
    (
        DataColumn("number", "integer", "เลขที่บันทึกการลบ", _REQUIRED),
        DataColumn(
            "kind",
            "string",
            "สิ่งที่ลบ: text ข้อความ, file ไฟล์, publication ฉบับเผยแพร่",
            (*_REQUIRED, ("enum", list(ErasedKind.values()))),
        ),
        DataColumn("erased_on", "date", "วันที่ลบ (ค.ศ.)", _REQUIRED),
        DataColumn(
            "sha256",
            "string",
            "ค่า SHA-256 ของไฟล์หรือของ PDF ของฉบับเผยแพร่ ของข้อความคือค่าที่คำนวณด้วยกุญแจของระบบ",
            (*_REQUIRED, ("pattern", "[0-9a-f]{64}")),
        ),
        DataColumn("reason", "string", "เหตุผล", _REQUIRED),
    ),
    ("number",),
    lambda _said: iter(()),
)


@login_not_required
@require_safe
def erasure_list(request: HttpRequest) -> HttpResponse:
    """Every erasure with its number, which stands in the place of what was erased; the latest first."""
    rows = Erasure.objects.told().order_by("-pk")
    context = {
        "section": "public",
        "page": Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page")),
        "canonical": absolute(reverse("erasure_list")),
    }
    return render(request, "public/erasures.html", context)
