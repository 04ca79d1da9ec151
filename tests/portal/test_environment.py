"""Every environment variable is read and judged in one place; a wrong one is named in Thai and English."""

import re
from pathlib import Path

import pytest

from ita_portal.environment import Environment, is_loopback, read_environment
from ita_portal.given import WrongSetting
from ita_portal.sign_in_provider import SignInProvider

BASE = Path("/srv/portal [ก] +%20")


def chosen(**variables: str) -> Environment:
    return read_environment(variables, BASE)


WRONG = [
    ("PORT", "99999"), ("PORT", "abc"), ("PORT", "0"), ("PORT", "-1"), ("PORT", "๘๐๐๐"), ("PORT", "8" * 5000),
    ("WORKERS", "abc"), ("WORKERS", "0"), ("WORKERS", "1.5"), ("WORKERS", "65"),
    ("TRUSTED_PROXIES", "one"), ("REMIND_DAYS", "soon"), ("PDF_CACHE_MAX_MB", "1G"),
    ("TRAFFIC_LOG_DAYS", "0"), ("CLAMD", "127.0.0.1"), ("CLAMD", "localhost:x"), ("CLAMD", "localhost:99999"),
    ("DEBUG", "maybe"), ("OUTGOING_CHECKS", "ja"), ("HSTS_SUBDOMAINS", "x"), ("HSTS_PRELOAD", "x"),
    ("DEMO", "please"), ("REQUIRE_SECOND_FACTOR", "x"), ("SECRET_KEY", "hunter2"),
    ("PORTAL_URL", "ita.example.go.th"), ("PORTAL_URL", "https://"), ("PORTAL_URL", "ftp://ita.example.go.th"),
    ("PORTAL_URL", "https://ita.example.go.th/portal"), ("PORTAL_URL", "http://ita.example.go.th:99999"),
    ("PORTAL_URL", "http://user@ita.example.go.th"), ("PORTAL_URL", "http://0.0.0.0:8000"), ("PORTAL_URL", "http://[::1"),
    ("PORTAL_URL", "http://เทศบาล.ไทย"),
    ("DATABASE_URL", "nonsense"), ("DATABASE_URL", "postgres://u:p@h:abc/x"), ("DATABASE_URL", "postgres://h"),
    ("DATABASE_URL", "mysql://u:p@h/x"), ("DATABASE_URL", "sqlite://host/file"),
    ("EMAIL_URL", "nonsense"), ("EMAIL_URL", "smtp://"), ("EMAIL_URL", "smtp://h:abc"), ("EMAIL_URL", "pigeon://h"),
    ("DEFAULT_FROM_EMAIL", "the portal"), ("METRICS_TOKEN", "hunter2"),
    ("METRICS_TOKEN", "ก" * 40), ("METRICS_TOKEN", "two words " * 4),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_wrong_value_is_refused_in_one_sentence_that_names_it(name: str, value: str) -> None:
    with pytest.raises(WrongSetting) as refused:
        chosen(**{name: value})
    assert re.fullmatch(rf"{name}\b.*[ก-๙].*\([^ก-๙]*[a-z][^\n]*\)", str(refused.value))


@pytest.mark.parametrize("name", ["DATABASE_URL", "EMAIL_URL"])
def test_refusal_does_not_tell_the_password(name: str) -> None:
    with pytest.raises(WrongSetting) as refused:
        chosen(**{name: "wrong://user:hunter2@host/x"})
    assert "hunter2" not in str(refused.value)


PROVIDER = {
    "OIDC_NAME": "ThaID",
    "OIDC_ISSUER": "https://imauth.bora.dopa.go.th/",
    "OIDC_CLIENT_ID": "portal",
    "OIDC_CLIENT_SECRET": "hunter2",
    "PORTAL_URL": "https://ita.example.go.th",
}


@pytest.mark.parametrize("missing", ["OIDC_NAME", "OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"])
def test_provider_is_chosen_wholly_or_not_at_all(missing: str) -> None:
    assert chosen().sign_in_provider is None
    found = chosen(**PROVIDER)
    assert found.sign_in_provider == SignInProvider(
        "ThaID", "https://imauth.bora.dopa.go.th", "portal", "hunter2"
    )
    assert "hunter2" not in repr(found)
    with pytest.raises(WrongSetting, match=f"^{missing}: "):
        chosen(**PROVIDER | {missing: ""})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OIDC_NAME", "ก" * 41),
        ("OIDC_NAME", "Tha\nID"),
        *(
            ("OIDC_ISSUER", value)
            for value in (
                *(
                    "imauth.bora.dopa.go.th",
                    "http://imauth.bora.dopa.go.th",
                    "https://",
                    "https://h?x",
                    "https://h#x",
                ),
                *(
                    "https://u:p@h",
                    "https://h:99999",
                    "https://[::1",
                    "https://ก.ไทย",
                    f"https://h/{'x' * 200}",
                ),
            )
        ),
    ],
)
def test_wrong_provider_is_refused_in_one_sentence(name: str, value: str) -> None:
    with pytest.raises(WrongSetting) as refused:
        chosen(**PROVIDER | {name: value})
    assert re.fullmatch(rf"{name}\b.*[ก-๙].*\([^ก-๙]*[a-z].*\)", str(refused.value))


