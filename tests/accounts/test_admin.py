"""The admin's side: for the role admin, behind the portal's own sign-in, and mostly for reading."""

import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.files.base import ContentFile
from django.db.models import Model
from django.forms import model_to_dict
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from simple_history.admin import SimpleHistoryAdmin

from accounts.models import Role
from measures.models import Evidence, Measure
from municipalities.models import District
from oit.models import OITEntry
from reports.models import Comment, Deadline, Erasure, Event, Publication, Report
from tests import factories
from tests.accounts.signing_in import english

pytestmark = pytest.mark.django_db
REGISTERED = sorted(model._meta.label for model in admin.site._registry)
WITH_HISTORY = sorted(
    model._meta.label
    for model, options in admin.site._registry.items()
    if isinstance(options, SimpleHistoryAdmin)
)
EDITED = {"municipalities.District"}  # no page of the portal manages them
THAI = re.compile("[ก-๙]")
LATIN_IN_THAI = {"admin", "reviewer", "JSON", "SHA", "URL", "pdf"}  # two user names among them


@pytest.fixture
def admins(client: Client) -> Client:
    """A browser in which the admin is signed in, over a year of เขลางค์นคร with one of everything."""
    assessment = factories.assessment()
    factories.analysis(assessment, "4")
    factories.finding(assessment)
    measure = factories.measure(factories.plan())
    factories.result(measure)
    Evidence.objects.create(
        measure=measure, title="รายงาน", file=ContentFile(b"%PDF-", "a.pdf"), file_name="a.pdf"
    )
    report = Report.objects.first()
    author = {"actor": factories.officer(), "actor_name": "สมศรี", "actor_role": "เจ้าหน้าที่"}
    Event.objects.create(report=report, verb="submit", from_state="draft", to_state="submitted", **author)
    Comment.objects.create(report=report, author=factories.reviewer(), body="โปรดเพิ่มขั้นตอน")
    Publication.objects.create(
        report=report,
        revision=1,
        title="มาตรการ",
        pdf=b"%PDF-",
        sha256="0" * 64,
        published_by=factories.officer(),
        published_at=timezone.now(),
    )
    Deadline.objects.create(fiscal_year=2568, kind="plan", due_on="2025-04-30")
    OITEntry.objects.create(municipality=factories.municipality(), fiscal_year=2568, item="o1", note="ครบ")
    Erasure.objects.create(
        kind="text",
        digest="0" * 64,
        reason="เจ้าของข้อมูลขอให้ลบ",
        erased_by=factories.admin(),
        erased_at=timezone.now(),
    )
    change_one_of_each()
    client.force_login(factories.admin())
    return client


def change_one_of_each() -> None:
    """A second line in every history: choices, yes and no, days, lists, and what becomes unknown."""
    person = factories.officer()
    person.role, person.municipality, person.is_active = Role.ADMIN, None, False
    person.save()
    person.role, person.municipality, person.is_active = Role.OFFICER, factories.municipality(), True
    person.save()
    measure = Measure.objects.get()
    measure.stance, measure.starts_on, measure.issue, measure.steps = "urgent", None, 3, ["ก" * 200]
    measure.save()
    plan, place = measure.plan, factories.municipality()
    plan.decided_on, plan.obstacles = timezone.localdate(), ["ฝนตก"]
    plan.save()
    place.is_example, place.code = True, "5520101"
    place.save()
    row = place.assessments.get()
    row.announced_total = None
    row.save()


def address(label: str, page: str, *args: object) -> str:
    return reverse(f"admin:{label.lower().replace('.', '_')}_{page}", args=args)


def test_only_what_an_admin_needs_is_there():
    assert REGISTERED == [
        "accounts.User",
        "assessments.Assessment",
        "measures.Measure",
        "measures.Plan",
        "municipalities.District",
        "municipalities.Municipality",
        "municipalities.Province",
        "oit.OITEntry",
        "reports.Deadline",
        "reports.Erasure",
        "reports.Event",
        "reports.Publication",
        "reports.Report",
    ]


@pytest.mark.parametrize("app", ["municipalities", "accounts", "assessments", "measures", "oit", "reports"])
def test_every_field_has_a_thai_label(app: str):
    labels = {
        str(field): str(field.verbose_name)
        for model in apps.get_app_config(app).get_models()
        if not hasattr(model, "instance_type")  # the history repeats the labels of what it keeps
        for field in model._meta.fields
        if not field.primary_key
    }
    assert {field: label for field, label in labels.items() if not THAI.search(label)} == {}


def test_visitor_is_sent_to_the_portals_own_sign_in(client: Client):
    for path in ("/admin/", "/admin/login/", "/admin/accounts/user/"):
        shown = client.get(path, follow=True)
        assert shown.redirect_chain[-1][0].startswith("/accounts/login/?next=/admin/")
    assert (
        client.post("/admin/login/", {"username": "admin", "password": factories.PASSWORD}).status_code == 302
    )


@pytest.mark.parametrize("person", [factories.officer, factories.reviewer])
@pytest.mark.parametrize("label", REGISTERED)
def test_others_are_refused_whatever_marks_their_account_carries(client: Client, person, label: str):
    user = person()
    user.is_staff = user.is_superuser = True
    user.save()
    client.force_login(user)
    for page in ("changelist", "add"):
        for answer in (
            client.get(address(label, page), follow=True),
            client.post(address(label, page), follow=True),
        ):
            assert answer.status_code == 403


