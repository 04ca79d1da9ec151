"""Signing in with one step or two."""

from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms

from ita_portal.fields import ThaiCharField
from ita_portal.thai import arabic_digits


class SignInForm(LoginForm):
    """Name or e-mail address, and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label="ชื่อผู้ใช้หรืออีเมล",
            max_length=254,
            widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
        )
        self.fields["password"].widget.attrs.pop("placeholder")
        self.order_fields(["login", "password"])


class OneTimeCodeField(ThaiCharField):
    """A code of the app or a recovery code, typed in Thai or Arabic digits, with or without spaces."""

    def __init__(self) -> None:
        attributes = {"autocomplete": "one-time-code", "inputmode": "numeric"}
        super().__init__(label="รหัส", max_length=40, widget=forms.TextInput(attrs=attributes))

    def to_python(self, value: Any) -> str:
        """The code in Arabic digits."""
        return arabic_digits(super().to_python(value)).replace(" ", "")


class SecondStepForm(AuthenticateForm):
    """The second step of signing in."""

    code = OneTimeCodeField()


class SecondStepAgainForm(ReauthenticateForm):
    """The same before something sensitive."""

    code = OneTimeCodeField()


class SecondStepActivationForm(ActivateTOTPForm):
    """The first code of an app that has just been set up."""

    code = OneTimeCodeField()
