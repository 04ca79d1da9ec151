"""A new fiscal year is a new file: what the columns can't hold is refused, whatever passes can be saved."""

import re
from dataclasses import fields, is_dataclass
from decimal import Decimal
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import time_machine
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments import framework, next_year
from assessments.forms import AssessmentForm, stored_assessment
from assessments.framework import Fact
from assessments.framework_faults import faults
from assessments.models import Analysis, Assessment, Finding, Score
from assessments.pasted.words import level_names
from documents.compose import compose
from documents.loading import load_dossier
from ita_portal.thai import BUDDHIST_ERA
from measures.models import Measure, MeasureTarget
from tests import factories
from tests.planting import (
    LAST,
    OURS,
    Change,
    forget,
    planted,
    replaced,
    with_indicator,
    without_indicator_10,
    write,
)

NEW = LAST + 1


def complaints() -> list[str]:
    """What `manage.py check` says of the new year's file."""
    return [check.msg.removeprefix(f"{NEW}.toml: ") for check in run_checks() if f"{NEW}.toml" in check.msg]


def change(old: str, new: str) -> Change:
    return lambda text: replaced(text, old, new)


def issues(count: int) -> Change:
    """The year with so many issues, by which the plan then groups its measures."""
    rows = "".join(
        f'    {{ number = {number}, name = "ประเด็น {number}" }},\n' for number in range(1, count + 1)
    )
    added = f'facts.issues = {{ mark = "B", source = "ก" }}\nissues = [\n{rows}]\n\nfacts.level_rule ='
    return change("facts.level_rule =", added)


def questions(count: int) -> Change:
    """The IIT with so many questions, none of them listed."""

    def changed(text: str) -> str:
        text = re.sub(r"\nquestions = \[.*?\n\]\n", "\nquestions = []\n", text, flags=re.DOTALL)
        return replaced(text, "weight = 0.30, questions = 15", f"weight = 0.30, questions = {count}")

    return changed


def part(code: str) -> Change:
    return change('code = "eit2"', f'code = "{code}"')


def level(name: str) -> Change:
    return change('name = "ผ่านดี",', f'name = "{name}",')


def title(letters: int) -> Change:
    return change('title = "การนำผลการประเมิน ITA ไปสู่การพัฒนาองค์กร"\nmark', f'title = "{"ก" * letters}"\nmark')


REFUSED: list[tuple[Change, str]] = [
    (
        lambda text: with_indicator(text, "11"),
        "indicators: 11 can't be stored in Score.code: the constraint score_code",
    ),
    (lambda text: with_indicator(text, "11"), "indicators: 11 can't be stored in Finding.indicator:"),
    (
        lambda text: with_indicator(text, "11"),
        "indicators and instruments: 11 can't be stored in Analysis.about:",
    ),
    (
        lambda text: with_indicator(text, "11"),
        "indicators and instruments: 11 can't be stored in MeasureTarget.about:",
    ),
    (
        lambda text: with_indicator(text, "10ก"),
        "indicators: 10ก can't be stored in Score.code: Ensure this value has",
    ),
    (change('code = "oit"', 'code = "zit"'), "instruments.2.code: Input should be 'iit', 'eit' or 'oit'"),
    (part("eit3"), "instruments: Assessment has no column announced_eit3 for the score of eit3"),
    (part("level"), "instruments: Assessment has no column announced_level for the score of level"),
    (part("iit"), "instruments.parts: iit is there 2 times"),
    (level("ก" * 41), f"levels: {'ก' * 41} can't be stored in Assessment.announced_level: Ensure"),
    (issues(8), "issues: 8 can't be stored in Measure.issue: the constraint measure_issue forbids it"),
    (questions(100), "questions and oit_items: i100 can't be stored in Finding.question: the constraint"),
    (
        change('number = "o26"', 'number = "p26"'),
        "questions and oit_items: p26 can't be stored in Finding.question:",
    ),
    (change('number = "o26"', "number = 26"), "AttributeError("),
    (title(400), "plan and results: กกก"),
    (
        change("pass_mark = 85.00", "pass_mark = 185"),
        "pass_mark: 185 can't be stored in Score.value: the constraint",
    ),
    (
        change("pass_mark = 85.00", "pass_mark = 84.995"),
        "pass_mark: 84.995 can't be stored in Score.value: Ensure",
    ),
    (
        change("min_total = 95.00", "min_total = 995.00"),
        "levels: 995.00 can't be stored in Score.value: the constraint",
    ),
    (change("weight = 0.40", "weight = -0.40"), "instruments: oit weighs -0.40, which is not above 0"),
    (change("lag = 1", "lag = 2"), "documents.1.lag: Input should be 0 or 1"),
]


