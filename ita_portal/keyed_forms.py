"""Sets of forms whose rows are known by their keys, so that two windows can change the same rows."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.forms import BaseFormSet
from django.forms.formsets import DELETION_FIELD_NAME, INITIAL_FORM_COUNT, TOTAL_FORM_COUNT

from ita_portal.editing import PortalForm
from ita_portal.merged_forms import MINE, THEIRS, Collision, Merge
from ita_portal.merging import stamp

RowValues = Mapping[str, Any]
GONE = "gone"  # stands for the stamp of a row that was deleted


class KeyedFormSet(BaseFormSet):
    """The stored rows of a page and room for new ones. Each form sends its row's key in its field `row`.

    `initial` are the stored rows, each with its key under "row". A row that is not sent stays; it goes only
    by its mark. A row that somebody else deleted goes, unless it was changed here: that is asked.
    """

    def row_title(self, row: RowValues) -> str:
        """What a row is called, by its values."""
        raise NotImplementedError

    def means(self, form: Any, row: RowValues) -> bool:
        """Whether a form without a key is this stored row, so that a second click makes no second one."""
        raise NotImplementedError

    def is_room(self, form: Any) -> bool:
        """Whether a form without a key is room that was not used."""
        raise NotImplementedError

    def seen_stamps(self) -> dict[str, str]:
        """The stamps of the stored rows, for the page."""
        found: dict[str, str] = {}
        for row in self.initial or ():
            form = self.form(initial=dict(row), **self.form_kwargs)
            found |= {key: stamp(form.stored_value(name)) for key, name in self.keys(form).items()}
        return found

    def keys(self, form: PortalForm) -> dict[str, str]:
        """The names of a stored row's fields by the keys of their stamps."""
        return {f"{self.row_key(form.initial['row'])}{each.name}": each.name for each in form.own_fields}

    def row_key(self, row: str) -> str:
        """What the keys of a row's stamps begin with."""
        return f"{self.prefix}.{row}."

    def add_room(self, count: int) -> None:
        """Show so many more empty forms of a set that was sent and is not broken, as far as it goes."""
        data: Any = self.data
        sent = self._count(data)
        if sent is not None:
            data[f"{self.prefix}-{TOTAL_FORM_COUNT}"] = str(min(sent + count, self.absolute_max))
            self._made_anew()

    def take_rows(self, merge: Merge) -> None:
        """Merge what was sent with the stored rows; afterwards the set holds both, the stored ones first."""
        count = self._count(merge.data)
        if count is None:  # its errors say so
            own = f"{self.prefix}."
            merge.stamps |= {key: seen for key, seen in merge.seen.items() if key.startswith(own)}
            return
        stored = self.__dict__.setdefault("_stored", list(self.initial or ()))  # of the first time
        self.initial = _Rows(self, merge, stored).merged(count)
        self.data, self.files = merge.data, merge.files
        self._made_anew()

    def _count(self, data: Mapping[str, Any]) -> int | None:
        """How many forms were sent; None where the set is broken."""
        found = re.fullmatch("[0-9]{1,4}", data.get(f"{self.prefix}-{TOTAL_FORM_COUNT}", ""))
        return int(found[0]) if found and int(found[0]) <= self.absolute_max else None

    def _made_anew(self) -> None:
        """Forget the forms that were made of what was sent before."""
        for made in ("forms", "management_form"):
            self.__dict__.pop(made, None)