def test_provider_on_this_machine_needs_no_tls() -> None:
    found = chosen(
        **PROVIDER | {"PORTAL_URL": "http://localhost:8000", "OIDC_ISSUER": "http://127.0.0.1:9400"}
    )
    assert found.sign_in_provider


CONTRADICTIONS = [
    ("ALLOWED_HOSTS", {"PORTAL_URL": "https://ita.example.go.th", "ALLOWED_HOSTS": "localhost"}),
    ("DEBUG", {"PORTAL_URL": "https://ita.example.go.th", "DEBUG": "yes"}),
    ("HSTS_SUBDOMAINS", {"HSTS_SUBDOMAINS": "yes"}),
    ("HSTS_PRELOAD", {"PORTAL_URL": "https://ita.example.go.th", "HSTS_PRELOAD": "yes"}),
    ("OIDC_ISSUER", PROVIDER | {"PORTAL_URL": "http://ita.example.go.th"}),
    ("PDF_CACHE", {"PDF_CACHE": "var/media"}),  # it is emptied
    ("TRAFFIC_LOG", {"TRAFFIC_LOG": "/srv/x", "MEDIA_ROOT": "/srv/y/../x"}),
]


@pytest.mark.parametrize(("name", "variables"), CONTRADICTIONS)
def test_two_settings_that_contradict_each_other_are_refused(name: str, variables: dict[str, str]) -> None:
    with pytest.raises(WrongSetting, match=f"^{name}: "):
        chosen(**variables)


def test_nothing_set_is_a_portal_for_this_machine_only() -> None:
    found = chosen()
    assert (found.host, found.port, found.workers, found.portal_url) == (
        "127.0.0.1",
        8000,
        2,
        "http://127.0.0.1:8000",
    )
    assert found.allowed_hosts == ["127.0.0.1", "localhost", "[::1]"]
    on = ("reachable_by_others", "https", "debug", "outgoing_checks", "hsts_subdomains", "hsts_preload")
    assert [name for name in on if getattr(found, name)] == []
    assert found.database["NAME"] == str(BASE / "var/portal.sqlite3")
    assert (found.media_root, found.demo) == (BASE / "var/media", None)


def test_empty_variable_counts_as_not_set() -> None:
    names = ("PORT", "WORKERS", "PORTAL_URL", "DATABASE_URL", "EMAIL_URL", "DEMO", "DEBUG", "MEDIA_ROOT")
    assert chosen(**dict.fromkeys(names, " ")) == chosen()


def test_portal_answers_under_its_own_address_without_being_told() -> None:
    assert "ita.example.go.th" in chosen(PORTAL_URL="https://ITA.example.go.th/").allowed_hosts
    assert "192.0.2.7" in chosen(HOST="192.0.2.7").allowed_hosts
    assert "[2001:db8::7]" in chosen(HOST="2001:db8::7").allowed_hosts
    assert chosen(HOST="2001:db8::7", PORT="9000").portal_url == "http://[2001:db8::7]:9000"
    assert chosen(PORTAL_URL="https://ita.example.go.th", ALLOWED_HOSTS=".example.go.th").allowed_hosts == [
        ".example.go.th"
    ]


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_every_address_is_opened_under_one_that_works(host: str) -> None:
    found = chosen(HOST=host)
    name = found.portal_url.removeprefix("http://").removesuffix(":8000")
    assert name not in ("0.0.0.0", "[::]")
    assert name in found.allowed_hosts


@pytest.mark.parametrize(
    ("variables", "reachable"),
    [
        ({"HOST": "127.0.0.2"}, False), ({"HOST": "localhost"}, False), ({"HOST": "::1"}, False),
        ({"PORTAL_URL": "http://localhost:8000"}, False),
        ({"HOST": "0.0.0.0"}, True), ({"HOST": "::"}, True), ({"HOST": "192.0.2.7"}, True),
        ({"HOST": "0.0.0.0", "PORTAL_URL": "http://127.0.0.1:8000"}, True),
        ({"PORTAL_URL": "https://ita.example.go.th"}, True), ({"PORTAL_URL": "http://portal:8000"}, True),
        ({"TRUSTED_PROXIES": "1"}, True),
    ],
)  # fmt: skip
def test_who_can_reach_it_is_known(variables: dict[str, str], *, reachable: bool) -> None:
    assert chosen(**variables).reachable_by_others is reachable


def test_two_portals_on_one_host_have_cookies_of_their_own() -> None:
    suffixes = {chosen(PORT=port).cookie_suffix for port in ("8000", "8001")}
    suffixes |= {
        chosen(PORTAL_URL=f"https://ita.example.go.th{port}").cookie_suffix for port in ("", ":8443")
    }
    assert suffixes == {"-8000", "-8001", "", "-8443"}


def test_words_for_yes_and_no() -> None:
    assert {chosen(DEMO=word).demo for word in ("yes", "true", "1", "on", "YES")} == {True}
    assert {chosen(DEMO=word).demo for word in ("no", "false", "0", "off", "No")} == {False}


def test_secrets_are_not_in_what_a_log_would_show() -> None:
    found = chosen(
        SECRET_KEY="hunter2" * 5,
        METRICS_TOKEN="hunter2" * 5,
        DATABASE_URL="postgres://u:hunter2@h/x",
        EMAIL_URL="smtp://u:hunter2@h",
    )
    assert "hunter2" not in repr(found)


def test_a_name_that_is_no_address_is_not_this_machine() -> None:
    assert not is_loopback("127.example.go.th")
