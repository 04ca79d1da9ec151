"""What an outside provider may do wrong, and what strangers may try by one: nobody gets in."""

import logging
import socket
from threading import Barrier, Thread
from time import monotonic
from typing import Any

import pytest
import time_machine
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from joserfc.jwk import ECKey, OctKey

from accounts import provider_exchange
from accounts.models import LinkedIdentity, User
from accounts.provider_exchange import ASKED, AT_ONCE, GOOD_FOR, NotIdentified, ask
from tests import factories
from tests.accounts.by_provider import by_provider, leads_to, linked, refusal
from tests.accounts.signing_in import sign_in, signed_in
from tests.oidc_provider import DISCOVERY, Provider
from tests.websites import sends

pytestmark = pytest.mark.django_db
UNSOUND = "ตรวจสอบคำตอบของ ThaID แล้วไม่ถูกต้อง"
SILENT = "ติดต่อ ThaID ไม่ได้ในขณะนี้"
STALE = "คำขอนี้ใช้ไปแล้ว หมดเวลา หรือเริ่มจากเบราว์เซอร์อื่น"

WRONG_TOKENS: dict[str, dict[str, Any]] = {
    "another issuer": {"claims": {"iss": "https://evil.example"}},
    "no issuer": {"claims": {"iss": None}},
    "another audience": {"claims": {"aud": "somebody"}},
    "more audiences, and for another": {"claims": {"aud": ["ita-portal", "x"], "azp": "x"}},
    "no audience": {"claims": {"aud": None}},
    "another nonce": {"claims": {"nonce": "x"}},
    "no nonce": {"claims": {"nonce": None}},
    "too old": {"claims": {"exp": 1000}},
    "no end": {"claims": {"exp": None}},
    "not yet": {"claims": {"nbf": 9_999_999_999}},
    "nobody": {"claims": {"sub": None}},
    "an empty name": {"claims": {"sub": ""}},
    "a number": {"claims": {"sub": 7}},
    "a long name": {"claims": {"sub": "x" * 256}},
    "another access token": {"claims": {"at_hash": "x"}},
    "no token of identity": {"answer": {"id_token": None}},
    "no token at all": {"answer": {"id_token": "a.b.c"}},
    "a list": {"answer": {"id_token": []}},
    "an unsigned one": {"answer": {"id_token": "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0."}},
}


@pytest.mark.parametrize("wrong", WRONG_TOKENS.values(), ids=WRONG_TOKENS)
def test_token_that_is_not_for_this_sign_in_signs_nobody_in(
    client: Client, provider: Provider, wrong: dict[str, Any]
):
    linked(provider, factories.officer())
    vars(provider).update(wrong)
    assert UNSOUND in refusal(by_provider(client, provider))
    assert not signed_in(client)


def begun(client: Client, provider: Provider) -> str:
    """The address by which the visitor comes back from the provider."""
    return provider.comes_back(leads_to(client.post(reverse("provider_sign_in"))))


@pytest.mark.parametrize(
    ("key", "algorithm"),
    [(ECKey.generate_key("P-256"), "ES256"), (OctKey.import_key("s3cret/of the+portal"), "HS256")],
    ids=["another key", "the portal's own secret"],
)
def test_token_that_somebody_else_signed_signs_nobody_in(
    client: Client, provider: Provider, key: Any, algorithm: str
):
    linked(provider, factories.officer())
    provider.signs_with, provider.algorithm = key, algorithm
    assert UNSOUND in refusal(by_provider(client, provider))
    assert not signed_in(client)


def test_provider_that_changes_its_key_is_asked_for_the_new_one(client: Client, provider: Provider):
    linked(provider, factories.officer())
    provider.described["id_token_signing_alg_values_supported"] = ["ES256", "RS256"]
    provider.rotate()
    by_provider(client, provider)
    assert signed_in(client)
    provider.header = {}  # the only key needs no name
    by_provider(other := Client(), provider)
    assert signed_in(other)


def test_provider_is_asked_once_an_hour_what_it_says_of_itself(client: Client, provider: Provider):
    linked(provider, factories.officer())
    by_provider(client, provider)
    assert [provider.asked.count(path) for path in (DISCOVERY, "/jwks")] == [1, 1]


WRONG_SELVES: dict[str, dict[str, Any]] = {
    "another issuer": {"issuer": "https://evil.example"},
    "no issuer": {"issuer": None},
    "no address": {"token_endpoint": None},
    "an address without TLS": {"authorization_endpoint": "ftp://127.0.0.1/"},
    "a script": {"authorization_endpoint": "javascript:alert(1)"},
    "a number": {"jwks_uri": 7},
    "no signature": {"id_token_signing_alg_values_supported": ["none", "HS256"]},
}


