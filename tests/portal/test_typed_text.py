"""Text typed into a form that can't be saved comes back instead of being lost."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db
TEXT = "ข้อความวิเคราะห์ยาวที่พิมพ์มาครึ่งชั่วโมง"


def address() -> str:
    return reverse("analyses", args=[factories.assessment().municipality_id, 2567])


def test_form_sent_after_the_session_ended_gets_its_text_back(client: Client) -> None:
    answer = client.post(address(), {"4-text": TEXT, "4-stance": "urgent", "password": "ลับมากห้ามแสดงเด็ดขาด"})
    page = answer.content.decode()
    assert (answer.status_code, answer.context["typed"]) == (403, [TEXT])
    assert reverse("account_login") in page
    assert "ลับมาก" not in page


def test_short_text_comes_back_too(client: Client) -> None:
    """A Thai sentence may have eleven letters; a choice is a key."""
    answer = client.post(address(), {"4-text": "ติดตามทุกวัน", "4-stance": "urgent", "8-guidelines": " ก"})
    assert answer.context["typed"] == ["ติดตามทุกวัน", " ก"]


def test_form_without_text_goes_to_the_sign_in_page(client: Client) -> None:
    assert client.post(address(), {"score_1": "90"}).status_code == 302


@pytest.mark.parametrize(("origin", "typed"), [("http://testserver", [TEXT]), ("https://evil.example", [])])
def test_form_with_a_token_of_another_session_shows_text_of_our_pages_only(
    origin: str, typed: list[str]
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(factories.officer())
    answer = client.post(address(), {"4-text": TEXT}, headers={"Origin": origin})
    assert (answer.status_code, answer.context["typed"]) == (403, typed)
