"""Whose value counts, by what was seen, typed and stored."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ita_portal.merging import FieldValue, Winner, joined, read_seen, seen_text, stamp, winner

VALUES = st.sampled_from(["a", "b", "c"])


@given(seen=VALUES, typed=VALUES, stored=VALUES)
def test_nobodys_change_is_overwritten_unseen(seen: str, typed: str, stored: str) -> None:
    """What somebody else changed is only replaced by the same, or after a question."""
    found = winner(seen, typed, stored)
    if stored != seen:
        assert found in (Winner.THEIRS, Winner.ASK) or typed == stored
    if typed != seen:
        assert found in (Winner.MINE, Winner.ASK) or typed == stored


@given(typed=VALUES, stored=VALUES)
def test_every_difference_is_asked_where_it_is_not_known_what_was_seen(typed: str, stored: str) -> None:
    assert winner(None, typed, stored) is (Winner.NEITHER if typed == stored else Winner.ASK)


@given(st.text(), st.text())
def test_texts_have_one_stamp_if_only_the_blanks_around_them_differ(one: str, other: str) -> None:
    assert (stamp(one) == stamp(other)) is (one.strip() == other.strip())
    assert stamp(f" {one}\n") == stamp(one)


def test_what_was_seen_is_read_as_it_was_written() -> None:
    stamps = {"4-text": stamp("ก"), "evidence.7.title": stamp("")}
    assert read_seen(seen_text(stamps)) == stamps
    assert read_seen(seen_text({})) == {}


@pytest.mark.parametrize(
    "text", ["", " ", "outdated", "a:b", "a:" + "0" * 32, "0" * 32, "a:" + "0" * 12 + " x"]
)
def test_anything_else_says_nothing_about_what_was_seen(text: str) -> None:
    assert read_seen(text) is None


@pytest.mark.parametrize(
    ("theirs", "mine", "both"),
    [
        ("ก\nข", "ก\nค", "ก\nข\nค"),
        ("ก\n", "ข", "ก\nข"),
        ("", "ข", "ข"),
        ("ก\n\nข", "ก\n\nค", "ก\n\nข\n\nค"),
        ("ก", "ก", "ก"),
        (["4"], ["8", "4"], ["4", "8"]),
    ],
)
def test_joined_has_all_of_theirs_and_what_is_mine_alone(
    theirs: FieldValue, mine: FieldValue, both: FieldValue
) -> None:
    assert joined(theirs, mine) == both


def test_ticks_are_not_joined() -> None:
    with pytest.raises(TypeError):
        joined(True, "ก")
