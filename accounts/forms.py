"""Signing in with one step or two, and the admin's forms for people."""

from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from django.core.exceptions import ValidationError

from accounts.models import User
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


class CodeField(ThaiCharField):
    """A code of the app or a recovery code, typed in Thai or Arabic digits, with or without spaces."""

    def __init__(self) -> None:
        attributes = {"autocomplete": "one-time-code", "inputmode": "numeric"}
        super().__init__(label="รหัส", max_length=40, widget=forms.TextInput(attrs=attributes))

    def to_python(self, value: Any) -> str:
        """The code in Arabic digits."""
        return arabic_digits(super().to_python(value)).replace(" ", "")


class SecondStepForm(AuthenticateForm):
    """The second step of signing in."""

    code = CodeField()


class SecondStepAgainForm(ReauthenticateForm):
    """The same before something sensitive."""

    code = CodeField()


class SecondStepActivationForm(ActivateTOTPForm):
    """The first code of an app that has just been set up."""

    code = CodeField()


class _OneAddressOnePerson:
    """An e-mail address signs one person in, so no two accounts share it, in whatever letter case."""

    instance: User
    cleaned_data: dict[str, Any]

    def clean_email(self) -> str:
        """The address in small letters; raises ValidationError where another account has it."""
        email: str = self.cleaned_data["email"].lower()
        if email and User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise ValidationError("มีบัญชีอื่นใช้อีเมลนี้แล้ว")
        return email


_IF_DISABLED = (
    "หากปิด บัญชีนี้จะเข้าสู่ระบบด้วยรหัสผ่านไม่ได้"
    '<ul id="id_unusable_warning" class="messagelist"><li class="warning">'
    "เมื่อปิดแล้ว รหัสผ่านปัจจุบันของบัญชีนี้จะใช้ไม่ได้อีก</li></ul>"
)


class NewPasswordForm(AdminPasswordChangeForm):
    """Another password, given by an admin; Django's own warning is not among the texts that it translates."""

    usable_password_help_text = _IF_DISABLED


class NewUserForm(_OneAddressOnePerson, UserCreationForm):
    """A new account with its first password; the rest of its fields stands in the admin's fieldsets."""

    class Meta:
        model = User
        fields = ["username"]


class UserForm(_OneAddressOnePerson, UserChangeForm):
    """An account as an admin edits it."""
