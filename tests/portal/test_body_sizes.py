"""How large a body may be: by address and by whether the browser has a session."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import resolve, reverse

from ita_portal.body_sizes import MEGABYTE, OF_STRANGERS, WITH_FILES, largest_body

SESSION = f"{settings.SESSION_COOKIE_NAME}=abc"
FORM = settings.DATA_UPLOAD_MAX_MEMORY_SIZE + MEGABYTE
# Each page whose form sends files, and where it is sent.
WITH_FILE_FIELDS = {
    "administration/import.html": [
        reverse("import_municipalities"),
        reverse("import_announced"),
        reverse("import_people"),
    ],
    "assessments/assessment.html": [reverse("assessment", args=[1, 2568])],
    "assessments/history.html": [reverse("score_history", args=[1])],
    "home/profile.html": [reverse("profile", args=[1])],
    "measures/result.html": [reverse("result", args=[1, 2568, 1])],
    "public/verify.html": [reverse("verify")],
}


def scope(path: str, cookie: str = "") -> dict[str, object]:
    return {"path": path, "headers": [(b"cookie", cookie.encode())] if cookie else []}


@pytest.mark.parametrize(
    ("path", "cookie", "size"),
    [
        ("/accounts/login/", "", OF_STRANGERS),
        ("/accounts/login/", SESSION, FORM),
        ("/ไม่มี/", SESSION, OF_STRANGERS),
        ("/accounts/login/", f"x={settings.SESSION_COOKIE_NAME}; other=1", OF_STRANGERS),
        ("/accounts/login/", "\x00=;;;", OF_STRANGERS),
        (reverse("verify"), "", WITH_FILES),
        (reverse("result", args=[1, 2568, 1]), "", OF_STRANGERS),
        (reverse("result", args=[1, 2568, 1]), f"other=1; {SESSION}", WITH_FILES),
        (reverse("comment_add", args=[1, 2568, "plan"]), SESSION, FORM),
    ],
)
def test_size_is_that_of_the_address(path: str, cookie: str, size: int):
    assert largest_body(scope(path, cookie)) == size


def test_every_page_whose_form_sends_files_takes_them():
    found = {
        str(file.relative_to("templates"))
        for file in Path("templates").rglob("*.html")
        if re.search(r"multipart/form-data", file.read_text())
    }
    assert found == set(WITH_FILE_FIELDS)
    for path in (path for paths in WITH_FILE_FIELDS.values() for path in paths):
        assert (path, largest_body(scope(path, SESSION))) == (path, WITH_FILES)


def test_every_import_has_its_page_above():
    asked = [file for file in Path().glob("*/*views.py") if "import_pages.choose_file(" in file.read_text()]
    assert len(asked) == len(WITH_FILE_FIELDS["administration/import.html"])


def test_other_address_of_the_same_form_takes_them_too():
    """A page's script sends the whole form to be compared, the chosen file with it."""
    assert resolve(reverse("assessment_check", args=[1, 2568])).func.takes_files
