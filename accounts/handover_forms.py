"""The form of a handover: which work, to whom, from when."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.handing_over import successor_refusal, waiting_refusal
from accounts.models import User
from accounts.people_forms import EmailField
from ita_portal.editing import PortalForm
from ita_portal.fields import ThaiCharField, ThaiDateField
from municipalities.models import Municipality


class HandoverForm(PortalForm):
    """Whom the work of `person` is offered to; of an officer for one of the municipalities served today.

    The municipality is sent with the form: what is chosen in another window changes nothing.
    """

    municipality = forms.ChoiceField(
        label="เทศบาลที่ส่งมอบ",
        error_messages={"invalid_choice": "ผู้ส่งมอบไม่ได้ดูแลเทศบาลนี้แล้ว", "required": "กรุณาเลือกเทศบาล"},
    )
    first_name = ThaiCharField(label="ชื่อผู้รับช่วง", max_length=150)
    last_name = ThaiCharField(label="นามสกุล", max_length=150, required=False)
    position = ThaiCharField(label="ตำแหน่ง", max_length=150, required=False)
    email = EmailField(label="อีเมล", max_length=254, help_text="ถ้าผู้รับช่วงมีบัญชีในระบบแล้ว ให้ใส่อีเมลของบัญชีนั้น")
    since = ThaiDateField(
        label="รับช่วงตั้งแต่วันที่",
        help_text="เช่น 7 กันยายน 2564 ถ้าผู้รับช่วงตอบรับหลังวันนี้ จะนับตั้งแต่วันที่ตอบรับ",
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self._places = person, {str(place.pk): place for place in person.municipalities}
        if not person.is_officer:
            del self.fields["municipality"], self.fields["since"]
            return
        choices = [(key, place.full_name) for key, place in self._places.items()]
        field: Any = self.fields["municipality"]
        if len(choices) == 1:
            field.widget, self.initial["municipality"] = forms.HiddenInput(), choices[0][0]
        field.choices = choices if len(choices) == 1 else [("", "โปรดเลือก"), *choices]
        self.initial.setdefault("since", timezone.localdate())

    @property
    def place(self) -> Municipality | None:
        """The chosen municipality of a valid form; None where the person is no officer."""
        return self._places.get(self.cleaned_data.get("municipality", ""))

    @property
    def values(self) -> dict[str, Any]:
        """What to store of a valid form, but for the municipality."""
        return {name: value for name, value in self.cleaned_data.items() if name != "municipality"}

    def clean_since(self) -> Any:
        """The day; raises ValidationError for one that has passed."""
        since = self.cleaned_data["since"]
        if since < timezone.localdate():
            raise ValidationError("วันแรกของผู้รับช่วงต้องไม่ก่อนวันนี้")
        return since

    def clean(self) -> dict[str, Any]:
        """The values; what is wrong with them together stands at its field."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return values
        since = values.get("since")
        if refusal := successor_refusal(self.person, self.place, values["email"], since):
            self.add_error("email", refusal)
        elif refusal := waiting_refusal(self.person, self.place, since):
            self.add_error("municipality" if self._is_choosing else "first_name", refusal)
        return values

    @property
    def _is_choosing(self) -> bool:
        """Whether the municipality is a field that is seen."""
        return len(self._places) > 1
