"""A code of a second factor: counted against guessing, good once, also where two send it at the same time."""

from allauth.account.adapter import get_adapter
from allauth.core.internal.ratelimit import RateLimitUsage
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from accounts.known_browsers import count_attempt
from accounts.models import User
from ita_portal.traffic import tell_traffic

LAST_STEP = "last_step"  # in the data of an app: the step of time of the code that was used last


def count_code(request: HttpRequest, person: User) -> RateLimitUsage:
    """Count an attempt, which is taken back where the code is right; ValidationError after too many."""
    usage = count_attempt(request, person.username, f"code:{person.pk}")
    if usage is None:
        tell_traffic(request, "too-many", person.pk)
        raise get_adapter(request).validation_error("too_many_login_attempts")
    return usage


@transaction.atomic
def use_code(person: User, code: str) -> Authenticator | None:
    """The factor whose code this is, used up by it; None for one that is wrong, too old or used.

    Raises PermissionDenied where the secret can't be read (see `factor_secrets`).
    """
    factors = Authenticator.objects.select_for_update().filter(user=person)
    for factor in factors.exclude(type=Authenticator.Type.WEBAUTHN).order_by("pk"):
        is_app = factor.type == Authenticator.Type.TOTP
        if _use_step(factor, code) if is_app else factor.wrap().validate_code(code):
            return factor
    return None


def _use_step(app: Authenticator, code: str) -> bool:
    """Whether the code is one of the app's that come after the one that was used last; uses it up."""
    step = step_of_code(decrypt(app.data["secret"]), code)
    if step is None or step <= app.data.get(LAST_STEP, 0):
        return False
    app.data[LAST_STEP] = step
    app.save(update_fields=["data"])
    return True


def step_of_code(secret: str, code: str) -> int | None:
    """To which step of time (30 seconds) a code belongs: the present one, one before or after; else None."""
    steps = yield_hotp_counters_from_time()
    fitting = (
        step for step in steps if constant_time_compare(format_hotp_value(hotp_value(secret, step)), code)
    )
    return next(fitting, None)


@transaction.atomic
def use_up_first_code(person: User, step: int) -> None:
    """The code that switched the app on, whose step is given, signs nobody in."""
    app = Authenticator.objects.select_for_update().get(user=person, type=Authenticator.Type.TOTP)
    app.data[LAST_STEP] = step
    app.save(update_fields=["data"])
