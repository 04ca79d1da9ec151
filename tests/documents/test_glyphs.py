import pytest

from documents.glyphs import Boxes, places_without_glyph


def signs_without_glyph(text: str) -> list[str]:
    """The signs that the font of the documents has no glyph for: each once, in order."""
    return list(dict.fromkeys(text[start:end] for start, end in places_without_glyph(text)))


@pytest.mark.parametrize(
    "text",
    [
        "สำนักงาน น้ํา ฯลฯ ๆ ๙๖.๔๗ ฿",
        "E-Service “ๆ” – … ≥ ½ ² °",
        "● ▪ ✓ ☑ ➢ ① → ✅ ❌ ⭐ ☑\ufe0f",
        "บรรทัด\nที่สอง\tแท็บ\u00a0\u200b\u2003\u3000\u00ad\ufeff",
    ],
)
def test_what_the_font_shows_is_no_such_sign(text: str) -> None:
    assert signs_without_glyph(text) == []


def test_each_sign_is_named_once_in_order_with_what_belongs_to_it() -> None:
    text = "ก\U0001f600ข\ue000 \U0001f44d\U0001f3fd \U0001f600 \U0001f468\u200d\U0001f469\ufe0f"
    assert signs_without_glyph(text) == [
        "\U0001f600",
        "\ue000",
        "\U0001f44d\U0001f3fd",
        "\U0001f468\u200d\U0001f469\ufe0f",
    ]


def test_boxes_of_one_document_tell_its_signs_apart() -> None:
    boxes = Boxes()
    shown = boxes.boxed("ก\U0001f600ข\ue000ค\U0001f600")
    assert shown[1] == shown[5] != shown[3]
    assert signs_without_glyph(shown[0] + shown[2] + shown[4]) == []
    assert boxes.meant(shown) == "ก\U0001f600ข□ค\U0001f600"
