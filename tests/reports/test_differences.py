"""In how many places the data of today differ from what a publication says: pure, over two bundles."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from documents.dossier import Dossier, EvidenceFacts, ResultFacts, Signatory, Year
from ita_portal.thai import fiscal_year_text
from reports.differences import Differences, differences
from reports.history.words import FieldChange, HistoryItem
from reports.reading import enclosed
from tests.documents import dossiers

Edit = Callable[[Dossier], Dossier]


def found(edit: Edit, kind: str = "results", of: Dossier | None = None) -> Differences:
    """What differs after an edit of a dossier, which by default holds everything."""
    dossier = of or dossiers.full()
    return differences(enclosed(dossier, kind).content, enclosed(edit(dossier), kind).content, kind)


def place(**more: Any) -> Edit:
    return lambda dossier: replace(dossier, place=replace(dossier.place, **more))


def year(fiscal_year: int, change: Callable[[Year], Year]) -> Edit:
    return lambda dossier: replace(
        dossier, years=tuple(change(one) if one.fiscal_year == fiscal_year else one for one in dossier.years)
    )


def score(code: str, value: str) -> Edit:
    return year(2567, lambda one: replace(one, scores={**one.scores, code: Decimal(value)}))


def measure(**more: Any) -> Edit:
    return lambda dossier: replace(
        dossier, measures=(replace(dossier.measures[0], **more), *dossier.measures[1:])
    )


@pytest.mark.parametrize("kind", ["plan", "results"])
def test_the_same_data_differ_nowhere(kind: str) -> None:
    same = found(lambda dossier: dossier, kind)

    assert (bool(same), same.count, same.items) == (False, 0, ())


@pytest.mark.parametrize(
    ("edit", "title", "change"),
    [
        (place(name="ใหม่"), "ข้อมูลเทศบาล", ("ชื่อ (ไม่ต้องมีคำนำหน้า)", "เขลางค์นคร", "ใหม่")),
        (place(kind="nakhon"), "ข้อมูลเทศบาล", ("ประเภท", "เทศบาลเมือง", "เทศบาลนคร")),
        (place(district="เกาะคา"), "ข้อมูลเทศบาล", ("อำเภอ", "เมืองลำปาง", "เกาะคา")),
        (
            score("4", "75.00"),
            "คะแนนตัวชี้วัดที่ ๔ การใช้ทรัพย์สินของราชการ ผลการประเมิน ปีงบประมาณ พ.ศ. ๒๕๖๗",
            ("คะแนน", "๗๔.๕๔", "๗๕.๐๐"),
        ),
        (
            year(2567, lambda one: replace(one, announced_total=Decimal("91.00"))),
            "ผลการประเมิน ปีงบประมาณ พ.ศ. ๒๕๖๗",
            ("คะแนนรวมที่ประกาศ", "๙๐.๖๕", "๙๑.๐๐"),
        ),
        (measure(responsible=("กองคลัง",)), "มาตรการที่ ๑", ("ผู้รับผิดชอบ", None, "กองคลัง")),
        (measure(about=("4", "oit")), "มาตรการที่ ๑", ("ตัวชี้วัดหรือเครื่องมือ", None, None)),
        (
            lambda dossier: replace(
                dossier, results_signatory=Signatory("นายใหม่", "นายกเทศมนตรี", date(2024, 9, 30))
            ),
            "แผนมาตรการ ปีงบประมาณ พ.ศ. ๒๕๖๗",
            ("ชื่อผู้ลงนาม", None, "นายใหม่"),
        ),
    ],
)
def test_each_place_is_named_with_its_old_and_new_words(
    edit: Edit, title: str, change: tuple[str, str | None, str | None]
) -> None:
    (item,) = found(edit).items

    assert (item.action, item.title.replace("\u00a0", " ")) == ("แก้ไข", title)
    label, old, new = change
    (same,) = [one for one in item.changes if one.label == label]
    assert same.old == (old or same.old) != same.new == (new or same.new)


def test_a_score_of_another_year_and_a_name_are_two_places() -> None:
    both = found(lambda dossier: place(name="ใหม่")(score("4", "75.00")(dossier)))

    assert both.count == 2


def test_a_year_that_only_one_knows_is_one_place() -> None:
    later = found(lambda dossier: replace(dossier, years=dossier.years[:-1]))

    assert later.items == (HistoryItem("ลบ", f"ผลการประเมิน {fiscal_year_text(2567)}"),)
    assert later.count == 1


def test_a_removed_measure_is_one_place_with_all_that_belongs_to_it() -> None:
    gone = found(lambda dossier: replace(dossier, measures=dossier.measures[:-1]))

    assert [item.action for item in gone.items] == ["ลบ"]
    assert gone.count == 1


def test_a_score_that_only_one_knows_is_shown_with_its_value() -> None:
    dossier = dossiers.dossier()
    more = found(
        score("4", "74.54"), of=year(2567, lambda one: replace(one, scores={"1": Decimal(90)}))(dossier)
    )

    (item,) = more.items
    assert (item.action, item.changes) == ("เพิ่ม", (FieldChange("คะแนน", "", "๗๔.๕๔"),))


PUBLIC = EvidenceFacts(
    "ภาพ", "https://old.example.go.th/p/1/2567/results/1/1-1.pdf", file_name="a.pdf", sha256="a" * 64, size=10
)


@pytest.mark.parametrize(
    ("now", "count"),
    [
        (replace(PUBLIC, url="https://new.example.go.th/p/1/2567/results/2/1-1.pdf"), 0),
        (replace(PUBLIC, file_name="b.pdf", sha256="b" * 64), 1),
        (replace(PUBLIC, title="ภาพใหม่"), 1),
        (EvidenceFacts("ภาพ", "https://example.go.th/news"), 2),
    ],
)
def test_a_file_is_told_by_its_contents_not_by_its_address(now: EvidenceFacts, count: int) -> None:
    """The portal moves to another host, a revision has another number: the file is the same."""
    before = measure(result=ResultFacts("done"), evidence=(PUBLIC,))(dossiers.full())

    assert found(measure(evidence=(now,)), of=before).count == count


def test_another_document_of_the_same_plan_is_not_asked_for() -> None:
    """What the plan's own document does not show makes no difference in it."""
    edit = measure(result=ResultFacts("dropped"))

    assert (found(edit, "plan").count, found(edit).count) == (0, 6)


