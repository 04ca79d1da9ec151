"""Who gets what at every address: a new address without its row here fails."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from accounts.models import User
from measures.models import Evidence
from tests import factories

PORTAL_APPS = (
    "municipalities",
    "outbox",
    "accounts",
    "assessments",
    "measures",
    "reports",
    "oit",
    "oversight",
    "public",
    "operations",
)

# The officer of the place comes last, because that POST may change something.
ACTORS = ("visitor", "outside_officer", "outside_reviewer", "reviewer", "admin", "officer")
#             visitor  outside  outside  reviewer admin    officer
#                      officer  reviewer
EVERYBODY = "  200      200      200      200      200      200"
SIGNED_IN = "  302      200      200      200      200      200"
NO_METHOD = "  405      405      405      405      405      405"
NOT_THAT = "   302      405      405      405      405      405"
MOVED = "      302      302      302      302      302      302"
TO_SIGN_IN = " 200      302      302      302      302      302"
READS = "      302      404      404      200      200      200"
DRAFT = "      302      404      404      403      200      200"
UNSEEN = "     302      404      404      404      200      200"
EDITS = "      302      404      404      403      403      200"
SAVES = "      302      404      404      403      403      302"
BUTTON = "     302      404      404      403      403      405"
REFUSED = "    302      404      404      403      403      403"
NO_COMMENT = " 302      404      404      403      404      404"
DECIDES = "    302      403      200      200      403      403"
DECIDES_MOVE = "302     403      302      302      403      403"
FOR_OVERSEERS = "302    403      200      200      200      403"
ORDERS = "     302      403      302      302      302      403"
NO_EXPORT = "  302      403      404      404      404      403"
NOT_SET_UP = " 302      404      404      404      404      404"
NOBODY = "     404      404      404      404      404      404"
REFUSED = "    302      404      404      403      403      403"
ADMINS = "     302      403      403      403      200      403"
ADMINS_MOVE = "302      403      403      403      302      403"
ADMINS_NONE = "302      403      403      403      404      403"
UNMADE = "     302      404      404      403      403      404"

# Name of the address: what GET answers, what an empty POST answers.
ACCESS = {
    "home": (TO_SIGN_IN, NO_METHOD),
    "framework_list": (EVERYBODY, NO_METHOD),
    "framework": (EVERYBODY, NO_METHOD),
    # the account
    "account": (SIGNED_IN, NOT_THAT),
    "account_login": (TO_SIGN_IN, TO_SIGN_IN),
    "account_logout": (SIGNED_IN, MOVED),
    "account_signup": (TO_SIGN_IN, TO_SIGN_IN),
    "account_inactive": (EVERYBODY, NO_METHOD),
    "account_reauthenticate": (SIGNED_IN, SIGNED_IN),
    "account_change_password": (SIGNED_IN, SIGNED_IN),
    "account_reset_password": (EVERYBODY, EVERYBODY),
    "account_reset_password_done": (EVERYBODY, NO_METHOD),
    "account_reset_password_from_key": (EVERYBODY, EVERYBODY),
    "account_reset_password_from_key_done": (EVERYBODY, NO_METHOD),
    "mfa_index": (SIGNED_IN, NOT_THAT),
    "mfa_authenticate": (MOVED, MOVED),
    "mfa_reauthenticate": (MOVED, MOVED),
    "mfa_activate_totp": (MOVED, MOVED),
    "mfa_deactivate_totp": (NOT_SET_UP, NOT_SET_UP),
    "mfa_view_recovery_codes": (NOT_SET_UP, NOT_THAT),
    "mfa_generate_recovery_codes": (MOVED, MOVED),
    "mfa_download_recovery_codes": (NOT_SET_UP, NOT_SET_UP),
    "mfa_list_webauthn": (SIGNED_IN, NOT_THAT),
    "mfa_add_webauthn": (MOVED, MOVED),
    "mfa_edit_webauthn": (MOVED, MOVED),
    "mfa_remove_webauthn": (MOVED, MOVED),
    "mfa_reauthenticate_webauthn": (MOVED, MOVED),
    "mfa_login_webauthn": (MOVED, MOVED),
    # none is chosen; tests/accounts/test_provider.py asks the same of one
    "provider_sign_in": (NOBODY, NOBODY),
    "provider_callback": (NOBODY, NOBODY),
    "provider_link": (NOT_SET_UP, NOT_SET_UP),
    "provider_unlink": (NOT_SET_UP, NOT_SET_UP),
    "sessions": (SIGNED_IN, NOT_THAT),
    "sessions_end": (NOT_THAT, MOVED),
    "session_end": (NOT_THAT, MOVED),  # the password is asked for first
    # the administration
    "administration": (ADMINS, NOT_THAT),
    "people": (ADMINS, NOT_THAT),
    "person_invite": (ADMINS, ADMINS),
    "person": (ADMINS, ADMINS),
    "person_invite_again": (NOT_THAT, ADMINS_MOVE),
    "person_password": (ADMINS, ADMINS),
    "person_second_factor": (NOT_THAT, ADMINS_MOVE),
    "person_state": (NOT_THAT, ADMINS_MOVE),
    "person_services": (ADMINS, ADMINS),
    "person_service_end": (NOT_THAT, ADMINS_MOVE),
    "person_handover": (ADMINS, ADMINS),
    "handover": (SIGNED_IN, SIGNED_IN),
    # nothing is offered; tests/accounts/test_handing_over.py asks the same of what is
    "handover_cancel": (NOT_THAT, NOT_SET_UP),
    "handover_again": (NOT_THAT, NOT_SET_UP),
    "handover_accept": (NOBODY, NOBODY),
    "place_list": (ADMINS, NOT_THAT),
    "place_add": (ADMINS, ADMINS),
    "place": (ADMINS, ADMINS),
    "place_change": (ADMINS, ADMINS),
    "place_end": (ADMINS, ADMINS),
    "place_begin": (ADMINS, ADMINS),
    "place_recorded": (ADMINS_NONE, ADMINS_NONE),
    "province_settings": (ADMINS, ADMINS),
    "import_municipalities": (ADMINS, ADMINS),
    "import_municipalities_check": (ADMINS_MOVE, ADMINS_MOVE),
    "import_municipalities_template": (ADMINS, NOT_THAT),
    "import_people": (ADMINS, ADMINS),
    "import_people_check": (ADMINS_MOVE, ADMINS_MOVE),
    "import_people_template": (ADMINS, NOT_THAT),
    "import_announced": (ADMINS, ADMINS),
    "announced_revisions": (ADMINS, NOT_THAT),
    "import_announced_check": (ADMINS_MOVE, ADMINS_MOVE),
    "import_announced_template": (ADMINS, NOT_THAT),
    "deadlines": (ADMINS, ADMINS),
    "deadline": (ADMINS_NONE, ADMINS_NONE),
    "deadline_remove": (NOT_THAT, ADMINS_NONE),
    "audit": (ADMINS, NOT_THAT),
    "mail_list": (ADMINS, NOT_THAT),
    "mail_again": (NOT_THAT, ADMINS_MOVE),
    # the municipality
    "municipality_list": (SIGNED_IN, NOT_THAT),
    "municipality": (READS, NOT_THAT),
    "profile": (EDITS, EDITS),  # a form that doesn't say what its page showed is shown again
    # the result
    "assessment": (EDITS, EDITS),
    "assessment_check": (NOT_THAT, EDITS),
    "score_history": (EDITS, EDITS),
    "findings": (EDITS, EDITS),
    "findings_paste": (EDITS, EDITS),
    "year_move": (EDITS, EDITS),
    "year_remove": (EDITS, EDITS),
    "removed_year": (UNMADE, UNMADE),
    "removed_evidence": (UNMADE, NOT_THAT),
    "analyses": (EDITS, EDITS),
    "reading": (NOT_THAT, SIGNED_IN),
    # the plan
    "plan": (EDITS, EDITS),
    "measures_paste": (EDITS, EDITS),
    "results_paste": (EDITS, EDITS),
    "measure_add": (EDITS, EDITS),
    "measure": (EDITS, EDITS),
    "measure_move": (BUTTON, SAVES),
    "measure_copy": (BUTTON, SAVES),
    "measure_remove": (BUTTON, SAVES),
    "results": (EDITS, EDITS),
    "result": (EDITS, EDITS),
    "evidence": (UNSEEN, NOT_THAT),
    # the documents
    "checks": (DRAFT, NOT_THAT),
    "addresses_try": (NOT_THAT, REFUSED),  # the test's portal asks no other website
    "documents": (READS, NOT_THAT),
    "preview": (DRAFT, NOT_THAT),
    "document_choices": (EDITS, EDITS),
    "own_texts": (EDITS, EDITS),
    "report_pdf": (DRAFT, NOT_THAT),
    "report_docx": (DRAFT, NOT_THAT),
    "report_data": (DRAFT, NOT_THAT),
    "bundle": (DRAFT, NOT_THAT),
    "report_action": (EDITS, EDITS),
    # no correction is under way; tests/reports/test_correcting.py asks the same of one that is
    "correction": (EDITS, EDITS),
    "correction_submit": (UNMADE, UNMADE),
    "correction_publish": (UNMADE, UNMADE),
    "correction_cancel": (UNMADE, UNMADE),
    "correction_told": (NOT_THAT, UNMADE),
    # the public site, where nothing of that year is published
    "published_list": (EVERYBODY, NO_METHOD),
    "published_municipality": (NOBODY, NO_METHOD),
    "publication": (NOBODY, NO_METHOD),
    "publication_revision": (NOBODY, NO_METHOD),
    "publication_pdf": (NOBODY, NO_METHOD),
    "publication_sealed": (NOBODY, NO_METHOD),
    "publication_docx": (NOBODY, NO_METHOD),
    "publication_json": (NOBODY, NO_METHOD),
    "publication_zip": (NOBODY, NO_METHOD),
    "publication_evidence": (NOBODY, NO_METHOD),
    "verify": (EVERYBODY, EVERYBODY),
    "compare": (EVERYBODY, NO_METHOD),
    "erasure_list": (EVERYBODY, NO_METHOD),
    "privacy": (EVERYBODY, NO_METHOD),
    "open_data": (EVERYBODY, NO_METHOD),
    "datapackage": (EVERYBODY, NO_METHOD),
    "open_data_csv": (EVERYBODY, NO_METHOD),
    "open_data_json": (EVERYBODY, NO_METHOD),
    "feed": (EVERYBODY, NO_METHOD),
    "sitemap": (EVERYBODY, NO_METHOD),
    "sitemap_part": (EVERYBODY, NO_METHOD),
    "robots": (EVERYBODY, NO_METHOD),
    # the register of OIT items
    "oit_register": (READS, NOT_THAT),
    "oit_item": (EDITS, EDITS),
    "oit_carry": (NOT_THAT, SAVES),
    "oit_try": (NOT_THAT, REFUSED),  # the test's portal asks no other website
    "oit_xlsx": (READS, NOT_THAT),
    "publication_kit": (EDITS, REFUSED),
    "placement_check": (NOT_THAT, REFUSED),
    "publication_qr": (UNMADE, NOT_THAT),
    "report_history": (DRAFT, NOT_THAT),
    "history_undo": (NOT_THAT, UNMADE),
    # nobody comments on a draft; tests/reports/test_comment_views.py asks the same of a submitted document
    "comment_add": (REFUSED, REFUSED),
    "comment_answer": (NO_COMMENT, NO_COMMENT),
    "comment_resolve": (NOT_THAT, REFUSED),
    "comment_reopen": (NOT_THAT, REFUSED),
    # the desk and the province
    "desk": (FOR_OVERSEERS, NOT_THAT),
    "desk_decide": (NOT_THAT, DECIDES),
    "desk_accept": (DECIDES_MOVE, DECIDES_MOVE),
    "province": (FOR_OVERSEERS, NOT_THAT),
    "province_scores": (FOR_OVERSEERS, NOT_THAT),
    "province_measures": (FOR_OVERSEERS, NOT_THAT),
    "report_changes": (DRAFT, NOT_THAT),
    # exports; tests/oversight/test_export_views.py asks the same of one that is there
    "export_list": (FOR_OVERSEERS, NOT_THAT),
    "export_start": (NOT_THAT, ORDERS),
    "export_file": (NO_EXPORT, NOT_THAT),
    "export_remove": (NOT_THAT, NO_EXPORT),
    "overview_xlsx": (FOR_OVERSEERS, NOT_THAT),
    "overview_csv": (FOR_OVERSEERS, NOT_THAT),
}

KEYS = {"removed": 1, "evidence": 1, "revision": 1, "table": "scores", "action": "submit"}
KEYS |= {
    "fiscal_year": 2568,
    "number": 1,
    "kind": "plan",
    "comment": 1,
    "uidb36": "1",
    "key": "abc-def",
    "name": "1-1.pdf",
}
KEYS |= {"form": "csv", "token": "abc", "part": "pages", "item": "o1"}
KEYS_OF_RESULT = {"fiscal_year": 2567}
RESULT_PAGES = {"assessment", "assessment_check", "findings", "findings_paste", "analyses", "framework"}
RESULT_PAGES |= {"year_move", "year_remove"}


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    """Every address but those of Django's admin, which has its own test."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield entry
        elif entry.namespace != "admin":
            yield from patterns(entry)


