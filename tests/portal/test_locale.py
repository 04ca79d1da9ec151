"""The portal's Thai for Django and allauth: built, in force, and without an English word."""

import ast
import gettext
import re
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core import validators
from django.forms import fields, formsets, models
from django.utils.translation import gettext as translated

from ita_portal import fields as portal_fields

CATALOGUE = Path(settings.BASE_DIR) / "locale/th/LC_MESSAGES"
LATIN_WORD = re.compile(r"[A-Za-z]{3,}")
# What Thai pages write in Latin letters too, and what stands for a value.
ALLOWED = re.compile(
    r"%\(\w+\)[sdr]|\{\w+\}|JSON|UUID|URL|IPv[46]|U\+\d+|https://example\.go\.th|name@example\.go\.th"
)

FIELD_CLASSES = [
    found
    for module in (fields, models, portal_fields)
    for found in vars(module).values()
    if isinstance(found, type) and issubclass(found, forms.Field)
]


def entries_of_source():
    """(context, msgid) of each entry of the .po file -> its text."""
    found = {}
    for block in (CATALOGUE / "django.po").read_text(encoding="utf-8").split("\n\n")[1:]:
        quoted = dict(re.findall(r'^(msg\S+)((?:\s+".*")+)', block, flags=re.MULTILINE))
        words = {key: ast.literal_eval(f"({text})") for key, text in quoted.items()}
        found[words.get("msgctxt"), words["msgid"]] = words.get("msgstr") or words["msgstr[0]"]
    return found


def english_words(message):
    return LATIN_WORD.findall(ALLOWED.sub("", str(message)))


def test_catalogue_is_built_from_its_source():
    with (CATALOGUE / "django.mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    source = entries_of_source()
    assert len(source) > 400
    for (context, msgid), text in source.items():
        # gettext() of older Pythons does not look among the entries that have a plural.
        built = catalogue.pgettext(context, msgid) if context else catalogue.gettext(msgid)
        assert text in (built, catalogue.ngettext(msgid, msgid, 1))


def test_catalogue_goes_before_the_packages_own():
    assert translated("This field is required.") == "กรุณากรอกข้อมูลในช่องนี้"
    assert translated("Passkey") == "พาสคีย์"
    assert translated("Incorrect password.") == "รหัสผ่านไม่ถูกต้อง"


@pytest.mark.parametrize("field", FIELD_CLASSES, ids=lambda field: field.__name__)
def test_form_field_messages_have_no_english(field):
    messages = {
        str(text)
        for owner in field.__mro__
        for text in vars(owner).get("default_error_messages", {}).values()
    }
    assert [text for text in messages if english_words(text)] == []


def test_validator_messages_have_no_english():
    found = [vars(kind).get("message") for kind in vars(validators).values() if isinstance(kind, type)]
    assert [str(text) for text in found if text and english_words(text)] == []


def test_formset_messages_have_no_english():
    messages = formsets.BaseFormSet.default_error_messages.values()
    assert [str(text) for text in messages if english_words(text)] == []


def test_password_rules_have_no_english():
    assert [rule for rule in password_validators_help_texts() if english_words(rule)] == []


@pytest.mark.parametrize("password", ["1234567", "password", "12345678901"])
def test_password_refusals_have_no_english(password):
    with pytest.raises(forms.ValidationError) as refusal:
        validate_password(password)
    assert [text for text in refusal.value.messages if english_words(text)] == []
