"""What was removed with its year and may come back is erased in it as well."""

import pytest

from measures.models import Evidence
from oversight.erasing.sought import SoughtText
from reports.mistaken_year import begun_year, bring_year_back, remove_year
from reports.models import RemovedYear
from tests import factories
from tests.measures.conftest import pdf
from tests.oversight.erasing.world import SECRET, STONE, attached, run

pytestmark = pytest.mark.django_db


def removed() -> tuple[RemovedYear, str]:
    """A year with the text and a file, and the sha256 of the file."""
    report = factories.report(factories.complete_plan(), "results")
    row = attached(report, pdf())
    Evidence.objects.filter(pk=row.pk).update(title=SECRET)
    year = begun_year(report.plan.municipality, report.plan.assessed_year)
    return remove_year(year, factories.officer()), row.file_sha256


def test_text_in_a_removed_year():
    year, _ = removed()
    run("--text", SECRET)
    year.refresh_from_db()
    assert not SoughtText(SECRET).stands_in(year.content)
    bring_year_back(year)
    assert Evidence.objects.get().title.startswith(STONE)


def test_file_of_a_removed_year():
    year, sha256 = removed()
    assert f"reports.RemovedYear.content เลขที่ {year.pk}" in run("--file", sha256, apply=False)
    run("--file", sha256)
    year.refresh_from_db()
    bring_year_back(year)
    row = Evidence.objects.get()
    assert (row.file.name, row.named_only, row.file_sha256) == ("", True, sha256)
    assert row.file_was_erased
