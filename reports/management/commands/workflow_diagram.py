"""manage.py workflow_diagram [--check]: the table of steps as a page of the documentation."""

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.models import Role
from reports.states import ReviewWord, State
from reports.workflow import TRANSITIONS, Transition

PAGE = Path(settings.BASE_DIR) / "docs" / "workflow.md"
HEAD = """# The way of a report

Written by `manage.py workflow_diagram` from `TRANSITIONS` in `reports/workflow.py`; a test keeps it true.
A report is submitted only without errors among its checks and with every open comment answered. What it shows
can be edited while it is draft or returned; what was published stays public while its correction is written,
unless it is withdrawn. An accepted report is published only as it was reviewed: when what it says has changed
since, its officer recalls it and submits it again.
"""


class Command(BaseCommand):
    """Writes the page, or says that it is out of date."""

    help = "เขียนแผนภาพสถานะของเอกสารลงใน docs/workflow.md"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--check writes nothing."""
        parser.add_argument(
            "--check", action="store_true", help="ตรวจว่าแผนภาพตรงกับตารางในโปรแกรมโดยไม่เขียนไฟล์"
        )

    def handle(self, *_args: Any, check: bool, **_options: Any) -> None:
        """Write docs/workflow.md; with --check CommandError when it says something else than the table."""
        if not check:
            PAGE.write_text(page(), encoding="utf-8")
        elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page():
            raise CommandError("docs/workflow.md ไม่ตรงกับตารางในโปรแกรม โปรดรัน manage.py workflow_diagram")
        self.stdout.write(f"{PAGE.relative_to(settings.BASE_DIR)}: ตรงกับตารางในโปรแกรม")


def page() -> str:
    """The whole page: the diagram, then the words that people read on the screen."""
    lines = [HEAD, "```mermaid", "stateDiagram-v2", f"  [*] --> {State.DRAFT}"]
    lines += [
        f"  {step.source} --> {step.target} : {step.action} ({'; '.join(_conditions(step))})"
        for step in TRANSITIONS
    ]
    lines += ["```", ""]
    lines += _words("state", "on the screen", State)
    lines += ["", *_words("step", "on the button", dict.fromkeys(step.action for step in TRANSITIONS))]
    return "\n".join([*lines, ""])


def _words(column: str, where: str, words: Iterable[ReviewWord]) -> Iterator[str]:
    yield f"| {column} | {where} | where the province does not review |"
    yield "|---|---|---|"
    for word in words:
        other = word.unreviewed if word.unreviewed != word.label else ""
        yield f"| {word} | {word.label} | {other} |"


def _conditions(step: Transition) -> Iterator[str]:
    yield f"{step.role} or {Role.ADMIN}" if step.or_admin else str(step.role)
    if step.note:
        yield "note"
    if step.reviewed is not None:
        yield "where the province reviews" if step.reviewed else "where the province does not review"
    if step.earlier:
        yield "earlier revisions only"
    if step.live:
        yield "while something is public"
