"""Every field into which somebody types text reads it as it was meant, and takes nothing that nobody sees."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from ita_portal.fields import REQUIRED, TypedText, WebAddressField
from ita_portal.lines_field import DaysField, LinesField
from public.verify_views import DigestField
from tests.test_access import PORTAL_APPS

# Not text that the portal keeps: who signs in, and the key of a row.
LEFT_OUT = {
    "accounts/forms.py SignInForm.login",
    "accounts/forms.py SignInForm.password",
    "assessments/finding_forms.py FindingForm.row",
    "measures/result_forms.py EvidenceForm.row",
    "oit/forms.py AddressForm.row",
}
# Declared by allauth: what a browser says of a passkey, and a code, which each form of ours replaces.
WRITTEN_BY_PROGRAMS = {
    *(
        f"accounts/passkeys.py {form}.credential"
        for form in ("PasskeyForm", "PasskeyAgainForm", "PasskeySignInForm")
    ),
    *(f"accounts/passkeys.py {form}.credential" for form in ("PasskeySecondStepForm", "_UsedPasskeyForm")),
    "accounts/forms.py _UsedCodeForm.code",
}
OF_TEXT = {
    "CharField",
    "EmailField",
    "GenericIPAddressField",
    "JSONField",
    "RegexField",
    "SlugField",
    "URLField",
}
NO_PROSE = (DaysField, DigestField, WebAddressField)  # with rules of their own
TYPED = "ผ\u0e49\u0e39ท\u0e4d\u0e32\u200b\u0e40\u0e40ผน"
MEANT = "ผู้ทำแผน"
UNSEEN = ["\u200b\ufeff", "\u00a0 \u00ad", "\u0e48\u0e35"]


def form_classes(kind: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
    for form in kind.__subclasses__():
        yield form
        yield from form_classes(form)


def fields() -> dict[str, forms.Field]:
    """Every field that a form of the portal declares, by its place."""
    root = Path(settings.BASE_DIR)
    modules = {
        path.relative_to(root): ".".join(path.relative_to(root).with_suffix("").parts)
        for app in PORTAL_APPS
        for path in (root / app).rglob("*.py")
        if "migrations" not in path.parts and "forms." in path.read_text(encoding="utf-8")
    }
    places = {import_module(name).__name__: path for path, name in modules.items()}
    known = [form for form in form_classes(forms.BaseForm) if form.__module__ in places]
    return {
        f"{places[form.__module__]} {form.__name__}.{name}": field
        for form in known
        for name, field in form.base_fields.items()
    }


FIELDS = fields()
TEXTS = {
    place: field
    for place, field in FIELDS.items()
    if isinstance(field, TypedText | LinesField) and not isinstance(field, NO_PROSE)
}


def test_every_declared_text_field_is_the_portals_own():
    plain = {
        place
        for place, field in FIELDS.items()
        if isinstance(field, forms.CharField) and not isinstance(field, TypedText)
    }
    assert plain - LEFT_OUT == WRITTEN_BY_PROGRAMS


def test_no_form_makes_a_text_field_of_djangos_own():
    """Also not while it runs, where no class declares it."""
    root = Path(settings.BASE_DIR)
    made = {
        f"{path.relative_to(root)}:{node.lineno}"
        for app in (*PORTAL_APPS, "ita_portal")
        for path in (root / app).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {f"forms.{name}" for name in OF_TEXT}
    }
    files = {place.partition(":")[0] for place in made}
    assert files == {place.partition(" ")[0] for place in LEFT_OUT}
    assert len(made) == len(files)


def test_the_forms_are_found():
    assert {"measures/forms.py MeasureForm.title", "measures/forms.py MeasureForm.steps"} <= TEXTS.keys()
    assert len(TEXTS) > 25


@pytest.mark.parametrize("place", TEXTS)
def test_text_is_read_as_it_was_meant(place):
    found = TEXTS[place].to_python(TYPED)
    assert found == ([MEANT] if isinstance(TEXTS[place], LinesField) else MEANT)


@pytest.mark.parametrize("typed", UNSEEN)
@pytest.mark.parametrize("place", TEXTS)
def test_text_that_nobody_sees_is_none(place, typed):
    field = TEXTS[place]
    if field.required:
        with pytest.raises(ValidationError) as refusal:
            field.clean(typed)
        assert refusal.value.messages == [REQUIRED]
    else:
        assert field.clean(typed) in ("", [])


@pytest.mark.parametrize("place", TEXTS)
def test_what_was_stored_in_other_signs_has_not_changed(place):
    stored = [TYPED] if isinstance(TEXTS[place], LinesField) else TYPED
    assert not TEXTS[place].has_changed(stored, TYPED)
    assert TEXTS[place].has_changed(stored, "อื่น")