@pytest.fixture
def evidence(db: None) -> Evidence:
    """A year of เขลางค์นคร with one of everything."""
    return one_of_everything()


def one_of_everything() -> Evidence:
    """The evidence of a year of เขลางค์นคร that has one of everything, both reports in draft."""
    factories.assessment()
    measure = factories.measure(factories.plan())
    factories.result(measure)
    file = ContentFile(b"%PDF-1.4", name="proof.pdf")
    return Evidence.objects.create(measure=measure, title="รายงานการประชุม", file=file, file_name="proof.pdf")


def address(name: str, evidence: Evidence) -> str:
    """The address of that name with the keys of that year."""
    own = {"evidence": evidence.pk, "deadline": 0, "deadline_remove": 0}
    pk = own.get(name, evidence.measure.plan.municipality_id)
    if name.startswith("person"):
        pk = factories.officer().pk
    keys = KEYS | {"pk": pk, "service": factories.officer().services.earliest("since").pk}
    keys |= KEYS_OF_RESULT if name in RESULT_PAGES else {}
    possible = get_resolver().reverse_dict.getlist(name)
    return reverse(name, kwargs={key: keys[key] for key in possible[0][0][0][1]} if possible else None)


def client_of(actor: str) -> Client:
    """A browser in which that actor is signed in."""
    client = Client()
    people = {
        "officer": factories.officer,
        "outside_officer": lambda: factories.officer(factories.elsewhere()),
        "reviewer": factories.reviewer,
        "outside_reviewer": lambda: factories.reviewer("เชียงใหม่"),
        "admin": factories.admin,
        "officer_of_two": officer_of_two,
        "former_officer": former_officer,
    }
    if actor in people:
        client.force_login(people[actor]())
    return client


