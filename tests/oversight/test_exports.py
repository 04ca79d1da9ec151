import pytest
import time_machine
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from oversight import exports
from oversight.models import Export
from reports.models import Report
from tests import factories
from tests.oversight.orders import kept, made, ordered, submitted

pytestmark = pytest.mark.django_db


def names(export: Export) -> list[str]:
    return [item.name for item in export.items.all()]


def test_order_lists_each_report_under_a_thai_name_and_queues_one_task():
    plan = factories.plan()
    both = [factories.report(plan, kind, state="submitted") for kind in ("results", "plan")]
    export = ordered(*both, kind="pdf")
    assert names(export) == [
        "ลำปาง/เทศบาลเมืองเขลางค์นคร 2568 มาตรการ.pdf",
        "ลำปาง/เทศบาลเมืองเขลางค์นคร 2568 รายงานผล.pdf",
    ]
    assert [str(task.pk) for task in DBTaskResult.objects.all()] == [str(export.task)]


def test_order_leaves_out_drafts_and_other_provinces_of_a_reviewer():
    mine, draft = submitted(1), submitted(2, state="draft")
    foreign = factories.report(factories.plan(factories.elsewhere()), state="submitted")
    export = ordered(mine, draft, foreign)
    assert [item.report for item in export.items.all()] == [mine]


def test_order_of_an_admin_has_a_folder_for_each_province():
    foreign = factories.report(factories.plan(factories.elsewhere()), state="submitted")
    export = ordered(submitted(1), foreign, owner=factories.admin())
    assert [name.split("/")[0] for name in names(export)] == ["เชียงใหม่", "ลำปาง"]


def test_order_names_places_of_one_name_apart():
    rows = [
        factories.report(factories.plan(factories.municipality("ทุ่ง", district=district)), state="submitted")
        for district in ("เมืองลำปาง", "แม่เมาะ")
    ]
    first, second = sorted(rows, key=lambda row: row.pk)
    assert names(ordered(*rows, kind="pdf")) == [
        "ลำปาง/เทศบาลเมืองทุ่ง 2568 มาตรการ.pdf",
        f"ลำปาง/เทศบาลเมืองทุ่ง 2568 มาตรการ ({second.pk}).pdf",
    ]
    assert first.pk < second.pk


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ('../a\\b:*?"<>|c', "เทศบาลเมือง.. a b c"),
        ("ก" * 120, "เทศบาลเมือง" + "ก" * 49),
        ("ก\u202eข. ", "เทศบาลเมืองกข"),
    ],
)
def test_order_names_are_safe_for_every_file_system(name: str, safe: str):
    row = factories.report(factories.plan(factories.municipality(name)), state="submitted")
    (made_name,) = names(ordered(row))
    assert made_name == f"ลำปาง/{safe} 2568 มาตรการ.json"


def test_order_twice_is_one_order_while_it_is_unfinished():
    row = submitted()
    first = ordered(row, query="year=2568")
    assert ordered(row, query="year=2568") == first
    assert ordered(row, query="year=2567") != first
    assert ordered(row, query="year=2568", kind="pdf") != first
    made(row)
    assert Export.objects.count() == 4


def test_order_of_nothing_readable_is_refused():
    with pytest.raises(exports.OrderRefused, match="ไม่มีรายงานที่อ่านเนื้อหาได้"):
        ordered(submitted(state="draft"))
    assert (Export.objects.count(), DBTaskResult.objects.count()) == (0, 0)


def test_order_beyond_ten_is_refused_until_one_is_removed():
    row = submitted()
    orders = [ordered(row, query=f"q={number}") for number in range(exports.AT_MOST)]
    with pytest.raises(exports.OrderRefused, match="ครบ ๑๐ รายการ"):
        ordered(row)
    exports.remove_export(orders[0])
    assert ordered(row).items.count() == 1


def test_downloadable_is_the_owners_own_finished_file_for_seven_days():
    row = submitted()
    export, owner = made(row), factories.reviewer()
    ordered(row)
    assert list(exports.downloadable(owner)) == [export]
    assert list(exports.downloadable(factories.admin())) == []
    with time_machine.travel(export.expires_at, tick=False):
        assert list(exports.downloadable(owner)) == [export]
    with time_machine.travel(export.expires_at + timezone.timedelta(seconds=1), tick=False):
        assert list(exports.downloadable(owner)) == []


def test_scope_is_lost_by_who_moves_to_another_province():
    export, owner = made(submitted()), factories.reviewer()
    assert exports.within_scope(export, owner)
    owner.province = factories.province("เชียงใหม่")
    owner.save()
    assert not exports.within_scope(export, owner)


def test_scope_is_kept_when_a_report_is_called_back():
    row = submitted()
    export = made(row)
    Report.objects.update(state="draft")
    assert exports.within_scope(export, factories.reviewer())


@pytest.mark.django_db(transaction=True)
def test_remove_takes_row_and_files_away():
    export = made(submitted())
    assert kept(export) == ["export.zip"]
    exports.remove_export(export)
    assert (kept(export), Export.objects.count()) == ([], 0)
