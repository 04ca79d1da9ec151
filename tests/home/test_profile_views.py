"""The page on which an officer keeps the municipality's own data."""

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks

from municipalities.models import Municipality
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def somsri(page_client: Client) -> Client:
    """Signed in as the officer of เขลางค์นคร."""
    page_client.force_login(factories.officer())
    return page_client


def address() -> str:
    return reverse("profile", args=[factories.municipality().pk])


def website() -> str:
    return Municipality.objects.get(name="เขลางค์นคร").website


def test_officer_saves_the_website_and_the_history_knows_who(somsri: Client) -> None:
    answer = somsri.post(address(), {"website": "https://khelang.example.go.th"})
    assert (answer.status_code, website()) == (302, "https://khelang.example.go.th")
    assert factories.municipality().history.first().history_user == factories.officer()


@pytest.mark.parametrize("typed", ["khelang", "javascript:alert(1)", "ftp://example.go.th", "https://"])
def test_what_is_no_web_address_is_refused_and_kept_as_typed(somsri: Client, typed: str) -> None:
    answer = somsri.post(address(), {"website": typed})
    assert "กรุณากรอกที่อยู่เว็บให้ครบ" in answer.content.decode()
    assert (answer.context["form"]["website"].value(), website()) == (typed, "")


def test_second_window_does_not_overwrite_unseen(somsri: Client) -> None:
    seen = somsri.get(address()).context["guard"].token
    somsri.post(address(), {"website": "https://first.example.go.th", "seen": seen})
    answer = somsri.post(address(), {"website": "https://second.example.go.th", "seen": seen})
    page = answer.content.decode()
    assert website() == "https://first.example.go.th"
    assert ("https://first.example.go.th" in page, "https://second.example.go.th" in page) == (True, True)


def test_name_and_place_are_not_the_officers_to_change(somsri: Client) -> None:
    somsri.post(
        address(), {"website": "", "name": "อื่น", "kind": "nakhon", "is_example": "on", "code": "1234567"}
    )
    place = Municipality.objects.get(pk=factories.municipality().pk)
    assert (place.name, place.kind, place.is_example, place.code) == ("เขลางค์นคร", "mueang", False, None)


def upload(
    kind: str = "PNG", *, size: tuple[int, int] = (40, 40), mode: str = "RGB", tail: bytes = b""
) -> SimpleUploadedFile:
    """A picture as a browser sends it."""
    content = BytesIO()
    Image.new(mode, size).save(content, kind)
    return SimpleUploadedFile(f"seal.{kind.lower()}", content.getvalue() + tail)


def seal() -> str:
    return Municipality.objects.get(name="เขลางค์นคร").seal.name or ""


def kept_bytes() -> bytes:
    with default_storage.open(seal()) as file:
        return bytes(file.read())


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("PNG", "RGB"),
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("PNG", "1"),
        ("JPEG", "RGB"),
        ("JPEG", "CMYK"),
        ("JPEG", "L"),
    ],
)
def test_seal_is_drawn_anew_small_and_under_another_name(somsri: Client, kind: str, mode: str) -> None:
    sent = upload(kind, size=(900, 1800), mode=mode, tail=b"<script>")
    assert somsri.post(address(), {"website": "", "seal": sent}).status_code == 302

    with Image.open(BytesIO(kept_bytes())) as kept:
        assert (kept.format, kept.mode, kept.size) == ("PNG", "RGB", (300, 600))
    assert (b"<script>" in kept_bytes(), "seal.p" in seal()) == (False, False)
    assert 'src="data:image/png;base64,' in somsri.get(address()).content.decode()


def test_transparent_seal_stands_on_white(somsri: Client) -> None:
    somsri.post(address(), {"website": "", "seal": upload(mode="RGBA")})
    with Image.open(BytesIO(kept_bytes())) as kept:
        assert kept.getpixel((0, 0)) == (255, 255, 255)


def test_seal_stays_when_only_the_website_is_saved(somsri: Client) -> None:
    somsri.post(address(), {"website": "", "seal": upload()})
    before = seal()
    somsri.post(address(), {"website": "https://khelang.example.go.th"})
    assert (seal(), website()) == (before, "https://khelang.example.go.th")


@pytest.mark.parametrize(
    "more", [{"remove_seal": "on"}, {"seal": "new"}, {"remove_seal": "on", "seal": "new"}]
)
def test_seal_that_is_removed_or_replaced_is_deleted(
    somsri: Client, more: dict[str, str], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    somsri.post(address(), {"website": "", "seal": upload()})
    before, sent = seal(), {key: upload() if value == "new" else value for key, value in more.items()}
    with django_capture_on_commit_callbacks(execute=True):
        somsri.post(address(), {"website": "", **sent})
    assert (bool(seal()), seal() == before, default_storage.exists(before)) == ("seal" in more, False, False)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "ไฟล์นี้ว่างเปล่า"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "รับเฉพาะรูปภาพ PNG หรือ JPEG"),
        (b"GIF89a" + bytes(100), "รับเฉพาะรูปภาพ PNG หรือ JPEG"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "อ่านรูปภาพ PNG นี้ไม่ได้"),
        (b"\xff\xd8\xff" + bytes(100), "อ่านรูปภาพ JPEG นี้ไม่ได้"),
        (bytes(2 * 1024 * 1024 + 1), "ไฟล์ใหญ่เกินไป"),
    ],
)
def test_what_is_no_picture_is_refused_at_the_field(somsri: Client, content: bytes, reason: str) -> None:
    sent = SimpleUploadedFile("seal.png", content)
    answer = somsri.post(address(), {"website": "https://khelang.example.go.th", "seal": sent})
    assert reason in answer.context["form"].errors["seal"][0]
    assert (seal(), website()) == ("", "")