@pytest.mark.parametrize(("doctor", "sentence"), REFUSED)
def test_file_that_cannot_be_stored_is_refused_by_name(tmp_path: Path, doctor: Change, sentence: str):
    with planted(tmp_path / "files") as folder:
        write(folder, NEW, doctor)
        assert [found for found in complaints() if found.startswith(sentence)]


def test_year_that_no_column_holds_is_refused(tmp_path: Path):
    with planted(tmp_path / "files") as folder:
        write(folder, 2601)
        (found,) = [check.msg for check in run_checks() if "2601.toml" in check.msg]
        assert found.startswith("2601.toml: fiscal_year: 2601 can't be stored in Assessment.fiscal_year: the")


def test_copy_of_the_last_year_is_accepted(tmp_path: Path):
    with planted(tmp_path / "files") as folder:
        write(folder, NEW, like=LAST)
        assert complaints() == []
        assert framework.load(NEW).carried_from is None


def told(year: int) -> str:
    """What `manage.py new_year` says."""
    out = StringIO()
    call_command("new_year", str(year), stdout=out)
    return out.getvalue()


def test_command_begins_the_file_of_the_next_year(tmp_path: Path):
    with planted(tmp_path / "files") as folder:
        said = told(NEW)
        forget()
        assert complaints() == []
        assert framework.load(NEW).carried_from is None
        assert (str(folder / f"{NEW}.toml") in said, f"/frameworks/{NEW}/" in said) == (True, True)
        assert "เลขปี" not in said  # no line of the last file holds on to its own year


def test_command_neither_writes_over_a_file_nor_leaves_a_gap(tmp_path: Path):
    with planted(tmp_path / "files") as folder:
        before = (folder / f"{LAST}.toml").read_bytes()
        for year in (LAST, LAST + 2, 2561):
            with pytest.raises(CommandError, match=str(NEW if year != LAST else LAST)):
                told(year)
        assert (folder / f"{LAST}.toml").read_bytes() == before
        assert sorted(path.name for path in folder.iterdir()) == sorted(path.name for path in OURS.iterdir())


def without_facts(thing: Any) -> Any:
    """A framework without marks and sources, and what else is a year's own."""
    if isinstance(thing, tuple):
        return tuple(map(without_facts, thing))
    if isinstance(thing, Fact) or not is_dataclass(thing):
        return None if isinstance(thing, Fact) else thing
    own = ("fiscal_year", "complete", "note", "remarks", "oit_items")
    return {
        field.name: without_facts(getattr(thing, field.name))
        for field in fields(thing)
        if field.name not in own or not isinstance(thing, framework.Framework)
    }


@pytest.mark.parametrize("year", framework.years())
def test_copy_has_the_rules_of_its_year_and_none_of_its_marks(tmp_path: Path, year: int):
    text = (OURS / f"{year}.toml").read_text(encoding="utf-8")
    path = tmp_path / f"{year + 1}.toml"
    path.write_text(next_year.copied(text, year, year + 1), encoding="utf-8")
    copy, original = framework.read_framework(path, year + 1), framework.load(year)
    assert faults(copy) == []
    assert without_facts(copy) == without_facts(original)
    assert [item.number for item in copy.oit_items] == [item.number for item in original.oit_items]
    assert (copy.complete, copy.remarks, copy.carried_from) == (False, (), None)
    assert {str(mark) for mark in re.findall('mark = "(.)"', path.read_text(encoding="utf-8"))} == {"B"}
    named = next_year.stale(path.read_text(encoding="utf-8"))
    assert len(named) == (year <= 2564)  # the resolution of the cabinet, which is for its own years
    assert all("คณะรัฐมนตรี" in line for line in named)


def test_names_in_a_tests_own_files_are_forgotten_after_it(tmp_path: Path):
    with planted(tmp_path / "files") as folder:
        write(folder, NEW, level("ระดับทดสอบ"))
        forget()
        assert "ระดับทดสอบ" in level_names().values()
    assert "ระดับทดสอบ" not in level_names().values()


def test_lines_that_hold_on_to_a_year_are_named():
    text = 'fiscal_year = 2571\n# of 2570\nlevel_note = "เกณฑ์ของปี 2568"\n    { theme = "ปี 2569" },\n'
    assert next_year.stale(text) == ['level_note = "เกณฑ์ของปี 2568"', '{ theme = "ปี 2569" },']


