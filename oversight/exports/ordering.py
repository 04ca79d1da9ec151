"""Orders of many reports in one file: what is ordered, under which names, who may take it, when it goes."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from ita_portal.thai import thai_digits
from oversight.exports import files
from oversight.filters import DOCUMENTS
from oversight.models import Export, ExportItem, ExportKind, ExportQuerySet, Stage
from oversight.tasks import make_export
from reports.models import Report

AT_MOST = 10  # files of one person, finished or not
_ENDINGS: dict[str, str] = {ExportKind.PDF: ".pdf", ExportKind.BUNDLE: ".json"}
_PLACE = "plan__municipality"
# As in the list that people know: province, municipality, year, document.
_LIST_ORDER = (
    f"{_PLACE}__district__province__sort_key",
    f"{_PLACE}__sort_key",
    "plan__fiscal_year",
    "kind",
    "pk",
)


class OrderRefused(ValueError):  # noqa: N818 - that is what it says
    """Nothing is ordered; the message says why in Thai."""


@transaction.atomic
def order(owner: User, kind: str, report_pks: Iterable[int], *, query: str = "") -> Export:
    """Order one file of those among the reports whose contents this person may read now.

    The same order, while it is unfinished, is given back instead of doubled. `query` is the filter of the
    page, for the list of orders. Order and task are stored in one transaction: neither is ever there alone.
    Raises OrderRefused.
    """
    User.objects.select_for_update(of=("self",)).get(pk=owner.pk)  # a double click waits here
    mine = Export.objects.filter(owner=owner)
    if same := mine.unfinished().filter(kind=kind, query=query).first():
        return same
    if mine.count() >= AT_MOST:
        raise OrderRefused(thai_digits(f"มีไฟล์รวมครบ {AT_MOST} รายการแล้ว โปรดลบรายการที่ไม่ใช้ก่อน แล้วสั่งใหม่"))
    visible = Report.objects.visible_to(owner).filter(pk__in=set(report_pks))
    reports = list(visible.select_related(f"{_PLACE}__district__province").order_by(*_LIST_ORDER))
    if not reports:
        raise OrderRefused("ไม่มีรายงานที่อ่านเนื้อหาได้ในรายการที่เลือก จึงยังไม่มีไฟล์ให้จัดทำ")
    export = Export.objects.create(owner=owner, kind=ExportKind(kind), query=query)
    names = file_names(reports, _ENDINGS[export.kind])
    ExportItem.objects.bulk_create(
        ExportItem(export=export, report=report, name=name)
        for report, name in zip(reports, names, strict=True)
    )
    export.task = make_export.enqueue(export.pk).id
    export.save(update_fields=["task"])
    return export


def file_names(reports: Sequence[Report], ending: str) -> list[str]:
    """A name in the ZIP for each report, no two alike even where capitals don't count.

    "ลำปาง/เทศบาลเมืองเขลางค์นคร 2568 มาตรการ.pdf"; a folder for each province.
    """
    names: dict[str, str] = {}
    for report in reports:
        place = report.plan.municipality
        folder, town = files.safe_name(place.province.name), files.safe_name(place.full_name)
        name = f"{folder}/{town} {report.plan.fiscal_year} {DOCUMENTS[report.kind]}{ending}"
        if name.casefold() in names:
            name = f"{name.removesuffix(ending)} ({report.pk}){ending}"
        names[name.casefold()] = name
    return list(names.values())


def downloadable(user: User) -> ExportQuerySet:
    """This person's finished exports whose days are not over."""
    finished = Export.objects.filter(owner=user, stage=Stage.DONE)
    return finished.exclude(pk__in=finished.expired(timezone.now()))


def within_scope(export: Export, user: User) -> bool:
    """Whether this person still sees every municipality whose report lies in the file."""
    beyond = export.items.filter(made_at__isnull=False).exclude(report__in=Report.objects.known_to(user))
    return not beyond.exists()


def remove_export(export: Export) -> None:
    """Take an export away with its files; a worker that is at it notices and leaves it alone."""
    export.delete()
    transaction.on_commit(lambda: files.drop(export.key))
