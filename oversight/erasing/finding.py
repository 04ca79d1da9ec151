"""Where the portal keeps what is to be erased. Nothing is changed here."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from municipalities.models import Municipality
from oversight.erasing import stored_files
from oversight.erasing.belonging import municipality_of
from oversight.erasing.columns import file_columns
from oversight.erasing.removed_years import removed_naming
from oversight.erasing.sought import SoughtText
from oversight.erasing.texts import TextPlace, in_parts, text_places
from oversight.models import Export
from reports.erased import ErasedKind
from reports.models import Publication

_WHOSE = "report__plan__municipality"
PAPERS_AT_ONCE = 10


@dataclass(frozen=True)
class Target:
    """What is to be erased: a text, or a file or a publication by its sha256.

    Of a text only what belongs to `municipality`, where one is given.
    """

    kind: ErasedKind
    text: str = ""
    sha256: str = ""
    municipality: Municipality | None = None

    @property
    def digest(self) -> str:
        """By which the record of the erasure is found again; of a text it tells nobody anything."""
        return self.sha256 or salted_hmac("erased text", self.text, algorithm="sha256").hexdigest()

    @property
    def sought(self) -> SoughtText:
        """The text, to be looked for."""
        return SoughtText(self.text)


@dataclass(frozen=True)
class Found:
    """Where it is. Of a text the `publications` that hold it, which can only be erased whole.

    `naming` are the columns that name a file, `files` (under MEDIA_ROOT) what lies on the disk. `owners` has
    the municipality of each of the `places`, None for what belongs to all.
    """

    texts: tuple[TextPlace, ...] = ()
    naming: tuple[TextPlace, ...] = ()
    publications: tuple[int, ...] = ()
    sessions: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    owners: tuple[int | None, ...] = ()

    @property
    def places(self) -> list[tuple[str, Any]]:
        """Name and key of each place in the database: texts, what names a file, publications, sessions."""
        named = [(place.name, place.pk) for place in (*self.texts, *self.naming)]
        named += [("reports.Publication", pk) for pk in self.publications]
        return [*named, *(("sessions.Session", "") for _ in self.sessions)]

    @property
    def counted(self) -> dict[str, int]:
        """How often by the name of the place."""
        return dict(sorted(Counter(name for name, _ in self.places).items()))

    @property
    def is_empty(self) -> bool:
        """Whether it is nowhere."""
        return not self.places and not self.files

    @property
    def municipalities(self) -> list[int]:
        """The keys of those to which anything of it belongs, in order."""
        return sorted({owner for owner in self.owners if owner is not None})

    @property
    def without_publications(self) -> "Found":
        """The same but for the publications, where they are to be kept."""
        before, behind = len(self.texts) + len(self.naming), len(self.sessions)
        owners = (*self.owners[:before], *self.owners[len(self.owners) - behind :])
        return replace(self, publications=(), owners=owners)


def find_everywhere(target: Target) -> Found:
    """Look everywhere. Reads every row of every model for a text, every file for a file."""
    if target.kind == ErasedKind.TEXT:
        return _within(_of_text(target.sought), target.municipality)
    if target.kind == ErasedKind.FILE:
        files = tuple(stored_files.files_with(target.sha256))
        naming = (*_naming(files, target.sha256), *removed_naming(files, target.sha256))
        owners = tuple(municipality_of(place.model, place.pk) for place in naming)
        return Found(naming=naming, files=files, owners=owners)
    papers = Publication.objects.filter(sha256=target.sha256, erased_at=None).order_by("pk")
    owners = tuple(papers.values_list(_WHOSE, flat=True))
    return Found(publications=tuple(papers.values_list("pk", flat=True)), owners=owners)


def _of_text(sought: SoughtText) -> Found:
    texts, printing = [], set()
    for place in text_places(sought):
        if (publication := _publication_of(place)) is not None:
            printing.add(publication)
        else:
            texts.append(place)
    papers = Publication.objects.filter(erased_at=None)
    for pk, html, bundle in in_parts(papers, "html", "bundle", at_once=PAPERS_AT_ONCE):
        if sought.stands_in_page(html) or sought.stands_in(bundle):
            printing.add(pk)
    sessions = (one.pk for one in Session.objects.all() if sought.stands_in(one.get_decoded()))
    return Found(texts=tuple(texts), publications=tuple(sorted(printing)), sessions=tuple(sessions))


def _publication_of(place: TextPlace) -> int | None:
    """The publication of which the place is part, so that it goes or stays with it."""
    if place.model is Publication and place.column == "title":
        return int(place.pk)
    if any(column.name == "publication" for column in place.model._meta.concrete_fields):  # noqa: SLF001
        key: int | None = place.rows().values_list("publication", flat=True).first()
        return key
    return None


def _within(what: Found, municipality: Municipality | None) -> Found:
    """The same with its owners; only what belongs to the municipality, where there is one."""
    texts = [(place, municipality_of(place.model, place.pk)) for place in what.texts]
    papers = [(pk, municipality_of(Publication, pk)) for pk in what.publications]
    sessions = what.sessions
    if municipality is not None:
        texts = [(place, owner) for place, owner in texts if owner == municipality.pk]
        papers = [(pk, owner) for pk, owner in papers if owner == municipality.pk]
        sessions = ()
    return replace(
        what,
        texts=tuple(place for place, _ in texts),
        publications=tuple(pk for pk, _ in papers),
        sessions=sessions,
        owners=tuple(owner for _, owner in (*texts, *papers)) + (None,) * len(sessions),
    )


def _naming(files: Iterable[str], sha256: str) -> Iterable[TextPlace]:
    """Every row that names one of these files, and every one that keeps the checksum of a file."""
    for model, column in file_columns():
        same = Q(**{f"{column}__in": list(files)})
        for sum_name in ("sha256", "file_sha256"):
            if any(each.name == sum_name for each in model._meta.concrete_fields):  # noqa: SLF001
                same |= Q(**{sum_name: sha256})
        rows = models.QuerySet[Any](model).filter(same).exclude(**{column: ""})
        for pk in rows.order_by("pk").values_list("pk", flat=True):
            yield TextPlace(model, column, pk)


def exports_to_drop(what: Found, target: Target) -> models.QuerySet[Export]:
    """The ZIPs that may hold it: those with a report of a municipality to which it belongs, or all.

    They may be older than the row in which the text stood, or was changed; they can be ordered again.
    """
    if target.kind == ErasedKind.FILE or what.is_empty:
        return Export.objects.none()
    if None in what.owners:
        return Export.objects.all()
    return Export.objects.filter(items__report__plan__municipality__in=what.municipalities).distinct()