@pytest.mark.parametrize("described", WRONG_SELVES.values(), ids=WRONG_SELVES)
def test_provider_that_describes_itself_wrongly_is_not_gone_to(
    client: Client, provider: Provider, described: dict[str, Any]
):
    provider.described = described
    assert UNSOUND in refusal(client.post(reverse("provider_sign_in")))


ANSWERS = {
    "a fault": (sends(b"", status=500), SILENT),
    "no such page": (sends(b"", status=404), SILENT),
    "a page": (sends(b"<html>"), UNSOUND),
    "nothing": (sends(b""), UNSOUND),
    "a list": (sends(b"[]"), UNSOUND),
    "a number": (sends(b"7"), UNSOUND),
}


@pytest.mark.parametrize("path", [DISCOVERY, "/token", "/jwks"])
@pytest.mark.parametrize(("reply", "said"), ANSWERS.values(), ids=ANSWERS)
def test_answer_without_sense_is_a_sentence(
    client: Client, provider: Provider, path: str, reply: Any, said: str
):
    provider.replies[path] = reply
    began = client.post(reverse("provider_sign_in"))
    page = began if path == DISCOVERY else client.get(provider.comes_back(leads_to(began)))
    assert said in refusal(page)
    assert not signed_in(client)


@pytest.mark.parametrize("path", [DISCOVERY, "/token"])
def test_nothing_is_sent_on_to_another_place(client: Client, provider: Provider, path: str):
    provider.replies[path] = sends(b"", status=307, Location=f"{provider.issuer}/elsewhere")
    began = client.post(reverse("provider_sign_in"))
    page = began if path == DISCOVERY else client.get(provider.comes_back(leads_to(began)))
    assert UNSOUND in refusal(page)
    assert "/elsewhere" not in provider.asked


def test_provider_that_is_away_is_a_sentence_at_once(client: Client, provider: Provider, settings: Any):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    setting = vars(provider.setting) | {"issuer": f"http://127.0.0.1:{port}"}
    settings.SIGN_IN_PROVIDER = type(provider.setting)(**setting)
    assert SILENT in refusal(client.post(reverse("provider_sign_in")))


