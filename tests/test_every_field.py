"""No field of a model is forgotten: each is in every place below, or LEFT_OUT says why it is not."""

import json
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import Flag, auto
from itertools import cycle
from typing import Any

import pytest
from django.db.models import Field, Model
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from assessments.analysis_forms import AnalysisForm
from assessments.finding_forms import FindingForm
from assessments.models import Analysis, Assessment, Finding, Score
from documents.compose import compose
from documents.loading import load_dossier
from exchange.reading import read_bundle
from exchange.storing import store
from exchange.writing import bundle_of
from ita_portal.thai import thai_digits
from measures.details import detail_words
from measures.forms import MeasureForm, PlanForm
from measures.models import REPORTED, Evidence, Measure, MeasureTarget, Plan, Result
from measures.planning import copy_measure
from measures.result_forms import EvidenceForm, ResultForm, ResultsForm
from municipalities.dated import FormerState, PlaceState
from municipalities.models import Municipality
from reports.choice_forms import ChoicesForm
from reports.chosen import DocumentChoices
from reports.history.sources import SOURCES
from reports.history.timeline import HistoryQuestion, days, light_rows
from reports.history.words import HistoryItem
from reports.models import Comment, Event, Report
from tests import factories


class Place(Flag):
    """Where a field of a model must be found."""

    FORM = auto()
    HISTORY = auto()
    DOSSIER = auto()
    WRITTEN = auto()
    STORED = auto()
    DOCUMENT = auto()
    COPY = auto()


BUNDLE = Place.WRITTEN | Place.STORED
ALL = Place.FORM | Place.HISTORY | Place.DOSSIER | BUNDLE | Place.DOCUMENT | Place.COPY
FORMS: dict[type[Model], tuple[Any, ...]] = {
    Finding: (FindingForm,),
    Analysis: (AnalysisForm,),
    Plan: (PlanForm, ResultsForm),
    Measure: (MeasureForm,),
    MeasureTarget: (MeasureForm,),
    Result: (ResultForm,),
    Evidence: (EvidenceForm,),
    DocumentChoices: (ChoicesForm,),
}
IN_A_DOSSIER = (
    *(Municipality, Assessment, Score, Finding, Analysis),
    *(Plan, Measure, MeasureTarget, Result, Evidence),
)
COPIED = (Measure, MeasureTarget)
TOLD_AS_WRITTEN = (Comment, Event)

WHOSE = "says whose row it is, and stays"
ORDER = "is the order of the list that holds it"
BY_NAME = "is shown by the name of what it means"
NO_KEY = "the exchange format /1 has no key for it; an import leaves it alone"
LEFT_OUT: tuple[tuple[type[Model], str, Place, str], ...] = (
    (Municipality, "sort_key search_key former_key", ALL, "is made from the name"),
    (
        *(Municipality, "begins_on ended_on merged_into former_states", ALL & ~Place.HISTORY),
        "tell of other days; a document has what was true on its own",
    ),
    (Municipality, "garuda", Place.DOSSIER | BUNDLE, "is fetched with the announcement that shows it"),
    (Municipality, "seal is_example", BUNDLE, NO_KEY),
    (Assessment, "municipality", ALL, WHOSE),
    (Assessment, "fiscal_year", Place.HISTORY, "a document tells the history of one result"),
    (Assessment, "difference_note", BUNDLE, NO_KEY),
    (Score, "assessment", ALL, WHOSE),
    (Score, "code", Place.DOCUMENT, BY_NAME),
    (Finding, "assessment", ALL, WHOSE),
    (Finding, "position", ALL, ORDER),
    (Analysis, "assessment", ALL, WHOSE),
    (Analysis, "about", Place.FORM, "the page has a form for each subject"),
    (Analysis, "about", Place.DOCUMENT, BY_NAME),
    (Plan, "municipality", ALL, WHOSE),
    (Plan, "fiscal_year", Place.FORM | Place.HISTORY, "says which plan it is, and stays"),
    (Plan, "assessed_year", Place.FORM, "follows from the fiscal year; only an import knows another"),
    (Plan, "own_texts results_own_texts", Place.FORM, "have a page of their own, section by section"),
    (
        *(Plan, "own_texts results_own_texts", Place.DOSSIER),
        "are things there; the bundle made of them has every key",
    ),
    (
        *(Plan, "signatory_name signatory_position signed_on", BUNDLE),
        "the format has one signatory, from the day on which the results are signed theirs",
    ),
    (Measure, "plan", ALL, WHOSE),
    (Measure, "number", Place.FORM | Place.COPY, "is its place in the plan; a copy stands at the end"),
    (
        *(Measure, "copied_from", ALL),
        "is no part of the document; a copy comes from the measure that was copied",
    ),
    (Measure, "quarters monitored_on", Place.DOCUMENT, "are printed in words"),
    (Result, "progress", Place.DOCUMENT, "is printed as a table"),
    (Result, "progress", Place.FORM, "has a form of its own, quarter by quarter"),
    (Result, "progress", Place.DOSSIER, "is a thing a quarter there; the bundle made of it has every key"),
    (MeasureTarget, "measure", ALL, WHOSE),
    (MeasureTarget, "position", ALL, ORDER),
    (MeasureTarget, "about", Place.DOCUMENT, BY_NAME),
    (Result, "measure", ALL, WHOSE),
    (Evidence, "measure", ALL, WHOSE),
    (Evidence, "position", ALL, ORDER),
    (Evidence, "file file_name", Place.DOSSIER | BUNDLE | Place.DOCUMENT, "its address stands for it"),
    (Evidence, "file_name", Place.FORM, "comes with the file"),
    (Evidence, "file_sha256 file_size", ALL, "come with the file; a published bundle has them"),
    (DocumentChoices, "report", ALL, WHOSE),
    (Comment, "report", ALL, WHOSE),
    (Event, "report", ALL, WHOSE),
    (Comment, "author written_at", Place.HISTORY, "are who and when of its line"),
    (Event, "actor at", Place.HISTORY, "are who and when of its line"),
    (Comment, "resolved_by resolved_at", Place.HISTORY, "the step that closed it is a line of its own"),
)


