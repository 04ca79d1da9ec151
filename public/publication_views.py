"""A published document: its page, its files, its earlier revisions, or the word that it was withdrawn."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from exchange.writing import in_first_version
from ita_portal.downloads import download, streamed, uploaded
from measures.uploads import content_type
from printing.word.writing import CONTENT_TYPE as WORD
from public import metadata
from public.called_then import called_then
from public.contradictions import contradictions_of
from public.packing import zipped
from public.publications import Edition, absolute, revisions
from reports.erased import erasure_of_file
from reports.models import Publication, PublishedEvidence

GONE = 410
# A withdrawal holds at once: whoever kept a copy asks whether it still stands.
_kept = cache_control(public=True, no_cache=True)


@login_not_required
@require_safe
@_kept
def publication(request: HttpRequest, pk: int, fiscal_year: int, kind: str) -> HttpResponse:
    """The newest revision of a document as a page; 410 with the reason while it is withdrawn."""
    return _page(request, revisions(pk, fiscal_year, kind), None)


@login_not_required
@require_safe
@_kept
def publication_revision(
    request: HttpRequest, pk: int, fiscal_year: int, kind: str, revision: int
) -> HttpResponse:
    """One revision as a page, which says so when another has replaced it."""
    return _page(request, revisions(pk, fiscal_year, kind), revision)


def _page(request: HttpRequest, all_of_it: list[Edition], revision: int | None) -> HttpResponse:
    shown = _chosen(all_of_it, revision)
    context = {
        "section": "public",
        "edition": shown,
        "newest": all_of_it[0],
        "revisions": all_of_it,
        "canonical": shown.address,
        "municipality": shown.municipality,
        "summary": shown.title,
    }
    if shown.withdrawn_at:
        return render(request, "public/withdrawn.html", context, status=GONE)
    stored = Publication.objects.values("html", "sealed_sha256", "bundle").get(pk=shown.pk)
    context |= {"html": stored["html"], "sealed_sha256": stored["sealed_sha256"]}
    context["then"] = called_then(stored["bundle"], shown.municipality)
    context["contradictions"] = contradictions_of(shown)
    context["evidence"] = PublishedEvidence.objects.filter(publication=shown.pk)
    context["structured"] = metadata.report_metadata(shown)
    return render(request, "public/publication.html", context)


def _chosen(all_of_it: list[Edition], revision: int | None) -> Edition:
    if revision is None:
        return all_of_it[0]
    for one in all_of_it:
        if one.revision == revision:
            return one
    raise Http404


def _of_revision(what: str, answer: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The view that gives something of the newest or of one revision; 410 once it is withdrawn.

    `what` tells it from the other files of the revision; of evidence that is its `name`. With `?format=1` its
    data are in the first version of their format.
    """

    @login_not_required
    @require_safe
    @_kept
    def view(
        request: HttpRequest, pk: int, fiscal_year: int, kind: str, revision: int | None = None, **more: str
    ) -> HttpResponseBase:
        all_of_it = revisions(pk, fiscal_year, kind)
        one = _chosen(all_of_it, revision)
        if one.withdrawn_at:
            return _page(request, all_of_it, revision)
        if (name := more.get("name")) and (erased := _erased(request, one, name)):
            return erased
        first = what == "json" and request.GET.get("format") == "1"
        tag = f'"{one.sha256}-{one.pk}-{name or what}{_lacking(one) if what == "zip" else ""}{"-1" * first}"'

        @condition(lambda _, **_more: tag, lambda _, **_more: one.published_at)
        def whole(_request: HttpRequest, **more: str) -> HttpResponseBase:
            response = answer(one, **more)
            if first and isinstance(response, HttpResponse):
                response.content = in_first_version(response.content)
            return response

        return whole(request, **more)

    return view


def _erased(request: HttpRequest, one: Edition, name: str) -> HttpResponse | None:
    """What stands in the place of evidence that was erased by law; None of other evidence."""
    row = PublishedEvidence.objects.filter(publication=one.pk, name=name, stored="").first()
    if row is None:
        return None
    context = {
        "section": "public",
        "edition": one,
        "municipality": one.municipality,
        "file": row,
        "erasure": erasure_of_file(row.sha256),
        "canonical": absolute(request.path),
    }
    return render(request, "public/evidence_erased.html", context, status=GONE)


def _lacking(one: Edition) -> str:
    """How many files of evidence the ZIP lacks since they were erased; "" of one that is whole."""
    number = PublishedEvidence.objects.filter(publication=one.pk, stored="").count()
    return f"-{number}" if number else ""


def _file(
    column: str, extension: str, media_type: str, *, as_attachment: bool
) -> Callable[..., HttpResponseBase]:
    """The view that gives one of the stored files."""

    def whole(one: Edition) -> HttpResponse:
        stored = Publication.objects.values_list(column, flat=True).get(pk=one.pk)
        if not stored:
            raise Http404
        content = stored.encode() if isinstance(stored, str) else bytes(stored)
        name = f"{one.title} ฉบับที่ {one.revision}.{extension}"
        return download(content, media_type, name, as_attachment=as_attachment)

    return _of_revision(extension, whole)


def _evidence(one: Edition, name: str) -> FileResponse:
    row = get_object_or_404(PublishedEvidence, publication=one.pk, name=name)
    try:
        contents = row.stored.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return uploaded(contents, content_type(row.stored.name or ""), row.file_name or row.title)


def _package(one: Edition) -> StreamingHttpResponse:
    name = f"{one.title} ฉบับที่ {one.revision}.zip"
    return streamed(zipped(one), "application/zip", name)


publication_pdf = _file("pdf", "pdf", "application/pdf", as_attachment=False)
publication_sealed = _file("sealed", "signed.pdf", "application/pdf", as_attachment=True)
publication_docx = _file("docx", "docx", WORD, as_attachment=True)
publication_json = _file("bundle", "json", "application/json", as_attachment=True)
publication_evidence = _of_revision("", _evidence)
publication_zip = _of_revision("zip", _package)
