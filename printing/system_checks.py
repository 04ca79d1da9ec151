"""`check --deploy` says what this machine lacks to print Thai."""

from typing import Any

from django.core.checks import CheckMessage, Warning, register  # noqa: A004 - Django's own name

from printing import pdf


@register(deploy=True)
def can_print(**_kwargs: Any) -> list[CheckMessage]:
    """One warning with the command to type, where Pango or libthai's dictionary is missing."""
    obstacle = pdf.obstacle()
    return [Warning(obstacle, id="reports.W001")] if obstacle else []
