"""What an officer keeps of the own municipality: the website that publishes its documents, and its seal."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import writing
from assessments.saving import save_row
from assessments.year_page import problems
from ita_portal.editing import Guard, PortalForm
from ita_portal.fields import WebAddressField, parsed
from ita_portal.thai import thai_digits
from measures.access import officers_municipality
from municipalities.models import Municipality
from reports import seals

MAX_MEGABYTES = thai_digits(str(seals.MAX_BYTES // seals.MEGABYTE))


class SealField(forms.FileField):
    """A picture, drawn anew as `seals.kept` keeps it; without one the name of the stored seal."""

    def to_python(self, data: Any) -> ContentFile | None:
        """The picture to keep; raises ValidationError with the Thai sentence that refuses the file."""
        if not isinstance(data, UploadedFile):
            return None
        return parsed(lambda _name: seals.kept(data), data.name or "")


class ProfileForm(PortalForm):
    """The municipality's own data; its name and place are the administrator's."""

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
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg"}),
        help_text=f"รูปภาพ PNG หรือ JPEG ขนาดไม่เกิน {MAX_MEGABYTES} เมกะไบต์ "
        "พื้นหลังสีขาวหรือโปร่งใส ถ้าไม่มี ปกจะแสดงสัญลักษณ์กลางของระบบ",
    )
    remove_seal = forms.BooleanField(label="นำตราออกจากปกเอกสาร", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.initial.get("seal"):
            del self.fields["remove_seal"]

    @property
    def values(self) -> dict[str, Any]:
        """What to store of a valid form; a new picture counts for more than the box that removes the old."""
        seal = self.cleaned_data["seal"] or ""
        if self.cleaned_data.get("remove_seal") and not isinstance(seal, ContentFile):
            seal = ""
        return {"website": self.cleaned_data["website"], "seal": seal}

    @property
    def lost_picture(self) -> bool:
        """Whether a good picture came with a form that is shown again: browsers don't keep it."""
        return self.is_bound and "seal" in self.files and "seal" not in self.errors


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest, pk: int) -> HttpResponse:
    """Read and save the municipality's own data."""
    with writing(request, pk):
        place = officers_municipality(request, pk)
        stored = {"website": place.website, "seal": place.seal.name or ""}
        posted = (request.POST, request.FILES) if request.method == "POST" else ()
        form = ProfileForm(*posted, initial=stored | {"remove_seal": False})
        guard = Guard(request, stored)
        if form.is_bound and form.is_valid() and not (guard.conflict and form.has_changed()):
            _save(place, form.values)
            messages.success(request, "บันทึกข้อมูลเทศบาลแล้ว")
            return redirect("municipality", pk=pk)
    context = {
        "section": "home",
        "municipality": place,
        "form": form,
        "forms": [form],
        "guard": guard,
        "problems": problems([form]),
        "seal": seals.data_address(stored["seal"]),
    }
    return render(request, "reports/profile.html", context)


def _save(place: Municipality, values: Mapping[str, Any]) -> None:
    """Store what changed; a seal that is replaced or removed is deleted once that is certain."""
    before = place.seal.name
    save_row(place, values)
    if before and before != place.seal.name:
        transaction.on_commit(lambda: default_storage.delete(before))