def test_silent_provider_holds_few_threads_and_not_for_long(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(provider_exchange, "WAIT", (0.3, 0.6))
    provider.fall_silent(DISCOVERY)
    reasons: list[str] = []
    everybody = Barrier(AT_ONCE + 3)

    def press() -> None:
        everybody.wait()
        with pytest.raises(NotIdentified) as refused:
            ask(HttpRequest(), provider.setting)
        reasons.append(str(refused.value))

    begun_at = monotonic()
    threads = [Thread(target=press) for _ in range(AT_ONCE + 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert monotonic() - begun_at < 5
    assert sorted(SILENT in reason for reason in reasons) == [False] * 3 + [True] * AT_ONCE


@pytest.mark.parametrize("head", [{"Content_Length": "9999"}, {"Transfer_Encoding": "chunked"}])
def test_answer_that_drips_is_cut(
    client: Client, provider: Provider, monkeypatch: pytest.MonkeyPatch, head: dict[str, str]
):
    monkeypatch.setattr(provider_exchange, "LONGEST", 0.5)
    provider.drip(DISCOVERY, **head)
    begun_at = monotonic()
    assert SILENT in refusal(client.post(reverse("provider_sign_in")))
    assert monotonic() - begun_at < 4


DECLINED = "ท่านยกเลิกหรือไม่อนุญาตที่ ThaID"
ERRORS = [
    ("access_denied", DECLINED), ("user_denied", DECLINED),
    ("invalid_scope", "ThaID ไม่รับคำขอของระบบนี้"), ("<script>", "ThaID ไม่รับคำขอของระบบนี้"),
]  # fmt: skip


@pytest.mark.parametrize(("error", "said"), ERRORS)
def test_error_instead_of_a_code_is_a_sentence_without_its_words(
    client: Client, provider: Provider, error: str, said: str
):
    begun(client, provider)
    state = client.session[ASKED]["state"]
    answer = {"error": error, "error_description": "Somebody's words", "state": state}
    page = client.get(reverse("provider_callback"), answer)
    assert said in refusal(page)
    assert "<script>" not in page.content.decode().replace("<script src", "")
    assert STALE in refusal(client.get(reverse("provider_callback"), answer))


def test_answer_is_good_once_in_the_browser_that_asked_and_for_ten_minutes(
    client: Client, provider: Provider
):
    linked(provider, factories.officer())
    back = begun(client, provider)
    assert STALE in refusal(Client().get(back))
    assert STALE in refusal(client.get(f"{back}x"))
    assert STALE in refusal(client.get(back.partition("&state")[0]))
    client.get(back)
    assert signed_in(client)
    assert STALE in refusal(client.get(back))
    with time_machine.travel(0, tick=False) as clock:
        late = Client()
        clock.move_to("2027-01-15T08:00:00Z")
        back = begun(late, provider)
        clock.shift(GOOD_FOR + 1)
        assert STALE in refusal(late.get(back))


def test_code_of_somebody_else_is_of_no_use(client: Client, provider: Provider):
    """The attacker's own code in the victim's answer, and the victim's code in the attacker's: PKCE."""
    linked(provider, factories.officer())
    theirs = begun(Client(), provider)
    code = theirs.partition("code=")[2].partition("&")[0]
    begun(client, provider)
    answer = {"code": code, "state": client.session[ASKED]["state"]}
    assert STALE in refusal(client.get(reverse("provider_callback"), answer))
    assert not signed_in(client)


def test_answer_without_a_code_is_a_sentence(client: Client, provider: Provider):
    begun(client, provider)
    assert UNSOUND in refusal(
        client.get(reverse("provider_callback"), {"state": client.session[ASKED]["state"]})
    )


# What a stranger may try


def test_nothing_begins_without_a_form_of_the_portal(provider: Provider):
    factories.officer()
    victim = Client(enforce_csrf_checks=True)
    victim.force_login(User.objects.get())
    for name in ("provider_sign_in", "provider_link", "provider_unlink"):
        assert victim.post(reverse(name)).status_code == 403
        assert victim.get(reverse(name)).status_code == 405
    assert provider.asked == []


def test_strangers_answer_links_nothing_to_who_opens_it(client: Client, provider: Provider):
    """An attacker begins to link, stops before coming back, and has the victim open that address."""
    attacker, victim = Client(), client
    factories.admin()
    factories.officer()
    sign_in(attacker, "admin")
    asked = attacker.post(
        attacker.post(reverse("provider_link"))["Location"], {"password": factories.PASSWORD}
    )
    sign_in(victim, "somsri")
    assert STALE in refusal(victim.get(provider.comes_back(leads_to(asked))))
    assert not LinkedIdentity.objects.exists()


def test_who_signs_in_meanwhile_is_not_linked_to_what_another_asked_for(client: Client, provider: Provider):
    factories.admin()
    factories.officer()
    sign_in(client, "admin")
    asked = client.post(client.post(reverse("provider_link"))["Location"], {"password": factories.PASSWORD})
    back = provider.comes_back(leads_to(asked))
    client.post(reverse("account_logout"))
    sign_in(client, "somsri")
    refusal(client.get(back))
    assert not LinkedIdentity.objects.exists()


def test_session_has_another_key_after_signing_in(client: Client, provider: Provider, settings: Any):
    linked(provider, factories.officer())
    back = begun(client, provider)
    before = client.session.session_key
    client.get(back)
    assert signed_in(client)
    assert client.session.session_key != before
    planted = Client()
    planted.cookies = type(client.cookies)({name: morsel.value for name, morsel in client.cookies.items()})
    planted.cookies[settings.SESSION_COOKIE_NAME] = before
    assert not signed_in(planted)


def test_who_is_signed_in_stays_who_they_are(client: Client, provider: Provider):
    linked(provider, factories.officer())
    factories.admin()
    back = begun(client, provider)
    sign_in(client, "admin")
    client.get(back)
    assert client.get(reverse("account")).context["user"].username == "admin"
    assert client.post(reverse("provider_sign_in"))["Location"] == reverse("home")


def test_too_many_beginnings_are_refused(client: Client, provider: Provider, settings: Any):
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    assert [client.post(reverse("provider_sign_in")).status_code for _ in range(3)] == [200, 200, 429]


def test_no_log_shows_a_code_a_token_or_whom_the_provider_knows(
    client: Client, provider: Provider, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
):
    linked(provider, factories.officer())
    back = begun(client, provider)
    code = back.partition("code=")[2].partition("&")[0]
    provider.claims = {"nonce": "x"}
    with caplog.at_level(logging.INFO):
        refusal(client.get(back))
        client.get(back)
        provider.claims = {}
        provider.subject = "9-8765-43210-98-7"
        refusal(by_provider(client, provider))
    logged = caplog.text + "".join(capsys.readouterr())
    assert "InvalidClaimError" in logged
    assert "not-linked" in logged
    secrets = (code, "s3cret", "eyJ", "9-8765-43210-98-7", "state=", "1234567890123")
    assert [secret for secret in secrets if secret in logged] == []