def officer_of_two() -> User:
    """Writes for a municipality elsewhere, and for เขลางค์นคร as well."""
    person = factories.officer(factories.elsewhere())
    factories.serve(person, factories.municipality())
    return person


def former_officer() -> User:
    """Wrote for เขลางค์นคร until today."""
    person = factories.officer()
    person.services.update(until=timezone.localdate())
    return person


def stored() -> dict[str, list[dict[str, object]]]:
    """Every row of the portal's own tables."""
    models = [model for label in PORTAL_APPS for model in apps.get_app_config(label).get_models()]
    return {model._meta.label: list(model.objects.order_by("pk").values()) for model in models}


def status(client: Client, method: str, url: str) -> str:
    """What an empty request of that method is answered."""
    response = client.generic(method, url, content_type="application/x-www-form-urlencoded")
    response.getvalue()  # a file closes once it is read
    return str(response.status_code)


def expected(row: str) -> dict[str, str]:
    return dict(zip(ACTORS, row.split(), strict=True))


def test_every_address_has_its_row():
    assert {pattern.name for pattern in patterns(get_resolver())} == set(ACCESS)


@pytest.mark.parametrize("name", ACCESS)
def test_get_answers_each_role(name: str, evidence: Evidence):
    url = address(name, evidence)
    assert {actor: status(client_of(actor), "GET", url) for actor in ACTORS} == expected(ACCESS[name][0])


