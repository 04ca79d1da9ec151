"""What search engines and other programs read of a public page: schema.org as JSON-LD.

A script of type application/ld+json is data: no browser runs it, so the content security policy lets it be.
"""

import json
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from municipalities.models import Municipality
from printing.word.writing import CONTENT_TYPE as WORD
from public.publications import Edition, absolute

_ESCAPED = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})  # or a text could end the script


def structured(data: dict[str, Any]) -> SafeString:
    """Data of schema.org's vocabulary as the element that carries it."""
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False).translate(_ESCAPED)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))


def organization(place: Municipality, address: str) -> SafeString:
    """A municipality as the subject of its page."""
    return structured(_publisher(place) | {"url": address})


def report_metadata(edition: Edition) -> SafeString:
    """A document with its files, its version and who published it."""
    files = ((edition.pdf, "application/pdf"), (edition.docx, WORD), (edition.data, "application/json"))
    described = {
        "@type": "Report",
        "name": edition.title,
        "url": edition.address,
        "inLanguage": "th",
        "version": str(edition.revision),
        "datePublished": edition.published_at.isoformat(),
        "isAccessibleForFree": True,
        "publisher": _publisher(edition.municipality),
        "encoding": [
            {"@type": "MediaObject", "contentUrl": absolute(path), "encodingFormat": form}
            for path, form in files
        ],
    }
    return structured(described)


def _publisher(place: Municipality) -> dict[str, Any]:
    where = {"@type": "AdministrativeArea", "name": place.place}
    return {"@type": "GovernmentOrganization", "name": place.full_name, "areaServed": where}
