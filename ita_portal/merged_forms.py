"""Forms that two windows may have open at once: fields are merged one by one, collisions are asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Protocol

from django import forms
from django.contrib import messages
from django.http import HttpRequest, QueryDict

from ita_portal import noted_forms
from ita_portal.chosen_files import ChosenFiles
from ita_portal.editing import PortalForm
from ita_portal.fields import ThaiTextField
from ita_portal.lines_field import LinesField
from ita_portal.merging import STAMP_LENGTH, FieldValue, Winner, joined, read_seen, seen_text, stamp, winner

MINE, THEIRS, BOTH = "mine", "theirs", "both"
NOTHING = "(ว่าง)"
PENDING = "0" * STAMP_LENGTH  # what a page has seen of a file while it asks which one is kept
NEW_PAGE = "new"  # what the page of a row has seen that does not exist yet
MERGED = "มีผู้อื่นบันทึกหน้านี้ระหว่างที่ท่านแก้ไข ระบบรวมให้แล้ว: "


@dataclass(frozen=True)
class Collision:
    """What was changed here and by somebody else; `of` is the stamp of theirs, to which a choice applies.

    `chosen` is a choice that waits for the others: MINE, THEIRS, BOTH or "".
    """

    key: str
    label: str
    mine: str
    theirs: str
    of: str
    field_id: str = ""
    can_join: bool = False
    chosen: str = ""

    @property
    def name(self) -> str:
        """The name of the input that chooses."""
        return f"choose-{self.key}"


class Merge:
    """What was sent, on its way into the forms: what this window left alone takes the stored value.

    `seen` are the stamps of what the page showed; None where it does not say, and every difference is asked.
    `data` and `files` are copied and changed. Found are `asked`, the collisions; `merged`, the labels of what
    others changed; and `stamps`, what the next page has seen. With `waits` no choice is carried out yet.
    """

    def __init__(
        self, seen: Mapping[str, str] | None, data: QueryDict, files: ChosenFiles, *, waits: bool = False
    ) -> None:
        self.is_marked, self.seen, self.waits = seen is not None, seen or {}, waits
        self.data, self.files = data.copy(), files.copy()
        self.is_answered = False
        self.asked: list[Collision] = []
        self.merged: list[str] = []
        self.stamps: dict[str, str] = {}

    def chosen(self, key: str, of: str) -> str:
        """What was chosen for a collision: "" where nothing was, or theirs has changed once more since."""
        choice = self._choice(key, of)
        self.is_answered |= bool(choice)
        return "" if self.waits else choice

    def take(self, form: PortalForm, row: str = "", title: str = "") -> None:
        """Merge each field of a form that was sent; of a row, `row` begins its keys, `title` its labels."""
        form.data, form.files = self.data, self.files
        for bound in form.own_fields:
            key = f"{row}{bound.name}" if row else bound.html_name
            label = ": ".join(filter(None, (title or getattr(form, "title", ""), str(bound.label))))
            self._take_field(form, bound.name, key, label)

    def _take_field(self, form: PortalForm, name: str, key: str, label: str) -> None:
        stored, unsent = form.stored_value(name), form.unsent(name)
        typed = stored if unsent else form.typed_value(name)
        now, seen = stamp(stored), self.seen.get(key)
        self.stamps[key] = now
        chosen, wins = self.chosen(key, now), winner(seen, stamp(typed), now)
        if chosen == BOTH and not can_join(form.fields[name]):
            chosen = ""
        # The file that was chosen before the question may be gone by now.
        is_file = isinstance(form.fields[name], forms.FileField)
        is_forgotten = is_file and unsent and seen == PENDING and chosen != THEIRS
        if is_forgotten or (wins is Winner.ASK and not chosen):
            self.ask(_collision(form, name, key, label, typed, stored), [key])
            self.stamps |= {key: PENDING} if is_file else {}
            return
        if unsent or wins is Winner.THEIRS or (wins is Winner.ASK and chosen == THEIRS):
            form.type_instead(name, stored, self.data, self.files)
        elif wins is Winner.ASK and chosen == BOTH:
            form.type_instead(name, joined(stored, typed), self.data, self.files)
        if wins is Winner.THEIRS or (unsent and seen not in (None, PENDING, now)):
            self.merged.append(label)

    def ask(self, collision: Collision, keys: Iterable[str]) -> None:
        """Ask; until that is answered the fields of these keys have been seen as they were before."""
        self.asked.append(replace(collision, chosen=self._choice(collision.key, collision.of)))
        for key in keys:
            self.stamps.pop(key, None)
            self.stamps |= {key: self.seen[key]} if key in self.seen else {}

    def _choice(self, key: str, of: str) -> str:
        choice, _, chosen_of = self.data.get(f"choose-{key}", "").partition(":")
        return choice if chosen_of == of and choice in (MINE, THEIRS, BOTH) else ""


def can_join(field: forms.Field) -> bool:
    """Whether two values can stand together: prose, lines, what was chosen of many."""
    return isinstance(field, ThaiTextField | LinesField | forms.MultipleChoiceField)


def _collision(
    form: PortalForm, name: str, key: str, label: str, typed: FieldValue, stored: FieldValue
) -> Collision:
    field, bound = form.fields[name], form[name]
    return Collision(
        key,
        label,
        form.in_words(name, typed) or NOTHING,
        form.in_words(name, stored) or NOTHING,
        stamp(stored),
        bound.id_for_label or f"div_{bound.auto_id}",
        can_join=can_join(field),
    )


class KeyedRows(Protocol):
    """What a guard asks of a set of forms; see `keyed_forms`."""

    files: Any

    def seen_stamps(self) -> dict[str, str]:
        """The stamps of the stored rows."""

    def take_rows(self, merge: Merge) -> None:
        """Merge what was sent with the stored rows."""

    def is_valid(self) -> bool:
        """Whether every form is valid."""


class FormGuard:
    """Keeps two windows apart that show the same forms, field by field; made before anything is validated.

    The page carries `token` in the hidden field `seen`. On POST, under the lock of the rows, what this window
    left alone takes what others stored meanwhile (`merged`, labels). What both changed, each in its own way,
    is `asked`: the page is shown again, and nothing is stored until each has its choice. A form that does
    not say what it has seen (`unmarked`) is shown again too. With `new` there is nothing to compare with.
    """

    def __init__(self, request: HttpRequest, *parts: PortalForm | KeyedRows, new: bool = False) -> None:
        self.request, self.parts = request, parts
        self.posted = request.method == "POST"
        sent = request.POST.get("seen", "")
        seen = read_seen(sent)
        self.unmarked = self.posted and (not sent if new else seen is None)
        files = next((part.files for part in parts if isinstance(part.files, ChosenFiles)), None)
        files = ChosenFiles(request, "") if files is None else files
        merge = self._merged(Merge(seen, request.POST, files), () if new else parts)
        if merge.asked and merge.is_answered:  # nothing that was typed goes before all is chosen
            merge = self._merged(Merge(seen, request.POST, files, waits=True), parts)
        self.token = NEW_PAGE if new else seen_text(merge.stamps)
        self.asked, self.merged = merge.asked, merge.merged
        self.noted = False
        if not self.posted:
            noted_forms.show(request, parts)
        self.conflict = self.unmarked or bool(self.asked)

    def _merged(self, merge: Merge, parts: Iterable[PortalForm | KeyedRows]) -> Merge:
        for part in parts:
            if not self.posted:
                merge.stamps |= seen_stamps(part) if isinstance(part, PortalForm) else part.seen_stamps()
            elif isinstance(part, PortalForm):
                merge.take(part)
            else:
                part.take_rows(merge)
        return merge

    @cached_property
    def saves(self) -> bool:
        """Whether what was sent is to be stored: it is valid, and nothing about it is to be asked."""
        valid = [part.is_valid() for part in self.parts]  # each, for its errors
        return self.posted and all(valid) and not self.conflict

    def announce(self, sentence: str, page: str = "") -> None:
        """Say on the next page that it was stored, how it was read, and what others had changed meanwhile.

        Afterwards `noted` is whether the page of these forms, at this address, has something to show of that.
        """
        messages.success(self.request, sentence)
        self.noted = noted_forms.tell(self.request, page or self.request.path, self.parts)
        if self.merged:
            messages.info(self.request, MERGED + ", ".join(self.merged))


def seen_stamps(form: PortalForm) -> dict[str, str]:
    """The stamp of each field of a form as it is stored, by its name on the page."""
    return {each.html_name: stamp(form.stored_value(each.name)) for each in form.own_fields}
