"""What the pages of a province have in common: the filters in the address, and the rows that they ask for."""

from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from accounts.models import User
from municipalities.places import provinces
from municipalities.searching import PlaceSearch
from oversight.access import overseer, scope
from oversight.filters import COUNTED, Filters, OverviewForm
from oversight.rows import Overview, OverviewRow, overview, plan_year

ON_A_PAGE = 50


@dataclass(frozen=True)
class Asked:
    """A person's question and its answer; without rows where the question can't be read."""

    user: User
    form: OverviewForm
    filters: Filters
    answer: Overview

    @property
    def rows(self) -> list[OverviewRow]:
        """All that were asked for, in order."""
        return self.answer.rows

    @property
    def year(self) -> int:
        """The plan year (B.E.) that is shown."""
        assert self.filters.year is not None  # noqa: S101 - `asked` has filled it in
        return self.filters.year

    @property
    def narrowed(self) -> bool:
        """Was any of the filters used that are folded away, or another order?"""
        asked = self.filters
        return bool(asked.kind or asked.district or asked.level or asked.weak or asked.late) or (
            asked.sort != "name"
        )

    @property
    def scope_name(self) -> str:
        """Whose municipalities these are: "จังหวัดลำปาง", or "ทั้งระบบ"."""
        chosen = next((row.name for row in provinces() if row.code == self.filters.province), "")
        return f"จังหวัด{chosen}" if chosen else self.user.scope_name

    def page(self, request: HttpRequest, on_a_page: int = ON_A_PAGE) -> Page[OverviewRow]:
        """The rows of the page that the address names; the nearest one for a number that is none."""
        return Paginator(self.rows, on_a_page).get_page(request.GET.get("page"))

    def context(self, tab: str, page: Page[Any]) -> dict[str, Any]:
        """What every template of these pages takes."""
        return {
            "section": "home",
            "tab": tab,
            "asked": self,
            "form": self.form,
            "page": page,
            "plan_year": self.year,
            "assessed_year": self.year - 1,
        }


def asked(request: HttpRequest, *, counts: bool = False) -> Asked:
    """The filters of the address with their rows; 403 for those who don't oversee. Five queries at most.

    A page that shows no counts of errors and warnings is not sorted by them either, whatever the address
    says: that takes three queries more.
    """
    user = overseer(request)
    form = OverviewForm(request.GET, user=user)
    valid = form.is_valid()
    filters = form.filters if valid else Filters()
    order = filters.sort if counts or filters.order not in COUNTED else Filters.sort
    year = filters.year or (valid and form.latest_plan) or plan_year(user, filters)
    filters = replace(filters, year=year, sort=order)
    nothing = Overview([], PlaceSearch(scope(user).none()))
    return Asked(user, form, filters, overview(user, filters) if valid else nothing)