def columns(model: type[Model], place: Place) -> list[Any]:
    """The columns of a model that must be found there."""
    apart = {
        name for of, names, where, _ in LEFT_OUT if of is model and place in where for name in names.split()
    }
    return [column for column in model._meta.concrete_fields if column.name not in {"id", *apart}]


def test_what_is_left_out_is_there_to_be_left_out():
    for model, names, _, reason in LEFT_OUT:
        assert reason
        assert set(names.split()) <= {column.name for column in model._meta.concrete_fields}


# A plan in which every field of every model holds a value of its own


numbers = cycle(range(41, 900))
VALUES: dict[str, Callable[[str, int], Any]] = {
    "CharField": lambda name, number: f"{name} {number}",
    "TextField": lambda name, number: f"{name} {number}",
    "JSONField": lambda name, number: [f"{name} {number}", f"{name} {number} อีก"],
    "DateField": lambda _name, number: date(2025, 1, 1) + timedelta(days=number),
    "DecimalField": lambda _name, number: 50 + Decimal(number) / 100,
    "PositiveSmallIntegerField": lambda _name, number: number,
    "PositiveIntegerField": lambda _name, number: number,
    "FileField": lambda name, number: f"{name}-{number}.png",
}


def value_of(column: "Field[Any, Any]") -> Any:
    """A value like no other that the column can hold, and not its default."""
    if column.choices:
        return next(value for value, _ in reversed(list(column.choices)) if value != column.get_default())
    if column.get_internal_type() == "BooleanField":
        return not column.get_default()
    return VALUES[column.get_internal_type()](f"{column.model.__name__}.{column.name}", next(numbers))


def fill(row: Any, **known: Any) -> Any:
    """Save the row with what is known and a value of its own in every other column."""
    for column in row._meta.concrete_fields:
        if column.name in known:
            setattr(row, column.name, known[column.name])
        elif not column.is_relation and not column.primary_key:
            setattr(row, column.name, value_of(column))
    row.save()
    return row


def own_text(words: str, place: str = "before") -> dict[str, Any]:
    """Paragraphs around the opening."""
    return {"section": "opening", "place": place, "paragraphs": [f"เทศบาลเขียน {words}"]}


