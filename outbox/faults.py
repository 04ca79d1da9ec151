"""Why a mail was not sent: for the admin in Thai, and whether another try can help."""

from smtplib import (
    SMTPAuthenticationError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPServerDisconnected,
)

UNANSWERED = "เครื่องแม่ข่ายอีเมลไม่ตอบภายในเวลาที่กำหนด หรือตัดการติดต่อ"
UNREACHABLE = "ติดต่อเครื่องแม่ข่ายอีเมลไม่ได้"
SIGN_IN = "เครื่องแม่ข่ายอีเมลไม่รับชื่อผู้ใช้หรือรหัสผ่านของระบบ"
RECIPIENT = "เครื่องแม่ข่ายอีเมลไม่รับที่อยู่อีเมลของผู้รับ"
REFUSED = "เครื่องแม่ข่ายอีเมลไม่รับอีเมลฉบับนี้"
UNFIT = "ที่อยู่อีเมลหรือเรื่องมีอักขระที่ใช้ในอีเมลไม่ได้"
INTERRUPTED = "โปรแกรมหยุดทำงานระหว่างส่งหลายครั้ง"
EXPIRED = "ส่งไม่สำเร็จภายในเวลาที่กำหนด ระบบลบข้อความของอีเมลนี้แล้ว"

_SENTENCES: tuple[tuple[type[Exception], str], ...] = (
    (SMTPAuthenticationError, SIGN_IN),
    (SMTPRecipientsRefused, RECIPIENT),
    (SMTPServerDisconnected, UNANSWERED),
    (TimeoutError, UNANSWERED),
    (SMTPException, REFUSED),
    (OSError, UNREACHABLE),
)
_FOR_GOOD = 500  # from this answer of SMTP on, asking again is in vain (RFC 5321, 4.2.1)


def sentence(error: OSError | ValueError) -> str:
    """Why the mail was not sent, in Thai for the admin."""
    return next((text for kind, text in _SENTENCES if isinstance(error, kind)), UNFIT)


def is_final(error: OSError | ValueError) -> bool:
    """Whether the mail itself is at fault: an address that the server refuses for good, or is none.

    A wrong password of the portal is not: somebody can set it right.
    """
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= _FOR_GOOD for code, _ in error.recipients.values())
    if isinstance(error, SMTPResponseException) and not isinstance(error, SMTPAuthenticationError):
        return error.smtp_code >= _FOR_GOOD
    return not isinstance(error, OSError)
