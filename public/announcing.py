"""How others hear of what is published: a feed of new publications, a sitemap, robots.txt."""

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import SitemapIndexItem
from django.contrib.sitemaps.views import sitemap as django_sitemap
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from assessments import framework
from ita_portal.thai import thai_digits
from public.publications import MUNICIPALITY, Edition, absolute, editions, live

IN_THE_FEED = 50


class LatestPublications(Feed[Edition, None]):
    """The last publications, newest first; each entry's address is permanent."""

    feed_type = Atom1Feed
    title = "เอกสาร ITA ที่เทศบาลเผยแพร่ล่าสุด"
    subtitle = "มาตรการส่งเสริมคุณธรรมและความโปร่งใส และรายงานผลการดำเนินการ"
    title_template = description_template = None

    def link(self) -> str:
        """The page of which this is the feed."""
        return absolute(reverse("published_list"))

    def feed_url(self) -> str:
        """The feed's own address."""
        return absolute(reverse("feed"))

    def items(self) -> list[Edition]:
        """What is public now."""
        return editions(live().order_by("-published_at", "-pk")[:IN_THE_FEED])

    def item_title(self, item: Edition) -> str:
        """The document, and the revision from the second on."""
        return item.title if item.revision == 1 else f"{item.title} (ฉบับที่ {thai_digits(str(item.revision))})"

    def item_description(self, item: Edition) -> str:
        """Where it comes from."""
        return f"{item.kind_name} {item.municipality.full_name} {item.municipality.place}"

    def item_link(self, item: Edition) -> str:
        """The revision's own address: the entry stays true when another replaces it."""
        return absolute(item.revision_path)

    def item_author_name(self, item: Edition) -> str:
        """The municipality; never a person."""
        return item.municipality.full_name

    def item_pubdate(self, item: Edition) -> datetime:
        """When it was published."""
        return item.published_at

    def item_updateddate(self, item: Edition) -> datetime:
        """What is published is never changed."""
        return item.published_at


def _kept(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A copy may be kept; who asks again is told in a word that nothing is new (304)."""
    return cache_control(public=True, no_cache=True)(conditional_page(view))


feed: Callable[..., HttpResponse] = login_not_required(require_safe(_kept(LatestPublications())))


class _Public(Sitemap[tuple[str, datetime | None]]):
    """Paths with the time of their last change, under the address of PORTAL_URL."""

    def get_protocol(self, protocol: str | None = None) -> str:
        """The portal's own."""
        return urlsplit(settings.PORTAL_URL).scheme

    def get_domain(self, site: object = None) -> str:
        """The portal's own host, whatever the request calls it."""
        return urlsplit(settings.PORTAL_URL).netloc

    def location(self, item: tuple[str, datetime | None]) -> str:
        """The path."""
        return item[0]

    def lastmod(self, item: tuple[str, datetime | None]) -> datetime | None:
        """When it changed last; None where nobody keeps count."""
        return item[1]


class Pages(_Public):
    """The pages that are always there."""

    def items(self) -> list[tuple[str, datetime | None]]:
        """The start, the search, the tools, the rules of each year."""
        names = ("home", "published_list", "verify", "compare", "open_data", "framework_list")
        rules = [reverse("framework", args=[year]) for year in framework.years()]
        return [(path, None) for path in (*map(reverse, names), *rules)]


class Documents(_Public):
    """Each municipality and each document of which something is public."""

    def items(self) -> list[tuple[str, datetime | None]]:
        """Every live document, and behind the last of them each municipality's own page."""
        return self._found

    @cached_property
    def _found(self) -> list[tuple[str, datetime | None]]:
        keys = ("report__plan__fiscal_year", "report__kind", "published_at")
        rows = live().order_by(MUNICIPALITY).values_list(MUNICIPALITY, *keys)
        places: dict[int, datetime] = {}
        found: list[tuple[str, datetime | None]] = []
        for pk, fiscal_year, kind, at in rows:
            found.append((reverse("publication", args=[pk, fiscal_year, kind]), at))
            places[pk] = max(at, places.get(pk, at))
        return found + [(reverse("published_municipality", args=[pk]), at) for pk, at in places.items()]


@login_not_required
@require_safe
@_kept
def sitemap(request: HttpRequest) -> HttpResponse:
    """All public addresses, for search engines; the list of their files where one may not hold them all."""
    documents = Documents()
    if documents.paginator.num_pages == 1:
        return django_sitemap(request, {"pages": Pages(), "documents": documents})
    address = absolute(reverse("sitemap_part", args=["documents"]))
    files = [f"{address}?p={number}" for number in documents.paginator.page_range]
    files.append(absolute(reverse("sitemap_part", args=["pages"])))
    parts = [SitemapIndexItem(file) for file in files]
    return TemplateResponse(request, "sitemap_index.xml", {"sitemaps": parts}, "application/xml")


@login_not_required
@require_safe
@_kept
def sitemap_part(request: HttpRequest, part: str) -> HttpResponse:
    """The addresses of one kind ("pages" or "documents"), up to 50,000 a file (`?p=`)."""
    return django_sitemap(request, {"pages": Pages(), "documents": Documents()}, section=part)


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be read by programs; the rest asks for a sign-in anyway."""
    closed = ("accounts/", "admin/", "municipalities/", "evidence/")
    lines = ["User-agent: *", *(f"Disallow: /{path}" for path in closed)]
    lines += ["Disallow: /compare/?", "", f"Sitemap: {absolute(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
