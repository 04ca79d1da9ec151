"""Which passwords are taken and which are refused, for whom."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.password_words import _ENGLISH, _THAI, readings, without_walks
from tests import factories
from tests.accounts.signing_in import with_second_factor

pytestmark = pytest.mark.django_db


def is_taken(password: str, user: User | None = None) -> bool:
    """Whether the rules of the settings let it pass."""
    try:
        validate_password(password, user)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    "password",
    [
        "ม้าสีฟ้ากินหญ้า",
        "correct-horse-battery",
        "รหัสของปลาทูตัวใหญ่",
        "xk4-Rw9_tq!Lz",
        "กล้วยตากริมโขงสามหวี",
        "แมวดำ7ตัวบนหลังคา",
        "เทศบาลของฉันปลูกมะม่วง",
        "mango tree behind school",
        "482x91k03v77b",
    ],
)
def test_words_that_have_nothing_to_do_with_each_other_are_taken(password: str):
    assert is_taken(password, factories.officer())


@pytest.mark.parametrize(
    "password",
    [
        "สั้น",
        "xk4-Rw9_tq!",  # eleven signs
        "123456789012",
        "ita-demo-2569",  # of the demo, printed for everyone
        "itaportal2569",
        "๑๒๓๔๕๖๗๘๙๐๑๒",
        "password1234",
        "Password123456!",
        "qwertyuiop12",
        "1qaz2wsx3edc",
        "iloveyou1234567",
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "ฟหกดเ้่าสวง2569",
        "ๆไำพะัีรนยบล",
        "เทศบาลตำบล2569",
        "เทศบาลเมือง-2569!",
        "เทศบาลเมืองเขลางค์นคร",
        "เทศบาลนครลำปาง๒๕๖๙",
        "ita2569ita2569",
        "ITA-OIT-EIT-2569",
        "gmL[k]gmL[k]2569",  # เทศบาล by the keys of an English keyboard
        "isylzjko2569!!",  # รหัสผ่าน, so too
        "lampang2569!!",
        "Lampang-Municipality",
        "mueang.lampang.2569",
        "somsri-2569-2570",
        "somsri@example2569",
        "สมศรี25692570!!",
        "admin-thailand-2569",
    ],
)
def test_what_everybody_guesses_is_refused(password: str):
    assert not is_taken(password, factories.officer())


def test_eight_signs_are_enough_with_a_second_factor():
    person = factories.officer()
    assert not is_taken("xk4-Rw9_", person)
    with_second_factor(person)
    person.refresh_from_db()
    assert is_taken("xk4-Rw9_", person)
    assert not is_taken("xk4-Rw9", person)
    assert not is_taken("sunshine", person)


def test_reviewer_and_admin_are_asked_too_and_nobody_is_no_fault():
    assert not is_taken("ลำปาง-ลำปาง-2569", factories.reviewer())
    assert not is_taken("ผู้ดูแล-admin-2569", factories.admin())
    assert not is_taken("เทศบาลตำบล2569")
    assert is_taken("ม้าสีฟ้ากินหญ้า", User(username="new"))


def test_keys_of_both_keyboards_are_in_the_same_order():
    assert len(_ENGLISH) == len(_THAI) == len(set(_ENGLISH))
    assert readings("gmLk[k]")[1] == "เทศาบาล"
    assert readings("เทศบาล")[2] == "gmL[k]"


@pytest.mark.parametrize(
    ("text", "left"), [("asdfgh", "\0"), ("xfdsay", "x\0y"), ("asd", "asd"), ("1111x", "\0x")]
)
def test_rows_of_keys_are_found_both_ways(text: str, left: str):
    assert without_walks(text) == left
