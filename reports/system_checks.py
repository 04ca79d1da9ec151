"""The system check that refuses a framework file whose documents could not be published."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, register

from assessments import framework
from assessments.columns import StoredValue
from assessments.framework import Framework
from assessments.system_checks import storing_faults
from documents.compose import Document
from documents.dossier import PlaceFacts
from municipalities.models import Kind, Municipality
from reports.models import Publication


@register()
def publications_can_be_stored(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """One error (reports.E001) for each document whose title is too long for a publication."""
    return [Error(fault, id="reports.E001") for fault in storing_faults(framework.FOLDER, STORED)]


def _titles(rules: Framework) -> Iterator[str]:
    """The titles of both documents as the municipality with the longest name publishes them."""
    letters = Municipality._meta.get_field("name").max_length  # noqa: SLF001 - Django's documented way
    full_name = Municipality(kind=Kind.MUEANG, name="ก" * (letters or 0)).full_name
    place = PlaceFacts("", "", "", full_name, "", "")
    for rule in rules.documents:
        yield Document(rule.kind, rule.title, rules.fiscal_year, place, (), (), draft=True).full_title


STORED = (StoredValue("plan and results", Publication, "title", _titles),)
"""What of a framework becomes part of a publication."""
