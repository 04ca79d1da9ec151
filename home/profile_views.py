"""What an officer keeps of the own municipality: its website, its seal, the Garuda of its announcements."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import writing
from assessments.year_page import problems
from ita_portal.body_sizes import takes_files
from ita_portal.chosen_files import ChosenFiles, file_input, keep_chosen
from ita_portal.editing import PortalForm
from ita_portal.fields import WebAddressField, parsed
from ita_portal.merged_forms import FormGuard
from ita_portal.merging import FieldValue
from ita_portal.saving import save_row
from ita_portal.thai import thai_digits
from measures.access import officers_municipality
from municipalities.models import Municipality
from reports import seals

MAX_MEGABYTES = thai_digits(str(seals.MAX_BYTES // seals.MEGABYTE))
PICTURE = f"รูปภาพ PNG หรือ JPEG ขนาดไม่เกิน {MAX_MEGABYTES} เมกะไบต์ พื้นหลังสีขาวหรือโปร่งใส"
PICTURES = ("seal", "garuda")


class SealField(forms.FileField):
    """A picture, drawn anew as `seals.drawn_anew` keeps it; without one the name of the stored one."""

    def to_python(self, data: Any) -> ContentFile | None:
        """The picture to keep; raises ValidationError with the Thai sentence that refuses the file."""
        if not isinstance(data, UploadedFile):
            return None
        return parsed(lambda _name: seals.drawn_anew(data), data.name or "")


class ProfileForm(PortalForm):
    """The municipality's own data; its name and place are the administrator's.

    A box that removes a picture is a change of that picture.
    """

    parts_of_others = tuple(f"remove_{name}" for name in PICTURES)

    website = WebAddressField(
        label="เว็บไซต์หลักของเทศบาล",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "url"}),
        help_text="เว็บไซต์ที่เผยแพร่เอกสารทั้งสองฉบับและใช้ตอบแบบวัด OIT ขึ้นต้นด้วย https:// หรือ http://",
    )
    seal = SealField(
        label="ตราเทศบาลบนปกเอกสาร",
        required=False,
        widget=file_input(seals.MAX_BYTES, (".png", ".jpg", ".jpeg"), "PNG หรือ JPEG"),
        help_text=f"{PICTURE} ถ้าไม่มี ปกจะแสดงสัญลักษณ์กลางของระบบ",
    )
    remove_seal = forms.BooleanField(label="นำตราออกจากปกเอกสาร", required=False)
    garuda = SealField(
        label="ตราครุฑบนหน้าประกาศ",
        required=False,
        widget=file_input(seals.MAX_BYTES, (".png", ".jpg", ".jpeg"), "PNG หรือ JPEG"),
        help_text=f"{PICTURE} ใช้กับหน้าประกาศของเอกสาร แสดงสูง {thai_digits('3')}\u00a0เซนติเมตร "
        "ถ้าไม่มี หน้าประกาศจะเว้นที่ไว้",
    )
    remove_garuda = forms.BooleanField(label="นำตราครุฑออกจากหน้าประกาศ", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in PICTURES:
            if not self.initial.get(name):
                del self.fields[f"remove_{name}"]

    def unsent(self, name: str) -> bool:
        """Whether the form says nothing about the field; of a picture neither a new one nor its removal."""
        removed = f"remove_{name}" in self.fields and self.data.get(self.add_prefix(f"remove_{name}"))
        return super().unsent(name) and not removed

    def type_instead(self, name: str, value: FieldValue, data: QueryDict, files: ChosenFiles) -> None:
        """As for every form; the stored picture is not removed."""
        super().type_instead(name, value, data, files)
        data.pop(self.add_prefix(f"remove_{name}"), None)

    def in_words(self, name: str, value: FieldValue) -> str:
        """As for every form; a stored picture by what it is, as its name says nothing."""
        is_stored_picture = name in PICTURES and value and value == self.stored_value(name)
        return "รูปที่บันทึกไว้ล่าสุด" if is_stored_picture else super().in_words(name, value)

    @property
    def values(self) -> dict[str, Any]:
        """What to store of a valid form."""
        values = {"website": self.cleaned_data["website"]}
        for name in PICTURES:
            picture = self.cleaned_data[name] or ""
            # A new picture counts for more than the box that removes the old one.
            removed = self.cleaned_data.get(f"remove_{name}") and not isinstance(picture, ContentFile)
            values[name] = "" if removed else picture
        return values


@require_http_methods(["GET", "HEAD", "POST"])
@takes_files
def profile(request: HttpRequest, pk: int) -> HttpResponse:
    """Read and save the municipality's own data."""
    with writing(request, pk):
        place = officers_municipality(request, pk)
        stored = {"website": place.website, "seal": place.seal.name or "", "garuda": place.garuda.name or ""}
        posted = (request.POST, ChosenFiles(request, f"profile {pk}")) if request.method == "POST" else ()
        form = ProfileForm(*posted, initial=stored | {f"remove_{name}": False for name in PICTURES})
        guard = FormGuard(request, form)
        if guard.saves:
            _save(place, form.values)
            guard.announce("บันทึกข้อมูลเทศบาลแล้ว")
            return redirect("municipality", pk=pk)
    keep_chosen([form])
    context = {
        "section": "home",
        "municipality": place,
        "form": form,
        "guard": guard,
        "problems": problems([form]),
        "seal": seals.data_address(stored["seal"]),
        "garuda": seals.data_address(stored["garuda"]),
    }
    return render(request, "home/profile.html", context)


def _save(place: Municipality, values: Mapping[str, Any]) -> None:
    """Store what changed; a picture that is replaced or removed is deleted once that is certain."""
    before = {name: getattr(place, name).name for name in PICTURES}
    save_row(place, values)
    for name, stored in before.items():
        if stored and stored != getattr(place, name).name:
            transaction.on_commit(partial(default_storage.delete, stored))
