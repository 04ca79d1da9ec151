"""What a column takes is told without a database exactly as the database tells it."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Model
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.columns import column_refusal
from assessments.models import Analysis, Assessment, Finding, Score
from measures.models import Measure, MeasureTarget, Plan

WORDS = st.sampled_from(["0", "1", "10", "11", "iit", "eit1", "i1", "o99", "e100", "x1", "i0", "ผ่าน"])
CODES = WORDS | st.text("ieo019", min_size=1, max_size=5)
COLUMNS = [
    (Score, "code", CODES),
    (Finding, "indicator", CODES),
    (Finding, "question", CODES),
    (Analysis, "about", CODES),
    (MeasureTarget, "about", CODES),
    (Assessment, "announced_level", st.text("ผ่านดี", max_size=50)),
    (Assessment, "fiscal_year", st.integers(2500, 2700)),
    (Plan, "fiscal_year", st.integers(2500, 2700)),
    (Measure, "issue", st.none() | st.integers(0, 10)),
    (Score, "value", st.decimals(-5, 120, places=2) | st.just(Decimal("84.995"))),
]


def told_by_database(model: type[Model], name: str, value: object) -> bool:
    """Django's own answer: the field's validators and the constraints on this column alone, asked in SQL."""
    row, others = model(**{name: value}), {field.name for field in model._meta.fields} - {name}
    try:
        row.clean_fields(exclude=others)
        row.validate_constraints(exclude=others)
    except ValidationError:
        return False
    return True


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "name", "values"), COLUMNS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(data=st.data())
def test_column_refuses_what_the_database_refuses(
    model: type[Model], name: str, values: st.SearchStrategy[object], data: st.DataObject
) -> None:
    value = data.draw(values)
    assert (column_refusal(model, name, value) == "") is told_by_database(model, name, value)


@pytest.mark.parametrize(
    ("model", "name", "value", "reason"),
    [
        (Score, "code", "11", "the constraint score_code forbids it"),
        (Score, "code", "100", "Ensure this value has at most 2 characters (it has 3)."),
        (Finding, "question", "i0", "the constraint finding_question forbids it"),
        (Measure, "issue", 8, "the constraint measure_issue forbids it"),
        (Assessment, "announced_level", "ก" * 41, "Ensure this value has at most 40 characters (it has 41)."),
    ],
)
def test_refusal_names_its_reason_in_english(
    model: type[Model], name: str, value: object, reason: str
) -> None:
    assert column_refusal(model, name, value) == reason
