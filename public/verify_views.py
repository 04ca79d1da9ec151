"""Whether a file is one that a municipality published here: by the file itself or by its sha256."""

import re
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from ita_portal.body_sizes import takes_files
from ita_portal.editing import PortalForm
from ita_portal.fields import ThaiCharField
from ita_portal.thai import search_key, thai_digits
from public.hashing import MAX_BYTES, MEGABYTES, HashedFile, HashingHandler
from public.publications import absolute
from public.verifying import kind_by_bytes, recognised
from reports.erased import erasure_of_file

_SHA256 = re.compile(r"[0-9a-f]{64}")


class DigestField(ThaiCharField):
    """A sha256 as people copy it: with spaces or colons, in upper case, with Thai digits."""

    def to_python(self, value: Any) -> str:
        """64 lower-case hexadecimal digits, "" for nothing."""
        digest = re.sub(r"[\s:\-]", "", search_key(super().to_python(value))).removeprefix("sha256")
        if digest and not _SHA256.fullmatch(digest):
            raise ValidationError("ค่า SHA-256 ต้องเป็นเลข 0–9 และอักษร a–f รวม ๖๔ ตัว")
        return digest


class DigestForm(PortalForm):
    """Verification by the hash alone."""

    sha256 = DigestField(
        label="ค่า SHA-256 ของไฟล์",
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class FileForm(PortalForm):
    """Verification by the file, of which only hashes are left."""

    file = forms.FileField(
        label="ไฟล์ที่ต้องการตรวจสอบ",
        widget=forms.FileInput(attrs={"data-max-bytes": MAX_BYTES}),
        help_text=f"ไฟล์ PDF ของเอกสาร หรือไฟล์อื่นที่ดาวน์โหลดมาพร้อมกัน ขนาดไม่เกิน {thai_digits(str(MEGABYTES))} "
        "เมกะไบต์ ระบบคำนวณค่าตรวจสอบแล้วไม่เก็บไฟล์ไว้",
        error_messages={
            "required": "กรุณาเลือกไฟล์",
            "missing": "กรุณาเลือกไฟล์",
            "invalid": "กรุณาเลือกไฟล์",
            "empty": "ไฟล์นี้ว่างเปล่า กรุณาเลือกไฟล์อื่น",
        },
    )

    def clean_file(self) -> HashedFile:
        """Refuse what is too large to have been published here."""
        file: HashedFile = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise ValidationError(f"ไฟล์ใหญ่เกิน {thai_digits(str(MEGABYTES))} เมกะไบต์")
        return file


@login_not_required
@csrf_exempt  # the token is checked below, once the handler of the upload is chosen
@require_http_methods(["GET", "HEAD", "POST"])
@takes_files
def verify(request: HttpRequest) -> HttpResponse:
    """Say of a file, or of a sha256 in the address, whether, when and by whom it was published."""
    request.upload_handlers = [HashingHandler(request)]
    return _verify(request)


@csrf_protect
def _verify(request: HttpRequest) -> HttpResponse:
    by_digest = DigestForm(request.GET if request.GET.get("sha256") else None)
    by_file = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    digest, file = "", None
    if by_file.is_bound and by_file.is_valid():
        file = by_file.cleaned_data["file"]
        digest = file.sha256
    elif not by_file.is_bound and by_digest.is_valid():
        digest = by_digest.cleaned_data["sha256"]
    context = {
        "section": "public",
        "by_file": by_file,
        "by_digest": by_digest,
        "digest": digest,
        "found": recognised(digest, file) if digest else [],
        "kind": kind_by_bytes(file) if file else "",
        "erasure": erasure_of_file(digest) if digest else None,
        "canonical": absolute(reverse("verify")),
    }
    return render(request, "public/verify.html", context)
