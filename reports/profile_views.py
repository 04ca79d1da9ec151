"""What an officer keeps of the own municipality: its main website, where both documents are published."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import writing
from assessments.saving import save_row
from assessments.year_page import problems
from ita_portal.editing import Guard, PortalForm
from ita_portal.fields import WebAddressField
from measures.access import officers_municipality


class ProfileForm(PortalForm):
    """The municipality's own data; its name and place are the administrator's."""

    website = WebAddressField(
        label="เว็บไซต์หลักของเทศบาล",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "url"}),
        help_text="เว็บไซต์ที่เผยแพร่เอกสารทั้งสองฉบับและใช้ตอบแบบวัด OIT ขึ้นต้นด้วย https:// หรือ http://",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest, pk: int) -> HttpResponse:
    """Read and save the municipality's own data."""
    with writing(request, pk):
        place = officers_municipality(request, pk)
        stored = {"website": place.website}
        form = ProfileForm(request.POST if request.method == "POST" else None, initial=stored)
        guard = Guard(request, stored)
        if form.is_bound and form.is_valid() and not (guard.conflict and form.has_changed()):
            save_row(place, form.cleaned_data)
            messages.success(request, "บันทึกข้อมูลเทศบาลแล้ว")
            return redirect("municipality", pk=pk)
    context = {
        "section": "home",
        "municipality": place,
        "form": form,
        "forms": [form],
        "guard": guard,
        "problems": problems([form]),
    }
    return render(request, "reports/profile.html", context)
