"""The comments of a report as its preview shows them: at their places, with the forms for new ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms

from accounts.models import User
from documents.compose import Document
from ita_portal.editing import PortalForm
from ita_portal.fields import ThaiTextField
from reports.commenting.comments import BODY_LENGTH, Thread, answer_refusal, comment_refusal, threads
from reports.commenting.places import CommentPlace, places_of
from reports.commenting.unsent import BODY, FORM, PLACE, UnsentBoxes
from reports.models import Report


def _body(label: str) -> ThaiTextField:
    return ThaiTextField(label=label, max_length=BODY_LENGTH, widget=forms.Textarea(attrs={"rows": 4}))


class CommentForm(PortalForm):
    """A comment and where it belongs; `found` are the places to choose from."""

    place = forms.ChoiceField(
        label="ตำแหน่ง",
        required=False,
        error_messages={"invalid_choice": "ไม่มีส่วนนี้ในเอกสารแล้ว กรุณาเลือกตำแหน่งอื่น"},
    )
    body = _body("ความเห็น")

    def __init__(self, *args: Any, found: Iterable[CommentPlace], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(place.anchor, place.title) for place in found]
        self.fields["place"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:  # nothing to choose
            self.fields["place"].widget = forms.HiddenInput()


class AnswerForm(PortalForm):
    """An answer to a comment."""

    body = _body("คำตอบ")


@dataclass(frozen=True)
class ShownThread:
    """A thread on the page. `place` is named where it lies within a section, or is gone from the document.

    `form` is there for those who may answer.
    """

    thread: Thread
    place: CommentPlace | None
    form: AnswerForm | None


@dataclass(frozen=True)
class Spot:
    """The comments at one section, or (anchor "") on the whole document and on places that are gone.

    `form` is there for those who may comment; they may close and reopen, too.
    """

    anchor: str
    title: str
    shown: tuple[ShownThread, ...]
    form: CommentForm | None
    closable: bool


@dataclass(frozen=True)
class Review:
    """All comments on a report; `spots` by the anchor of the section.

    `unsent` are the forms whose boxes hold what was typed and not sent, `homeless` such texts without a box.
    """

    spots: Mapping[str, Spot]
    unsent: tuple[CommentForm | AnswerForm, ...] = ()
    homeless: tuple[str, ...] = ()

    @property
    def whole(self) -> Spot:
        """What belongs above the document."""
        return self.spots[""]

    @property
    def open(self) -> tuple[tuple[str, ShownThread], ...]:
        """The open comments with the title of their place, in the order of the page."""
        return tuple(
            (one.place.title if one.place else spot.title, one)
            for spot in self.spots.values()
            for one in spot.shown
            if one.thread.is_open
        )

    @property
    def together(self) -> Review:
        """The same with all comments above the document, each under the name of its place."""
        shown = tuple(
            one if one.place or not anchor else replace(one, place=CommentPlace(anchor, spot.title, anchor))
            for anchor, spot in self.spots.items()
            for one in spot.shown
        )
        return replace(self, spots={"": replace(self.whole, shown=shown)})

    @property
    def has_comments(self) -> bool:
        """Whether there is any comment, open or closed."""
        return any(spot.shown for spot in self.spots.values())

    @property
    def forms(self) -> tuple[CommentForm | AnswerForm, ...]:
        """The forms of all boxes on the page."""
        spots = self.spots.values()
        found = [form for spot in spots for form in (spot.form, *(one.form for one in spot.shown))]
        return tuple(form for form in found if form)


def review_of(user: User, report: Report, document: Document, unsent: UnsentBoxes) -> Review:
    """The comments of a report for this reader: two queries, however many there are."""
    found, may_comment = places_of(report, document), not comment_refusal(user, report)
    sections = {place.anchor: section for section, members in found.items() for place in members}
    by_section: dict[str, list[Thread]] = {}
    for thread in threads(report):  # those whose place is gone belong to the whole document
        by_section.setdefault(sections.get(thread.root.anchor, ""), []).append(thread)
    spots = {}
    for section, members in found.items():
        shown = tuple(_shown(user, report, thread, members) for thread in by_section.get(section, ()))
        form = None
        if may_comment:
            initial = {PLACE: members[0].anchor}
            form = CommentForm(found=members, initial=initial, prefix=f"comment-{section or 'report'}")
        spots[section] = Spot(section, members[0].title, shown, form, closable=may_comment)
    return _with_unsent(Review(spots), unsent)


def _with_unsent(review: Review, unsent: UnsentBoxes) -> Review:
    """The review whose boxes belong to the one form of the page and hold what waits to be sent."""
    for form in review.forms:
        for field in form.fields.values():
            field.widget.attrs["form"] = FORM
        if typed := unsent.get(str(form.prefix)):
            form.initial = {**form.initial, **{name: value for name, value in typed.items() if value}}
            for field in form.fields.values():
                field.widget.attrs["data-unsent"] = True
    filled = tuple(form for form in review.forms if form.prefix in unsent)
    known = {form.prefix for form in filled}
    return replace(
        review,
        unsent=filled,
        homeless=tuple(typed[BODY] for box, typed in unsent.items() if box not in known),
    )


def _shown(user: User, report: Report, thread: Thread, members: Sequence[CommentPlace]) -> ShownThread:
    root = thread.root
    gone = CommentPlace(root.anchor, root.place)
    place = next((place for place in members if place.anchor == root.anchor), gone)
    form = None if answer_refusal(user, report, root) else AnswerForm(prefix=f"answer-{root.pk}")
    return ShownThread(thread, None if place == members[0] else place, form)