class _Rows:
    """The rows of one request: sorted out, merged, and numbered anew in what was sent."""

    def __init__(self, formset: KeyedFormSet, merge: Merge, stored: Iterable[RowValues]) -> None:
        self.formset, self.merge = formset, merge
        self.stored: dict[str, RowValues] = {str(row["row"]): row for row in stored}
        self.order: list[tuple[str, int | None]] = []  # key, and where the row was sent
        self.new: list[int] = []
        self.room: list[int] = []

    def merged(self, count: int) -> list[dict[str, Any]]:
        """Merge the rows that were sent; the initial values of the rows in their new order."""
        places, unsent = self._sorted_out(count)
        for place, key in places.items():
            if key in self.stored:
                self._take_stored(place, key)
            else:
                self._take_gone(place, key)
        for key in unsent:
            self._keep(key)
        self._number()
        return [dict(self.stored.get(key, {})) for key, _ in self.order]

    def _sorted_out(self, count: int) -> tuple[dict[int, str], dict[str, RowValues]]:
        """The key of each place that has one, and the stored rows that were not sent."""
        unsent, places = dict(self.stored), {}
        for place in range(count):
            key = self.merge.data.get(self._name(place, "row"), "")
            known = unsent.pop(key, None) is not None
            # A key that this page never had is somebody else's row, and means nothing.
            if known or (key not in self.stored and self._was_seen(key)):
                places[place] = key
        for place in (place for place in range(count) if place not in places):
            form = self._form(place, {})
            same = (key for key, row in unsent.items() if self.formset.means(form, row))
            if self.formset.is_room(form):
                self.room.append(place)
            elif key := next(same, ""):
                del unsent[key]
                places[place] = key
                for name in [name for name in self.merge.files if name.startswith(self._name(place, ""))]:
                    self.merge.files.let_go(name)  # it is stored already
            elif not self._is_deleted(place):
                self.new.append(place)
        return dict(sorted(places.items())), unsent

    def _was_seen(self, key: str) -> bool:
        begins = self.formset.row_key(key)
        return bool(key) and any(seen.startswith(begins) for seen in self.merge.seen)

    def _take_stored(self, place: int, key: str) -> None:
        self.order.append((key, place))
        form, title = self._form(place, self.stored[key]), self.formset.row_title(self.stored[key])
        if not self._is_deleted(place):
            self.merge.take(form, self.formset.row_key(key), title)
            return
        names = self.formset.keys(form)
        stamps = {seen: stamp(form.stored_value(name)) for seen, name in names.items()}
        self.merge.stamps |= stamps
        of, whole = stamp(list(stamps.values())), self.formset.row_key(key).rstrip(".")
        if all(self.merge.seen.get(seen) == now for seen, now in stamps.items()):
            return
        chosen = self.merge.chosen(whole, of)
        if chosen == THEIRS:
            self.merge.data.pop(self._name(place, DELETION_FIELD_NAME))
            for name in names.values():
                form.type_instead(name, form.stored_value(name), self.merge.data, self.merge.files)
        elif chosen != MINE:
            theirs = _all_words(form, {name: form.stored_value(name) for name in names.values()})
            self.merge.ask(Collision(whole, title, "ลบรายการนี้", theirs, of), stamps)

    def _take_gone(self, place: int, key: str) -> None:
        form = self._form(place, {"row": key})
        names = self.formset.keys(form)
        sent = {seen: name for seen, name in names.items() if not form.unsent(name)}
        typed = {name: form.typed_value(name) for name in sent.values()}
        changed = any(stamp(typed[name]) != self.merge.seen.get(seen) for seen, name in sent.items())
        title, whole = self.formset.row_title(typed), self.formset.row_key(key).rstrip(".")
        if self._is_deleted(place) or not changed:
            self.merge.merged.append(f"{title} (ผู้อื่นลบแล้ว)")
            return
        chosen = self.merge.chosen(whole, GONE)
        if chosen == MINE:
            self.new.append(place)
        elif chosen != THEIRS:
            self.order.append((key, place))
            self.merge.ask(Collision(whole, title, _all_words(form, typed), "ลบรายการนี้แล้ว", GONE), names)

    def _keep(self, key: str) -> None:
        """A stored row that was not sent stays; one that the page had not shown is told."""
        self.order.append((key, None))
        form = self.formset.form(initial=dict(self.stored[key]), **self.formset.form_kwargs)
        self.merge.stamps |= {
            seen: stamp(form.stored_value(name)) for seen, name in self.formset.keys(form).items()
        }
        if self.merge.is_marked and not self._was_seen(key):
            self.merge.merged.append(f"{self.formset.row_title(self.stored[key])} (ผู้อื่นเพิ่ม)")

    def _number(self) -> None:
        """Write the rows into what was sent, in their new order."""
        room = self.room[: max(0, self.formset.absolute_max - len(self.order) - len(self.new))]
        everything = [*self.order, *(("", place) for place in [*self.new, *room])]
        self._number_files(
            {place: number for number, (_, place) in enumerate(everything) if place is not None}
        )
        sent = self._taken_out()
        for number, (key, place) in enumerate(everything):
            if place is None:
                self._write_stored(number, key)
            else:
                for name, values in sent.get(place, {}).items():
                    self.merge.data.setlist(self._name(number, name), values)
            self.merge.data[self._name(number, "row")] = key
        self.merge.data[f"{self.formset.prefix}-{TOTAL_FORM_COUNT}"] = str(len(everything))
        self.merge.data[f"{self.formset.prefix}-{INITIAL_FORM_COUNT}"] = str(len(self.order))

    def _number_files(self, numbers: Mapping[int, int]) -> None:
        """Give the files of the rows their new numbers, by their old places; the others' are let go."""
        files = [*self.merge.files, *self.merge.files.kept]
        fields = {name: name for name in files if not name.startswith(f"{self.formset.prefix}-")}
        for place, number in numbers.items():
            begins = self._name(place, "")
            of_row = (name for name in files if name.startswith(begins))
            fields |= {name: self._name(number, name.removeprefix(begins)) for name in of_row}
        self.merge.files = self.merge.files.renamed(fields)

    def _write_stored(self, number: int, key: str) -> None:
        form = self._form(number, self.stored[key])
        for each in form.own_fields:
            form.type_instead(each.name, form.stored_value(each.name), self.merge.data, self.merge.files)

    def _taken_out(self) -> dict[int, dict[str, list[Any]]]:
        """What was sent of the rows, by place and name, taken out of the rest."""
        found: dict[int, dict[str, list[Any]]] = {}
        for key in list(self.merge.data):
            if row := re.fullmatch(rf"{re.escape(str(self.formset.prefix))}-([0-9]+)-(.+)", key):
                found.setdefault(int(row[1]), {})[row[2]] = self.merge.data.pop(key)
        return found

    def _form(self, place: int, row: RowValues) -> Any:
        """The form that was sent at this place, with a row to compare it with."""
        merge, prefix = self.merge, self.formset.add_prefix(place)
        return self.formset.form(
            merge.data, merge.files, prefix=prefix, initial=dict(row), **self.formset.form_kwargs
        )

    def _name(self, place: int, name: str) -> str:
        return f"{self.formset.add_prefix(place)}-{name}"

    def _is_deleted(self, place: int) -> bool:
        return bool(self.merge.data.get(self._name(place, DELETION_FIELD_NAME)))


def _all_words(form: PortalForm, values: Mapping[str, Any]) -> str:
    """The values of a row that are not empty, each with its label, one a line."""
    words = ((str(form[name].label), form.in_words(name, value)) for name, value in values.items())
    return "\n".join(f"{label}: {text}" for label, text in words if text)
