"""Any bundle, stored and exported, comes back byte for byte."""

from datetime import date
from typing import Any

import pytest
import time_machine
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from assessments import framework
from assessments.framework_parts import ANNOUNCED_CODES
from assessments.models import INDICATOR_CODES, Assessment
from exchange.export import export
from exchange.reading import read_bundle
from exchange.storing import store
from ita_portal.signs import meant
from measures.models import Evidence, Measure, Plan
from measures.quarters import QUARTERS, quarters_span
from municipalities.models import Municipality
from reports.models import Report
from tests.exchange.bundles import as_file, full
from tests.planting import LAST

pytestmark = pytest.mark.django_db


lines = st.lists(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cn")), min_size=1)
    .map(meant)
    .filter(bool),
    max_size=3,
)
texts = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cn")) | st.just("\n"), max_size=30
).map(
    meant  # as a bundle is read: what is written otherwise comes back so
)
told = texts.filter(bool)
scores = st.decimals(0, 100, places=2).map(lambda value: f"{value:.2f}")
days = st.dates(date(1957, 1, 1), date(2156, 12, 31)).map(date.isoformat)
stances = st.sampled_from(["urgent", "improve", "maintain"])
paths = st.from_regex("[a-z]{1,9}", fullmatch=True)
addresses = paths.map(lambda path: f"https://example.go.th/{path}")


@st.composite
def years(draw: st.DrawFn, year: int) -> dict[str, Any]:
    rules = framework.load(year)
    codes = (*rules.instrument_codes, *rules.part_codes)
    questions = draw(st.lists(st.sampled_from(["i1", "i2", "e3", "e4", "o5", "o6"]), unique=True))
    abouts = draw(st.sets(st.sampled_from(rules.about_codes)))
    instruments = {code: scores for code in ANNOUNCED_CODES if code in codes}
    announced = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "announced_total": scores,
                "announced_level": st.sampled_from([level.name for level in rules.levels]),
                "announced_instruments": st.fixed_dictionaries({}, optional=instruments).filter(bool),
            },
        )
    )
    known = draw(st.fixed_dictionaries({}, optional=dict.fromkeys(rules.score_codes, scores)))
    indicator = st.sampled_from(rules.score_codes)
    findings = [
        {"question": code, "indicator": draw(indicator), "issue": draw(told), "advice": draw(texts)}
        for code in questions
    ]
    analyses = [
        {"about": code, "stance": draw(stances), "text": draw(told), "guidelines": draw(lines)}
        for code in sorted(abouts, key=rules.about_codes.index)
    ]
    lists = {key: rows for key, rows in (("findings", findings), ("analyses", analyses)) if rows}
    return {"fiscal_year": year} | announced | {"scores": known} | lists


per_cent = st.integers(0, 100)
ends = st.fixed_dictionaries({}, optional={"planned": per_cent, "actual": per_cent})
progress = st.dictionaries(st.integers(1, 4), ends.filter(bool), min_size=1).map(
    lambda found: [{"quarter": quarter, **found[quarter]} for quarter in sorted(found)]
)


