"""The secrets of second factors are stored encrypted, by a key that is derived from SECRET_KEY.

A copy of the database alone is then worth nothing to whoever has it. SECRET_KEY_FALLBACKS still open what a
former key has closed; what is stored anew is closed by the present one.
"""

import base64
from urllib.parse import urlsplit

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import PermissionDenied

UNREADABLE = (
    "ระบบเปิดรหัสลับของการยืนยันตัวตนสองขั้นตอนไม่ได้ เพราะ SECRET_KEY ไม่ใช่ค่าที่ใช้เมื่อเปิดการยืนยันตัวตนนั้น โปรดแจ้งผู้ดูแลระบบ "
    "(the secret of this second factor was stored with another SECRET_KEY: give the former one in "
    "SECRET_KEY_FALLBACKS)"
)


class FactorAdapter(DefaultMFAAdapter):
    """allauth's second factors, encrypted at rest."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """For whom passkeys are made: the portal's own address, whatever Host the request had."""
        return {"id": urlsplit(settings.PORTAL_URL).hostname or "", "name": "ระบบ ITA เทศบาล"}

    def encrypt(self, text: str) -> str:
        """The secret as it is stored."""
        return _ciphers().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret. Raises PermissionDenied, with the sentence of the 403 page, for another key's."""
        try:
            return _ciphers().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            raise PermissionDenied(UNREADABLE) from error


def factors_are_readable() -> bool:
    """Whether every stored second factor can be opened with the present keys."""
    adapter = FactorAdapter()
    rows = Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN).values_list("data", flat=True)
    try:
        for data in rows.iterator():
            adapter.decrypt(data.get("secret") or data["seed"])
    except PermissionDenied:
        return False
    return True


def _ciphers() -> MultiFernet:
    return MultiFernet([_cipher(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _cipher(secret_key: str) -> Fernet:
    derived = HKDF(SHA256(), length=32, salt=None, info=b"accounts.factor_secrets").derive(
        secret_key.encode()
    )
    return Fernet(base64.urlsafe_b64encode(derived))
