"""The portal on that machine: its database, workers, mails, accounts and backups."""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.utils import timezone

from accounts.models import Role, User
from ita_portal.sign_in_provider import SignInProvider
from ita_portal.thai import thai_date
from operations.backup.making import last_backup
from operations.doctor import Diagnosis, advice, fault, good
from operations.probes import unapplied
from outbox.models import Mail
from oversight.exports.files import is_worked_off

OLDEST = {"sqlite": (3, 37), "postgresql": (14,)}
LATE = timedelta(days=2)  # after which a daily backup has failed
DRIFT = timedelta(seconds=10)
ALOUD = ("console", "locmem", "dummy", "filebased")


def look_at_portal() -> Iterator[Diagnosis]:
    """The database first; without it the others can't be asked."""
    yield from _settings()
    try:
        connection.settings_dict["OPTIONS"].pop("pool", None)  # its own words where it fails
        connection.ensure_connection()
    except DatabaseError as error:
        said = " ".join(str(error).split())
        yield fault("ฐานข้อมูล", f"ติดต่อไม่ได้ ({said})", "ตรวจ DATABASE_URL และว่าเครื่องฐานข้อมูลทำงานอยู่")
        return
    yield _version()
    if lacking := unapplied():
        yield fault("รุ่นของฐานข้อมูล", f"ขาด {len(lacking)} migration", "เริ่มระบบด้วย ./run หนึ่งครั้ง (สำรองข้อมูลก่อน)")
        return
    yield good("รุ่นของฐานข้อมูล", "ตรงกับโปรแกรม")
    yield _workers()
    yield from _mails()
    if settings.SIGN_IN_PROVIDER:
        yield _provider(settings.SIGN_IN_PROVIDER)
    yield _admins()
    yield _backups()


def _settings() -> Iterator[Diagnosis]:
    """What `settings` refused has ended this command before; these are sound, and yet seldom meant."""
    if settings.OPERATOR.debug:
        yield fault("DEBUG", "เปิดอยู่ ผู้เยี่ยมชมจึงเห็นรายละเอียดภายใน", "ลบตัวแปร DEBUG แล้วเริ่มระบบใหม่")
    if settings.OPERATOR.lacks_proxy:
        yield fault(
            "TRUSTED_PROXIES", "PORTAL_URL เป็น https แต่ไม่มีพร็อกซี", "กำหนด TRUSTED_PROXIES=1 และตั้งพร็อกซี"
        )
    if settings.OPERATOR.reachable_by_others and not settings.HTTPS:
        yield advice("PORTAL_URL", "ผู้อื่นเข้าถึงได้โดยไม่เข้ารหัส", "ตั้งพร็อกซีที่ทำ TLS แล้วใช้ https (docs/operate.md)")
    else:
        yield good("PORTAL_URL", settings.PORTAL_URL)


def _version() -> Diagnosis:
    version = connection.get_database_version()
    about, said = "ฐานข้อมูล", f"{connection.display_name} {'.'.join(map(str, version))}"
    if version < OLDEST[connection.vendor]:
        needed = ".".join(map(str, OLDEST[connection.vendor]))
        return fault(about, said, f"ปรับเป็นรุ่น {needed} ขึ้นไป")
    if connection.vendor == "postgresql" and (drift := _drift()) > DRIFT:
        return advice(about, f"{said} นาฬิกาต่างกัน {drift.total_seconds():.0f} วินาที", "เทียบนาฬิกาของทั้งสองเครื่อง")
    return good(about, said)


def _drift() -> timedelta:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return abs(timezone.now() - cursor.fetchone()[0])


def _workers() -> Diagnosis:
    dead = [queue for queue in settings.TASKS["default"]["QUEUES"] if not is_worked_off(queue)]
    if dead:
        return advice(
            "งานเบื้องหลัง",
            f"ไม่มีผู้ทำงานของคิว {', '.join(dead)} บนเครื่องนี้",
            "เริ่มระบบด้วย ./run หรือ systemctl start ita-portal",
        )
    return good("งานเบื้องหลัง", "ทำงานอยู่")


def _mails() -> Iterator[Diagnosis]:
    about = "อีเมล"
    if any(kind in settings.MAIL_TRANSPORT for kind in ALOUD):
        yield advice(about, "ไม่ได้ส่งจริง เพียงพิมพ์ออกมา", "กำหนด EMAIL_URL=smtp+tls://ผู้ใช้:รหัสผ่าน@เครื่อง:587")
    else:
        try:
            with get_connection(settings.MAIL_TRANSPORT):
                yield good(about, f"{settings.EMAIL_HOST} รับการเชื่อมต่อ")
        except OSError as error:
            yield fault(
                about, f"{settings.EMAIL_HOST} ไม่รับการเชื่อมต่อ ({error})", "ตรวจ EMAIL_URL และเครื่องแม่ข่ายอีเมล"
            )
    if failed := Mail.objects.failed().count():
        yield advice(about, f"{failed} ฉบับส่งไม่สำเร็จ", "ดูเหตุและสั่งส่งใหม่ที่หน้า “อีเมลที่ยังไม่ได้ส่ง”")


def _provider(provider: SignInProvider) -> Diagnosis:
    """Whether it answers, and says what the portal can use."""
    from accounts.provider_exchange import NotIdentified, describe  # noqa: PLC0415 - only where there is one

    about = f"เข้าสู่ระบบด้วย {provider.name}"
    try:
        describe(provider)
    except NotIdentified as refusal:
        return fault(about, str(refusal), f"ตรวจ OIDC_ISSUER และการออกเครือข่ายไปยัง {provider.issuer}")
    return good(about, f"{provider.issuer} ตอบ และตรวจลายมือชื่อได้")


def _admins() -> Diagnosis:
    if number := User.objects.filter(role=Role.ADMIN, is_active=True).count():
        return good("ผู้ดูแลระบบ", f"{number} บัญชี")
    return fault("ผู้ดูแลระบบ", "ไม่มีบัญชีที่ใช้งานได้", "manage.py createsuperuser")


def _backups() -> Diagnosis:
    about, command = (
        "ข้อมูลสำรอง",
        "manage.py backup DIR --keep 14 หรือ ita-portal-backup.timer (docs/operate.md)",
    )
    last = last_backup()
    if last is None:
        return advice(about, "ยังไม่เคยสำรอง", command)
    made_at, folder = last
    state = f"ชุดล่าสุด {thai_date(timezone.localdate(made_at), thai=False)} ใน {folder}"
    if timezone.now() - made_at > LATE:
        return advice(about, state, f"เก่ากว่า 2 วัน: {command}")
    return good(about, state)
