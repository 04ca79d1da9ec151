"""Signing in with one step or two."""

from typing import Any

from allauth.account.forms import LoginForm
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, get_totp_secret
from allauth.mfa.utils import decrypt, encrypt
from django import forms

from accounts.second_factors import count_code, step_of_code, use_code
from ita_portal.fields import ThaiCharField
from ita_portal.thai import arabic_digits
from ita_portal.traffic import tell_traffic


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


class _UsedCodeForm(BaseAuthenticateForm):
    """A form that takes a code of the person's once."""

    def clean_code(self) -> str:
        """The code, used up; a wrong one is counted."""
        usage = count_code(context.request, self.user)
        code: str = self.cleaned_data["code"]
        factor = use_code(self.user, code)
        if factor is None:
            tell_traffic(context.request, "wrong-code", self.user.pk)
            raise get_adapter().validation_error("incorrect_code")
        usage.rollback()
        factor.user = self.user
        self.authenticator = factor
        return code


class SecondStepForm(_UsedCodeForm, AuthenticateForm):
    """The second step of signing in."""

    code = OneTimeCodeField()


class SecondStepAgainForm(_UsedCodeForm, ReauthenticateForm):
    """The same before something sensitive."""

    code = OneTimeCodeField()


class SecondStepActivationForm(ActivateTOTPForm):
    """The first code of an app that has just been set up.

    `step` is that of the code. The secret waits in the session, encrypted as it will be stored.
    """

    code = OneTimeCodeField()
    step: int

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        session = context.request.session
        waiting = session.get(SECRET_SESSION_KEY)
        super().__init__(*args, **kwargs)
        if self.is_bound and waiting:
            self.secret = decrypt(waiting)
        else:
            self.secret = get_totp_secret(regenerate=True)
            session[SECRET_SESSION_KEY] = encrypt(self.secret)

    def clean_code(self) -> str:
        """The code; a wrong one is counted."""
        usage = count_code(context.request, self.user)
        code: str = self.cleaned_data["code"]
        step = step_of_code(self.secret, code)
        if step is None:
            raise get_adapter().validation_error("incorrect_code")
        usage.rollback()
        self.step = step
        return code
