"""The search over everything that is public, and one municipality's years."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from home import overview
from municipalities.naming import years_among
from public import figures, metadata
from public.publications import MUNICIPALITY, Edition, absolute, current, editions, live
from public.search import PublishedSearchForm, found

ON_A_PAGE = 30


@dataclass(frozen=True)
class PublishedYear:
    """The newest revisions of a plan's documents, withdrawn ones too."""

    fiscal_year: int
    documents: tuple[Edition, ...]


@login_not_required
@require_safe
def published_list(request: HttpRequest) -> HttpResponse:
    """Search by words and province among the municipalities that have published; name the others."""
    form = PublishedSearchForm(request.GET if "q" in request.GET or "province" in request.GET else None)
    answer = found(form)
    page = Paginator(answer.published, ON_A_PAGE).get_page(request.GET.get("page"))
    years = years_among(form.cleaned_data.get("q", "")) if form.is_bound else ()
    shelf = _by_municipality(place.pk for place in page)
    context = {
        "section": "public",
        "form": form,
        "page": page,
        "rows": [(place, _asked_first(by_year(shelf[place.pk]), years)) for place in page],
        "searched": answer.searched,
        "unpublished": answer.unpublished if page.number == 1 else [],
        "canonical": absolute(reverse("published_list")),
    }
    return render(request, "public/list.html", context)


def _by_municipality(keys: Iterable[int]) -> dict[int, list[Edition]]:
    shelf: dict[int, list[Edition]] = defaultdict(list)
    for one in editions(live().filter(**{f"{MUNICIPALITY}__in": list(keys)})):
        shelf[one.municipality.pk].append(one)
    return shelf


def by_year(documents: Iterable[Edition]) -> list[PublishedYear]:
    """The documents of each plan, newest year first, the plan before its results."""
    years: dict[int, list[Edition]] = defaultdict(list)
    for one in sorted(documents, key=lambda one: one.kind):
        years[one.fiscal_year].append(one)
    return [PublishedYear(year, tuple(years[year])) for year in sorted(years, reverse=True)]


def _asked_first(years: Sequence[PublishedYear], asked: Collection[int]) -> list[PublishedYear]:
    return sorted(years, key=lambda year: year.fiscal_year not in asked)


@login_not_required
@require_safe
def published_municipality(request: HttpRequest, pk: int) -> HttpResponse:
    """A municipality's documents and the results they tell; 404 while nothing was ever published."""
    documents = editions(current().filter(**{f"{MUNICIPALITY}__pk": pk}))
    if not documents:
        raise Http404
    place, said = documents[0].municipality, figures.sources([pk])[pk]
    results = figures.assessments_by_year(said)
    compared = {source.edition.pk: source.edition for source in said}
    totals = {year: known.year.total for year, known in results.items()}
    address = absolute(reverse("published_municipality", args=[pk]))
    context = {
        "section": "public",
        "municipality": place,
        "years": by_year(compared.get(one.pk, one) for one in documents),
        "results": results,
        "trend": overview.totals_chart(totals, f"คะแนนรวมของ{place.full_name}"),
        "canonical": address,
        "structured": metadata.organization(place, address),
        "summary": f"เอกสารที่{place.full_name} {place.place} เผยแพร่ตามการประเมิน ITA",
    }
    return render(request, "public/municipality.html", context)
