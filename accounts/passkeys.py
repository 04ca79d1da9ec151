"""Passkeys: adding one, and signing in by it, alone or as the second step.

Always with the finger, the face or the PIN that the device asks for. What was sent is checked by the library
of allauth; whatever it raises over something that was made up is refused by one sentence.
"""

from typing import Any

from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from allauth.mfa.webauthn.internal import auth
from django import forms
from django.core.exceptions import ValidationError

from accounts.second_factors import count_code
from ita_portal.fields import ThaiCharField
from ita_portal.traffic import tell_traffic

LONGEST_NAME = 60
NOT_ADDED = "เพิ่มพาสคีย์ไม่สำเร็จ โปรดลองอีกครั้ง หรือใช้เครื่องอื่น"
UNKNOWN = "ใช้พาสคีย์นี้ไม่ได้ อาจถูกลบออกจากบัญชีแล้ว โปรดใช้วิธีอื่น"


class _CredentialField(forms.JSONField):
    """What the browser says of a device; others make up endless numbers and lists in lists without end."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput)

    def to_python(self, value: Any) -> Any:
        """It as JSON; ValidationError for everything that is none."""
        try:
            return super().to_python(value)
        except (ValueError, RecursionError) as error:
            raise ValidationError(self.error_messages["invalid"], "invalid") from error


class PasskeyForm(AddWebAuthnForm):
    """A new one, which can sign in alone."""

    credential = _CredentialField()
    name = ThaiCharField(
        label="ชื่อพาสคีย์", max_length=LONGEST_NAME, required=False, help_text="เช่น โทรศัพท์ของฉัน"
    )
    passwordless = forms.BooleanField(
        required=False, initial=True, label="", widget=forms.CheckboxInput(attrs={"hidden": True})
    )

    def clean(self) -> dict[str, Any]:
        """Refuse what no device has made, and a device that did not ask who holds it."""
        self.cleaned_data["passwordless"] = True
        try:
            return super().clean()
        except ValidationError:
            raise
        except Exception as error:
            raise ValidationError(NOT_ADDED, "incorrect_code") from error


class PasskeyNameForm(EditWebAuthnForm):
    """Another name for one."""

    name = ThaiCharField(label="ชื่อพาสคีย์", max_length=LONGEST_NAME)


class _UsedPasskeyForm(AuthenticateWebAuthnForm):
    """What a device has signed; a wrong one is counted where it is known whose it should be."""

    credential = _CredentialField()

    def clean_credential(self) -> Authenticator:
        """The passkey that was used."""
        usage = count_code(context.request, self.user) if self.user else None
        try:
            factor = self._verified(self.cleaned_data["credential"])
        except Exception as error:
            tell_traffic(context.request, "wrong-code", self.user and self.user.pk)
            raise ValidationError(UNKNOWN, "incorrect_code") from error
        if usage:
            usage.rollback()
        return factor

    def _verified(self, credential: Any) -> Authenticator:
        auth.parse_authentication_response(credential)
        person = self.user or auth.extract_user_from_response(credential)
        factor: Authenticator = auth.complete_authentication(person, credential)
        return factor


class PasskeySignInForm(_UsedPasskeyForm, LoginWebAuthnForm):
    """Signing in by it alone."""


class PasskeySecondStepForm(_UsedPasskeyForm):
    """The second step of signing in."""


class PasskeyAgainForm(_UsedPasskeyForm, ReauthenticateWebAuthnForm):
    """The same before something sensitive."""
