"""The rules of each year (หลักเกณฑ์), open to everybody and made wholly from the framework files."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessments import framework as frameworks
from assessments.framework import Confidence
from ita_portal.thai import fiscal_year_of


@login_not_required
@require_safe
def framework_list(request: HttpRequest) -> HttpResponse:
    """All years, the newest first."""
    rules = [frameworks.load(year) for year in reversed(_years())]
    return render(request, "frameworks/framework_list.html", {"section": "frameworks", "frameworks": rules})


@login_not_required
@require_safe
def framework(request: HttpRequest, fiscal_year: int) -> HttpResponse:
    """Everything that holds in one year, each fact with how sure it is and its source."""
    if fiscal_year not in _years():
        raise Http404
    rules = frameworks.load(fiscal_year)
    context = {
        "section": "frameworks",
        "rules": rules,
        "marks": list(Confidence),
        "years": _years(),
        "grouped_indicators": [(tool, rules.indicators_of(tool.code)) for tool in rules.instruments],
        "sub_indicators": [(row, rules.items_of(row.code)) for row in rules.sub_indicators],
        "loose_items": [item for item in rules.oit_items if not item.sub_indicator],
        "documents": [(rule, rules.printed(rule.item)) for rule in rules.documents],
    }
    return render(request, "frameworks/framework.html", context)


def _years() -> range:
    """From the first year with a file to next year, for which municipalities plan already."""
    first, *_, last = frameworks.years()
    return range(first, max(last, fiscal_year_of(timezone.localdate()) + 1) + 1)