def test_picture_of_too_many_pixels_is_refused_before_it_is_unpacked(somsri: Client) -> None:
    answer = somsri.post(address(), {"website": "", "seal": upload(size=(6000, 6000), mode="1")})
    assert "ล้านพิกเซล" in answer.context["form"].errors["seal"][0]


def test_pictures_beside_a_wrong_website_are_kept(somsri: Client) -> None:
    answer = somsri.post(address(), {"website": "khelang", "seal": upload(), "garuda": upload("JPEG")})
    assert answer.content.decode().count("ไฟล์ที่เลือกไว้: <strong>") == 2
    assert seal() == ""

    kept = {f"kept-{name}": one.token for name, one in answer.context["form"].files.kept.items()}
    somsri.post(address(), {"website": "https://khelang.example.go.th", **kept, "drop-garuda": "on"})
    assert [bool(name) for name in pictures()] == [True, False]


def test_second_window_does_not_overwrite_a_seal_unseen(somsri: Client) -> None:
    seen = somsri.get(address()).context["guard"].token
    somsri.post(address(), {"website": "", "seal": upload(), "seen": seen})
    before = seal()
    answer = somsri.post(address(), {"website": "", "seal": upload(), "seen": seen})
    assert (seal(), answer.context["guard"].conflict) == (before, True)
    assert [(one.key, one.theirs) for one in answer.context["guard"].asked] == [("seal", "รูปที่บันทึกไว้ล่าสุด")]
    assert list(answer.context["form"].files.kept) == ["seal"]


def test_seal_that_both_changed_is_chosen_with_its_file(somsri: Client) -> None:
    seen = somsri.get(address()).context["guard"].token
    somsri.post(address(), {"website": "", "seal": upload(), "seen": seen})
    before = seal()
    answer = somsri.post(address(), {"website": "", "seal": upload(), "seen": seen})
    (asked,) = answer.context["guard"].asked
    sent = {"website": "", "seen": answer.context["guard"].token, asked.name: f"mine:{asked.of}"}

    for without_file in (sent, sent | {asked.name: ""}):
        again = somsri.post(address(), without_file)
        assert (again.status_code, len(again.context["guard"].asked), seal()) == (200, 1, before)
        assert again.context["guard"].token == sent["seen"]
    assert somsri.post(address(), sent | {asked.name: f"theirs:{asked.of}"}).status_code == 302
    assert seal() == before
    kept = {f"kept-{name}": one.token for name, one in answer.context["form"].files.kept.items()}
    assert somsri.post(address(), sent | kept).status_code == 302
    assert seal() != before


def test_seal_is_not_removed_where_somebody_put_another_one(somsri: Client) -> None:
    somsri.post(address(), {"website": "", "seal": upload()})
    seen = somsri.get(address()).context["guard"].token
    somsri.post(address(), {"website": "", "seal": upload(), "seen": seen})
    before = seal()
    answer = somsri.post(address(), {"website": "", "remove_seal": "on", "seen": seen})
    (asked,) = answer.context["guard"].asked
    assert (asked.mine, asked.theirs, seal()) == ("(ว่าง)", "รูปที่บันทึกไว้ล่าสุด", before)
    sent = {"website": "", "remove_seal": "on", "seen": answer.context["guard"].token}
    somsri.post(address(), sent | {asked.name: f"theirs:{asked.of}"})
    assert seal() == before
    somsri.post(address(), sent | {asked.name: f"mine:{asked.of}"})
    assert seal() == ""


def pictures() -> tuple[str, str]:
    place = Municipality.objects.get(name="เขลางค์นคร")
    return place.seal.name or "", place.garuda.name or ""


def test_garuda_is_kept_beside_the_seal_and_each_goes_alone(
    somsri: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    somsri.post(address(), {"website": "", "seal": upload(), "garuda": upload("JPEG")})
    seal_name, garuda_name = pictures()
    assert [default_storage.exists(name) for name in pictures()] == [True, True]
    assert somsri.get(address()).content.decode().count('src="data:image/png;base64,') == 2

    with django_capture_on_commit_callbacks(execute=True):
        somsri.post(address(), {"website": "", "remove_garuda": "on"})
    assert pictures() == (seal_name, "")
    assert (default_storage.exists(seal_name), default_storage.exists(garuda_name)) == (True, False)


def test_garuda_is_checked_as_the_seal_is(somsri: Client) -> None:
    sent = SimpleUploadedFile("garuda.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    answer = somsri.post(address(), {"website": "", "garuda": sent})
    assert "รับเฉพาะรูปภาพ PNG หรือ JPEG" in answer.context["form"].errors["garuda"][0]
    assert pictures() == ("", "")
