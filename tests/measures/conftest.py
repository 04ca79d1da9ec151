"""The pages of สมศรี, and files as they are uploaded."""

import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from pypdf import PdfWriter

from tests.factories import municipality, officer

YEAR = 2568
Pages = Callable[..., str]


@pytest.fixture
def somsri(page_client: Client) -> Client:
    """สมศรี, signed in."""
    page_client.force_login(officer())
    return page_client


@pytest.fixture
def at(db: None) -> Pages:
    """The address of one of เขลางค์นคร's pages of the year: at("measure", 3)."""
    place = municipality().pk

    def address(name: str, *more: int, year: int = YEAR) -> str:
        return reverse(name, args=[place, year, *more])

    return address


def upload(name: str, contents: bytes) -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, contents)


def pdf() -> bytes:
    """A PDF of one empty page."""
    stream = BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(stream)
    return stream.getvalue()


def picture(kind: str) -> bytes:
    """A small picture."""
    stream = BytesIO()
    Image.new("RGB", (8, 8), "navy").save(stream, kind)
    return stream.getvalue()


def office(part: str, *more: str, contents: bytes = b"<x/>") -> bytes:
    """A zip archive with the parts that make it an office file."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("[Content_Types].xml", part, *more):
            archive.writestr(
                zipfile.ZipInfo(name), contents, zipfile.ZIP_DEFLATED
            )  # the same bytes each time
    return stream.getvalue()