@st.composite
def measures(draw: st.DrawFn, number: int, year: int, assessed_year: int) -> dict[str, Any]:
    first, last = date(year - 544, 10, 1), date(year - 543, 9, 30)
    codes = framework.load(assessed_year).about_codes
    issues = [issue.number for issue in framework.load(year).issues]
    period = sorted(draw(st.lists(st.dates(first, last), min_size=2, max_size=2)))
    quarters = sorted(draw(st.sets(st.sampled_from(QUARTERS))))
    in_quarters = {}
    if quarters:
        span = dict(zip(("starts_on", "ends_on"), quarters_span(year, quarters), strict=True))
        in_quarters = {key: day.isoformat() for key, day in span.items()} | {"quarters": quarters}
    results = st.fixed_dictionaries(
        {
            "status": st.sampled_from(["not_started", "underway", "done", "dropped"]),
            "done": lines,
            "outcome": lines,
        },
        optional={
            "reported_on": days,
            "obstacles": lines.filter(bool),
            "suggestions": lines.filter(bool),
            "progress": progress,
        },
    )
    evidence = st.fixed_dictionaries({"title": told, "url": addresses}, optional={"dated_on": days})
    drawn = draw(
        st.fixed_dictionaries(
            {
                "number": st.just(number),
                "title": told,
                "about": st.lists(st.sampled_from(codes), unique=True, max_size=4),
                "stance": stances,
                "steps": lines,
                "responsible": lines,
            },
            optional={
                **({"issue": st.sampled_from(issues)} if issues else {}),
                "analysis": texts.filter(bool),
                "starts_on": st.just(period[0].isoformat()),
                "ends_on": st.just(period[1].isoformat()),
                "follow_up": texts.filter(bool),
                "kind": st.sampled_from(["measure", "project", "activity"]),
                "goals": lines.filter(bool),
                "budget": st.decimals(0, 9_999_999_999, places=2).map(lambda value: f"{value:.2f}"),
                "monitored_on": st.sets(days, min_size=1, max_size=3).map(sorted),
                "result": results,
                "evidence": st.lists(evidence, min_size=1, max_size=3),
            },
        )
    )
    return drawn | in_quarters


@st.composite
def bundles(draw: st.DrawFn) -> dict[str, Any]:
    """Any bundle as an export would write it."""
    known = sorted(draw(st.sets(st.sampled_from(range(2562, LAST + 2)), max_size=3)))
    data = full() | {"assessments": [draw(years(year)) for year in known]}
    data["municipality"] = {key: full()["municipality"][key] for key in draw(_place_keys)}
    year = draw(st.integers(2562, LAST + 2))
    assessed_year = draw(st.integers(2562, year))
    numbers = sorted(draw(st.sets(st.integers(1, 40), max_size=3)))
    told_lists = st.fixed_dictionaries({}, optional=dict.fromkeys(_OUTCOMES, lines.filter(bool)))
    data["plan"] = {
        "assessed_year": assessed_year,
        "fiscal_year": year,
        **draw(st.fixed_dictionaries({}, optional={"decided_on": days})),
        "measures": [draw(measures(number, year, assessed_year)) for number in numbers],
        **(draw(told_lists)),
    }
    signatory = {"name": texts.filter(bool), "position": texts.filter(bool), "signed_on": days}
    data["signatory"] = draw(st.fixed_dictionaries({}, optional=signatory))
    if not data["signatory"]:
        del data["signatory"]
    return _ordered(data, full() | {"assessments": full()["assessments"][1:]})


_OUTCOMES = ("overall_outcome", "obstacles", "suggestions")
_NAMED = ("kind", "name", "district", "province")
_place_keys = st.sampled_from([_NAMED, ("code", *_NAMED), (*_NAMED, "website"), ("code", *_NAMED, "website")])
_CODES = (*INDICATOR_CODES, *ANNOUNCED_CODES)


def _ordered(data: Any, like: Any) -> Any:
    """The data with its keys in the order of `like`, and scores in the order of the framework."""
    if isinstance(data, list):
        return [_ordered(item, like[0]) for item in data]
    if not isinstance(data, dict):
        return data
    order = _CODES if data.keys() <= set(_CODES) else tuple(like)
    return {key: _ordered(data[key], like.get(key)) for key in sorted(data, key=order.index)}


def _exported(year: int) -> bytes:
    return export(Municipality.objects.get(), year)


def _forget() -> None:
    for model in (Evidence, Measure, Report, Plan, Assessment, Municipality):
        model._default_manager.all().delete()


@pytest.mark.slow
@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
@given(data=bundles())
@time_machine.travel("2030-01-01T12:00:00+07:00")  # every year that is drawn has its result by then
def test_any_bundle_comes_back_with_the_same_bytes_from_two_databases(data: dict[str, Any]) -> None:
    year = data["plan"]["fiscal_year"]
    _forget()
    store(read_bundle(as_file(data)))
    first = _exported(year)
    _forget()
    store(read_bundle(first))
    assert first == as_file(data)
    assert _exported(year) == first
    assert store(read_bundle(first)).writes == 0
