import re
from html import unescape
from itertools import pairwise

import pytest

from documents.compose import compose
from reports.reading import paper
from tests.documents.dossiers import dossier, full, measure
from tests.documents.papers import lost, shown

MISSING = "ยังไม่ได้ระบุ"


def test_both_pages_hold_everything_of_a_dossier() -> None:
    pages = "".join(shown(compose(full(), kind)) for kind in ("plan", "results"))

    assert lost(full(), unescape(re.sub(r"<[^>]+>", "", pages))) == []


def test_typed_markup_is_only_text() -> None:
    page = shown(compose(dossier(measures=(measure(1, steps=("<script>alert(1)</script>",)),)), "plan"))

    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_draft_names_what_is_missing_and_final_document_does_not() -> None:
    assert MISSING in shown(compose(dossier(), "plan", draft=True))
    assert MISSING not in shown(compose(dossier(), "plan", draft=False))
    assert "ร่าง" not in shown(compose(full(), "plan", draft=False))


def test_none_is_said_for_obstacles_and_suggestions() -> None:
    page = shown(compose(dossier(), "results"))

    assert page.count("-ไม่มี-") == 2


@pytest.mark.parametrize("kind", ["plan", "results"])
def test_page_is_well_formed_for_assistive_technology(kind: str) -> None:
    page = paper(compose(full(), kind))
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]

    assert page.count("<h1") == 1
    assert [after for before, after in pairwise(levels) if after > before + 1] == []
    assert re.findall(r"<th(?![ea])(?![^>]*scope=)", page) == []
    assert page.count("<svg") == len(re.findall(r"<svg[^>]*>\s*<title>", page))
    assert 'lang="th-TH"' in page
    assert " style=" not in page