@pytest.mark.parametrize("label", REGISTERED)
def test_list_and_row_are_shown_to_the_admin(admins: Client, label: str):
    assert admins.get(address(label, "changelist"), {"q": "เขลางค์"}).status_code == 200
    if row := apps.get_model(label).objects.first():
        assert admins.get(address(label, "change", row.pk)).status_code == 200


def everything() -> dict[str, list[dict[str, object]]]:
    return {label: list(apps.get_model(label).objects.order_by("pk").values()) for label in REGISTERED}


def filled_in(row: Model) -> dict[str, object]:
    """What the form for this row would send: every field as it is stored, and no row below it."""
    values = {name: value or "" for name, value in model_to_dict(row).items()}
    return values | {"_save": "x", "post": "yes"}


@pytest.mark.parametrize("label", sorted(set(REGISTERED) - EDITED))
def test_what_the_portal_manages_is_only_read(admins: Client, label: str):
    """Neither added, changed nor deleted, one by one or many at once, although each form is sent whole."""
    row = apps.get_model(label).objects.first()
    form, before = filled_in(row), everything()
    changed = form | {
        "username": "x",
        "role": "officer",
        "is_active": "",
        "name": "ก",
        "reviews": "",
        "code": "",
    }
    changed |= {"due_on": "2026-01-01", "state": "published", "title": "ก", "note": "ก", "fiscal_year": 2566}
    answers = [
        admins.post(address(label, page, *keys), data).status_code
        for page, keys, data in (
            ("add", [], changed),
            ("change", [row.pk], changed),
            ("change", [row.pk], changed | {"_saveasnew": "x"}),
            ("delete", [row.pk], form),
        )
    ]
    for action in ("delete_selected", "remove_second_factor"):
        admins.post(
            address(label, "changelist"), {"action": action, "_selected_action": [row.pk], "post": "yes"}
        )
    admins.post(address(label, "changelist"), {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "_save": "x"})
    assert (answers, everything()) == ([403] * 4, before)


@pytest.mark.parametrize("label", REGISTERED)
def test_lists_edit_nothing_and_offer_no_action(admins: Client, label: str):
    page = admins.get(address(label, "changelist"))
    changes = page.context["cl"]
    assert (changes.list_editable, changes.formset, page.context["action_form"]) == ((), None, None)


def test_no_password_is_set_in_djangos_admin(admins: Client):
    person = factories.officer()
    admins.post(f"/admin/accounts/user/{person.pk}/password/", {"password1": "x" * 12, "password2": "x" * 12})
    person.refresh_from_db()
    assert person.check_password(factories.PASSWORD)


def test_district_is_added_and_read_like_every_text_of_the_portal(admins: Client):
    lampang = factories.province().pk
    added = admins.post(address("municipalities.District", "add"), {"name": " เกิดใหม่ ", "province": lampang})
    refused = admins.post(address("municipalities.District", "add"), {"name": "ก\a", "province": lampang})
    assert (added.status_code, refused.status_code) == (302, 200)
    assert District.objects.get(name="เกิดใหม่", province=lampang).code is None


def test_district_in_which_a_municipality_lies_is_not_deleted(admins: Client):
    district = factories.municipality().district
    admins.post(address("municipalities.District", "delete", district.pk), {"post": "yes"})
    assert District.objects.filter(pk=district.pk).exists()


def test_history_says_who_changed_what(admins: Client):
    page = admins.get(address("accounts.User", "history", factories.officer().pk))
    assert page.status_code == 200
    assert "style=" not in page.content.decode().partition('id="change-history"')[2].partition("</table>")[0]


@pytest.mark.parametrize("key", ["1e3", "6%00", "-", "x", "9" * 30, "9" * 5000])
@pytest.mark.parametrize("label", WITH_HISTORY)
def test_history_of_what_is_no_key_is_not_found(admins: Client, label: str, key: str):
    assert admins.get(address(label, "changelist") + f"{key}/history/").status_code == 404
    assert admins.get(address(label, "changelist") + f"1/history/{key}/").status_code == 404


@pytest.mark.parametrize("label", WITH_HISTORY)
def test_former_state_is_not_put_back(admins: Client, label: str):
    row = apps.get_model(label).objects.first()
    former = address(label, "simple_history", row.pk, row.history.last().history_id)
    assert [admins.get(former).status_code, admins.post(former).status_code] == [404, 404]


def test_first_page_has_no_english(admins: Client):
    assert english(admins.get("/admin/")) == []


@pytest.mark.parametrize("label", REGISTERED)
def test_pages_of_a_model_have_no_english(admins: Client, label: str):
    rows = apps.get_model(label).objects.all()
    asked = [address(label, "changelist"), address(label, "add")]
    asked += [address(label, page, row.pk) for page in ("change", "history", "delete") for row in rows[:2]]
    found = {path: set(english(admins.get(path))) - LATIN_IN_THAI for path in asked}
    assert {path: words for path, words in found.items() if words} == {}


def test_no_page_has_a_script_or_style_in_it(admins: Client):
    for path in (
        "/admin/",
        "/admin/accounts/user/",
        "/admin/municipalities/district/add/",
    ):
        page = admins.get(path).content.decode()
        assert page.count("<script") == page.count("<script src=") + page.count('<script id="django-admin')
        assert "<style" not in page


@pytest.mark.parametrize("method", ["get", "post"])
def test_password_is_changed_on_the_portals_own_page_only(admins: Client, method: str):
    answer = getattr(admins, method)(reverse("admin:password_change"))
    assert (answer.status_code, answer["Location"]) == (302, reverse("account_change_password"))