@pytest.mark.parametrize("kind", ["plan", "results"])
def test_every_key_of_the_format_counts(kind: str) -> None:
    """Whatever is left out of a full bundle is found: nothing is compared by a list that somebody forgets."""
    bundle = enclosed(dossiers.full(), kind).content
    for path in _paths(json.loads(bundle)):
        shorter = json.loads(bundle)
        *way, key = path
        part = shorter
        for step in way:
            part = part[step]
        unprinted = kind == "results" and {"findings", "analyses"} & {*path}
        lost = part.pop(key) not in ([], "")
        if not lost or unprinted or key in _ALWAYS_THERE or ("analyses" in path[-3:] and key == "about"):
            continue
        assert differences(bundle, json.dumps(shorter).encode(), kind).count, path


def test_the_next_plans_analyses_make_no_difference_to_the_report_of_results() -> None:
    """They are written of the year's assessment after its report was published, and it prints none."""
    edit = year(2567, lambda one: replace(one, analyses=(), findings=()))

    assert not found(edit, "results")


_ALWAYS_THERE = {"format", "municipality", "assessments", "plan", "assessed_year", "measures", "scores"}
_ALWAYS_THERE |= {"fiscal_year", "question", "number", "url"}


def _paths(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict):
        return [path for key in value for path in [(*way, key), *_paths(value[key], (*way, key))]]
    if isinstance(value, list):
        return [path for place, one in enumerate(value) for path in _paths(one, (*way, place))]
    return []