DOCTORS = st.lists(
    st.one_of(
        st.sampled_from([lambda text: with_indicator(text, "11"), without_indicator_10]),
        st.integers(1, 10).map(issues),
        st.integers(90, 110).map(questions),
        st.sampled_from(["eit1", "eit3", "iit1", "total", "level", "oit"]).map(part),
        st.integers(1, 50).map(lambda letters: level("ก" * letters)),
        st.integers(300, 500).map(title),
        st.decimals(0, 110, places=3).map(lambda mark: change("pass_mark = 85.00", f"pass_mark = {mark}")),
        st.sampled_from([change("weight = 0.30", "weight = 0.25"), change("weight = 0.40", "weight = 0.50")]),
    ),
    max_size=3,
)


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)
@given(doctors=DOCTORS)
def test_whatever_passes_the_check_can_be_saved(doctors: list[Change]):
    with TemporaryDirectory() as directory, planted(Path(directory) / "files") as folder:
        try:
            write(folder, NEW, lambda text: _all(doctors, text))
        except AssertionError:  # two of them change the same place
            return
        if complaints():
            return
        with transaction.atomic():
            _save_everything(framework.load(NEW))
            transaction.set_rollback(True)


def _all(doctors: list[Change], text: str) -> str:
    for doctor in doctors:
        text = doctor(text)
    return text


def _save_everything(rules: framework.Framework) -> None:
    """A result, a plan and its documents with each code, name and number that the year knows."""
    row = Assessment.objects.create(municipality=factories.municipality(), fiscal_year=NEW)
    for code in rules.score_codes:
        Score.objects.create(assessment=row, code=code, value=Decimal(50))
        Finding.objects.create(assessment=row, question=f"i{code}", indicator=code, issue="ก")
    for about in rules.about_codes:
        Analysis.objects.create(assessment=row, about=about, stance="improve", text="ก")
    scores = {code: Decimal(50) for code in rules.score_codes}
    for name in (each.name for each in rules.levels):
        typed = {f"score_{code}": "50.00" for code in rules.score_codes} | {"announced_level": name}
        parts = {f"announced_{code}": "50.00" for code in (*rules.instrument_codes, *rules.part_codes)}
        form = AssessmentForm(typed | parts, rules=rules, initial=stored_assessment(row, scores))
        assert form.is_valid(), form.errors
        for field, value in form.own_values.items():
            setattr(row, field, value)
        row.save()
    _save_a_plan(rules)


def _save_a_plan(rules: framework.Framework) -> None:
    plan = factories.plan(fiscal_year=NEW + 1)
    numbers = [None, *(issue.number for issue in framework.load(NEW + 1).issues)]
    for number, issue in enumerate(numbers, 1):
        measure = Measure.objects.create(plan=plan, number=number, title="ก", issue=issue)
        for position, about in enumerate(rules.about_codes):
            MeasureTarget.objects.create(measure=measure, about=about, position=position)
    dossier = load_dossier(plan)
    for kind in ("plan", "results"):
        compose(dossier, kind)
    factories.publication(plan.reports.get(kind="plan"))


PAGES = [
    *((name, NEW, ()) for name in ("assessment", "findings", "analyses")),
    *((name, NEW + 1, ()) for name in ("plan", "results", "checks", "documents", "measure_add")),
    *((name, NEW + 1, (1,)) for name in ("measure", "result")),
    *((name, NEW + 1, (kind,)) for name in ("preview", "report_history") for kind in ("plan", "results")),
]


@pytest.mark.django_db
def test_what_a_carried_year_stored_is_shown_when_its_own_rules_have_less(tmp_path: Path, client: Client):
    """Rules come when results are written already: what they no longer have is shown by its number."""
    row = factories.assessment(fiscal_year=NEW)
    for about in ("10", "oit"):
        factories.analysis(row, about)
    factories.finding(row, "o26", "10")
    plan = factories.plan(fiscal_year=NEW + 1)
    factories.result(factories.measure(plan, about=("10", "9")))
    with planted(tmp_path / "files") as folder, time_machine.travel(f"{NEW + 1 - BUDDHIST_ERA}-03-01"):
        write(folder, NEW, without_indicator_10)
        client.force_login(factories.officer())
        for name, year, more in PAGES:
            answer = client.get(reverse(name, args=[plan.municipality_id, year, *more]))
            assert answer.status_code == 200, name
        assert (
            "ตัวชี้วัดที่\xa0๑๐"
            in client.get(reverse("preview", args=[plan.municipality_id, NEW + 1, "plan"])).content.decode()
        )