@pytest.mark.parametrize("name", ACCESS)
def test_post_answers_each_role(name: str, evidence: Evidence):
    url = address(name, evidence)
    assert {actor: status(client_of(actor), "POST", url) for actor in ACTORS} == expected(ACCESS[name][1])


@pytest.mark.parametrize(
    ("actor", "as_actor"), [("officer_of_two", "officer"), ("former_officer", "outside_officer")]
)
@pytest.mark.parametrize("name", ACCESS)
def test_whom_an_officer_serves_today_decides(name: str, actor: str, as_actor: str, evidence: Evidence):
    url, client = address(name, evidence), client_of(actor)
    answers = [status(client, method, url) for method in ("GET", "POST")]
    assert answers == [expected(row)[as_actor] for row in ACCESS[name]]


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS"])
def test_no_other_method_is_answered(method: str, evidence: Evidence):
    # The others are allauth's, or not there without a provider.
    own = [name for name in ACCESS if not name.startswith(("account_", "mfa_", "provider_"))]
    officer = client_of("officer")
    answers = {name: status(officer, method, address(name, evidence)) for name in own}
    assert {name: answer for name, answer in answers.items() if answer != "405"} == {}


@pytest.mark.parametrize("name", ACCESS)
def test_nobody_but_the_officer_changes_anything(name: str, evidence: Evidence):
    url = address(name, evidence)
    clients = [client_of(actor) for actor in ACTORS if actor != "officer"]
    before = stored()
    for client in clients:
        status(client, "POST", url)
    assert [label for label, rows in stored().items() if rows != before[label]] == []
