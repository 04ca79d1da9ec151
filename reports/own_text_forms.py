"""The form of what a municipality says in its own words in a document, section by section."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from assessments.models import LINE_COUNT, LINE_LENGTH
from ita_portal.editing import PortalForm
from ita_portal.lines_field import LinesField
from measures.own_texts import OPENING, SECTION_NAMES, OwnText, SpokenPlace


@dataclass(frozen=True)
class OwnSection:
    """A section of the page: what it is called, its fields, whether one of them is filled or refused."""

    name: str
    fields: tuple[BoundField, ...]
    proposal: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether there is something to see."""
        return any(field.value() or field.errors for field in self.fields)


class OwnTextsForm(PortalForm):
    """Paragraphs before and after each section of a document, and instead of its opening.

    `sections` are those that the document has, in their order; what is stored of another one keeps its
    fields. `proposal` are the paragraphs of the opening as the portal writes them.
    """

    def __init__(
        self, data: Any, *, stored: Sequence[OwnText], sections: Sequence[str], proposal: Sequence[str]
    ) -> None:
        initial = {f"{one.section}-{one.place}": list(one.paragraphs) for one in stored}
        super().__init__(data, initial=initial)
        self.proposal = tuple(proposal)
        shown = {*sections, *(one.section for one in stored)}
        self.sections = [anchor for anchor in SECTION_NAMES if anchor in shown]
        self.sections.sort(key=lambda anchor: sections.index(anchor) if anchor in sections else len(sections))
        for anchor in self.sections:
            for place in _places(anchor):
                self.fields[f"{anchor}-{place}"] = LinesField(
                    label=_label(anchor, place),
                    required=False,
                    max_items=LINE_COUNT,
                    max_length=LINE_LENGTH,
                    help_text="บรรทัดละหนึ่งย่อหน้า",
                    widget=forms.Textarea(attrs={"rows": 3}),
                )

    @property
    def parts(self) -> Iterator[OwnSection]:
        """The fields, section by section."""
        for anchor in self.sections:
            fields = tuple(self[f"{anchor}-{place}"] for place in _places(anchor))
            yield OwnSection(SECTION_NAMES[anchor], fields, self.proposal if anchor == OPENING else ())

    @property
    def stored(self) -> list[dict[str, Any]]:
        """What a valid form says, as the column of the plan holds it."""
        told = (
            OwnText(anchor, place.value, tuple(self.cleaned_data[f"{anchor}-{place}"]))
            for anchor in self.sections
            for place in _places(anchor)
        )
        return [one.stored for one in told if one.paragraphs]


def _places(anchor: str) -> list[SpokenPlace]:
    return [place for place in SpokenPlace if place is not SpokenPlace.INSTEAD or anchor == OPENING]


def _label(anchor: str, place: SpokenPlace) -> str:
    return f"{place.label}{SECTION_NAMES[anchor]}{'ที่ระบบเสนอ' if place is SpokenPlace.INSTEAD else ''}"