@pytest.fixture
def plan() -> Plan:
    """The plan of 2568 with one of everything."""
    place = factories.municipality()
    days = {
        "former_states": [],
        "begins_on": None,
        "ended_on": None,
    }  # a paper of another day would lack some
    place = fill(place, name="เขลางค์นคร", code="4520103", website="https://example.go.th", **days)
    year = fill(Assessment(municipality=place), fiscal_year=2567, announced_level="ผ่าน")
    fill(Score(assessment=year), code="4")
    fill(Finding(assessment=year), question="i10", indicator="4")
    fill(Analysis(assessment=year), about="4")
    source = factories.measure(factories.plan(place, 2567), 1)
    own = {key: [own_text(key)] for key in ("own_texts", "results_own_texts")}
    made = fill(Plan(municipality=place), fiscal_year=2568, assessed_year=2567, **own)
    days = {"starts_on": date(2024, 10, 1), "ends_on": date(2025, 3, 31), "quarters": [1, 2]}
    days |= {"monitored_on": ["2025-01-15", "2025-04-15"]}
    measure = fill(Measure(plan=made, copied_from=source), number=913, issue=3, **days)
    fill(MeasureTarget(measure=measure), about="oit")
    quarters = [{"quarter": 1, "planned": 25, "actual": 20, "note": "รอ"}]
    fill(Result(measure=measure), progress=quarters)
    fill(Evidence(measure=measure), url="https://example.go.th/evidence", file="")
    fill(DocumentChoices(report=made.reports.get(kind="plan")), history_years=2)
    return made


def row_of(model: Any) -> Any:
    """The newest row of a model."""
    return model._default_manager.order_by("pk").last()


def pieces(thing: Any) -> Iterator[str]:
    """Every single value in a dossier, a bundle or a column, as text."""
    if is_dataclass(thing):
        thing = [getattr(thing, field.name) for field in fields(thing)]
    if hasattr(thing, "items"):
        thing = [each for pair in thing.items() for each in pair]
    if isinstance(thing, list | tuple):
        for item in thing:
            yield from pieces(item)
    else:
        yield str(thing)


def said_of(column: "Field[Any, Any]", row: Any) -> set[str]:
    """The values of a column; a district has its name."""
    return set(pieces(str(getattr(row, column.name)) if column.is_relation else getattr(row, column.name)))


def missing(models: tuple[type[Model], ...], place: Place, there: set[str]) -> list[str]:
    """The columns that must be found there and are not."""
    return [
        str(column)
        for model in models
        for column in columns(model, place)
        if not said_of(column, row_of(model)) <= there
    ]


# The places


@pytest.mark.parametrize("model", FORMS, ids=lambda model: model.__name__)
def test_officers_can_fill_in_every_field(model: type[Model]):
    typed = {name for form in FORMS[model] for name in form.base_fields}
    assert {column.name for column in columns(model, Place.FORM)} <= typed


def test_the_report_of_results_has_the_fields_of_its_form():
    assert (*ResultsForm.base_fields, "results_own_texts") == REPORTED
    assert not set(PlanForm.base_fields) & set(REPORTED)


@pytest.mark.django_db
def test_pages_of_a_measure_show_every_field(client: Client, plan: Plan):
    client.force_login(factories.officer(plan.municipality))
    place = [plan.municipality_id, plan.fiscal_year, plan.measures.get().number]
    page, result_page = (client.get(reverse(name, args=place)).text for name in ("measure", "result"))
    measure = row_of(Measure)
    further = {
        said
        for name in (*MeasureForm.further_names(), *MeasureForm.details)
        for said in detail_words(name, getattr(measure, name)).split("\n")
    }

    assert [name for name in MeasureForm.base_fields if f'name="{name}"' not in page] == []
    assert [said for said in further if said not in result_page] == []


@pytest.mark.django_db
def test_dossier_holds_every_field(plan: Plan):
    assert missing(IN_A_DOSSIER, Place.DOSSIER, set(pieces(load_dossier(plan)))) == []


@pytest.mark.django_db
def test_documents_show_every_text(plan: Plan):
    dossier = load_dossier(plan)
    documents = [compose(dossier, kind) for kind in ("plan", "results")]
    shown = "".join(render_to_string(document.template, {"document": document}) for document in documents)
    texts = [
        (str(column), text)
        for model in IN_A_DOSSIER
        for column in columns(model, Place.DOCUMENT)
        if column.get_internal_type() in ("CharField", "TextField", "JSONField") and not column.choices
        for text in said_of(column, row_of(model)) - {"section", "place", "paragraphs", "opening", "before"}
    ]
    assert [column for column, text in texts if text not in shown and thai_digits(text) not in shown] == []


@pytest.mark.django_db
def test_document_knows_every_choice(plan: Plan):
    chosen = set(pieces(plan.reports.get(kind="plan").chosen))
    assert missing((DocumentChoices,), Place.DOSSIER, chosen) == []


@pytest.mark.django_db
def test_bundle_says_every_field(plan: Plan):
    there = set(pieces(json.loads(bundle_of(load_dossier(plan)))))
    assert missing(IN_A_DOSSIER, Place.WRITTEN, there) == []


