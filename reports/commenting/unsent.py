"""What was typed into the boxes of a document's page and not sent; every button of the page sends all along.

The session keeps it until it is sent, for the page is loaded anew after each step, and a browser without
JavaScript then forgets what was typed. It leaves with the session.
"""

import re
from collections.abc import Mapping

from django.http import HttpRequest

from reports.models import Report

FORM = "review"  # the id of the one form to which all boxes of the page belong
BODY, PLACE = "body", "place"
_SESSION_KEY = "unsent"
_BOX = re.compile(r"((?:comment|answer)-[\w-]+)-body")

UnsentBoxes = Mapping[str, Mapping[str, str]]
"""By the name of the box: its text (`body`) and, of a new comment, the chosen `place`."""


def unsent_boxes(request: HttpRequest, report: Report) -> UnsentBoxes:
    """What waits in the session for the boxes of this report's page."""
    return request.session.get(_SESSION_KEY, {}).get(str(report.pk), {})


def note_boxes(request: HttpRequest, report: Report) -> None:
    """Keep the text of every box that came with the request; one that came empty waits no longer."""
    kept = {**unsent_boxes(request, report)}
    for box in (match[1] for name in request.POST if (match := _BOX.fullmatch(name))):
        text, place = request.POST[f"{box}-{BODY}"], request.POST.get(f"{box}-{PLACE}", "")
        kept[box] = {BODY: text, PLACE: place}
        if not text.strip():
            del kept[box]
    _store(request, report, kept)


def forget_box(request: HttpRequest, report: Report) -> None:
    """The box whose button was pressed waits no longer: its text is stored."""
    kept = {**unsent_boxes(request, report)}
    kept.pop(pressed_box(request), None)
    _store(request, report, kept)


def pressed_box(request: HttpRequest) -> str:
    """The name of the box whose button was pressed, the prefix of its fields; "" from a page of its own."""
    return request.POST.get("box", "")


def _store(request: HttpRequest, report: Report, kept: UnsentBoxes) -> None:
    if kept != unsent_boxes(request, report):
        others = request.session.get(_SESSION_KEY, {})
        request.session[_SESSION_KEY] = {**others, str(report.pk): kept}