@pytest.mark.django_db
def test_import_stores_every_field_of_a_bundle(plan: Plan):
    bundle = read_bundle(bundle_of(load_dossier(plan)))
    before = {
        str(column): said_of(column, row_of(model))
        for model in IN_A_DOSSIER
        for column in columns(model, Place.STORED)
    }
    for model in (Evidence, Measure, Report, Plan, Assessment, Municipality):
        model._default_manager.all().delete()
    store(bundle)

    assert before == {
        str(column): said_of(column, row_of(model))
        for model in IN_A_DOSSIER
        for column in columns(model, Place.STORED)
    }


@pytest.mark.django_db
def test_copy_of_a_measure_has_every_field(plan: Plan):
    source = plan.measures.get()
    copy = copy_measure(source, plan)
    pairs = {Measure: (source, copy), MeasureTarget: (source.targets.get(), copy.targets.get())}

    assert [
        str(column)
        for model in COPIED
        for column in columns(model, Place.COPY)
        if said_of(column, pairs[model][0]) != said_of(column, pairs[model][1])
    ] == []


def told(plan: Plan) -> list[HistoryItem]:
    """Everything that the history of both documents tells."""
    asked = [HistoryQuestion(report, everything=True) for report in plan.reports.all()]
    found = [day for one in asked for day in days(one, list(light_rows(one)))]
    return [item for day in found for entry in day.entries for item in entry.items]


RAISED = FormerState(date(2020, 1, 1), PlaceState("tambon", "ทุ่งผึ้ง", "6520101", "เมืองลำปาง", "ลำปาง"))
# What a column that takes not just any value may hold instead.
OTHERWISE = {
    "Municipality.code": "4520199",
    "Municipality.begins_on": date(2020, 1, 1),
    "Municipality.ended_on": date(2099, 10, 1),
    "Municipality.former_states": [RAISED.stored],
    "Municipality.website": "https://other.example.go.th",
    "Assessment.announced_level": "ผ่านดี",
    "Score.code": "5",
    "Finding.question": "i1",
    "Finding.indicator": "5",
    "Analysis.about": "5",
    "Plan.assessed_year": 2566,
    "Plan.own_texts": [own_text("ใหม่", "after")],
    "Plan.results_own_texts": [own_text("ใหม่กว่า", "after")],
    "Measure.issue": 4,
    "Measure.starts_on": date(2024, 10, 2),
    "Measure.ends_on": date(2025, 9, 29),
    "Measure.quarters": [3],
    "Measure.monitored_on": ["2025-02-03"],
    "MeasureTarget.about": "5",
    "Result.progress": [{"quarter": 2, "planned": 50}],
    "Evidence.url": "https://other.example.go.th/evidence",
    "DocumentChoices.history_years": 3,
}


def change(column: "Field[Any, Any]", row: Any) -> None:
    """Save the row with another value in this column."""
    held, name = getattr(row, column.name), f"{column.model.__name__}.{column.name}"
    if name in OTHERWISE:
        value = OTHERWISE[name]
    elif column.is_relation:
        value = factories.elsewhere()
        value = value.district if column.name == "district" else value
    elif column.choices:
        value = next(value for value, _ in column.choices if value != held)
    else:
        value = not held if isinstance(held, bool) else value_of(column)
    setattr(row, column.name, value)
    if name == "Evidence.file":  # either of the two
        row.url = ""
    row.save()


def tells(lines: list[HistoryItem], column: "Field[Any, Any]", titles: set[str]) -> bool:
    """Whether one of the new lines names the field, or calls its row otherwise than before."""
    label = thai_digits(str(column.verbose_name))
    return any(
        item.title not in titles or label in [change.label for change in item.changes] for item in lines
    )


@pytest.mark.django_db
@pytest.mark.parametrize("model", [*IN_A_DOSSIER, DocumentChoices], ids=lambda model: model.__name__)
def test_history_tells_a_change_of_every_field(plan: Plan, model: type[Model]):
    forgotten, before, pk = [], told(plan), row_of(model).pk
    for column in columns(model, Place.HISTORY):
        change(column, model._default_manager.get(pk=pk))
        after = told(plan)
        lines = [item for item in after if item not in before]
        if not tells(lines, column, {item.title for item in before}):
            forgotten.append(str(column))
        before = after
    assert forgotten == []


@pytest.mark.parametrize("model", TOLD_AS_WRITTEN, ids=lambda model: model.__name__)
def test_history_tells_every_field_of_steps_and_words(model: type[Model]):
    [source] = {source for source in SOURCES["plan"] if source.model is model}
    attnames = {column.attname for column in columns(model, Place.HISTORY)}
    assert attnames == {*source.shown, *source.named}
