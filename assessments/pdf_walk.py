"""One walk over what draws a page of a PDF: which words stand where. Pure.

pypdf knows the parts of a PDF and the letters of its fonts. Where each word stands is followed here: its own
"layout" mode counts the marks of Thai as wide as letters, so that columns drift apart, and knows no forms.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pypdf.generic import ContentStream, DictionaryObject
from pypdf.generic._font import Font  # its name for the letters and widths of a font; no public one has them

from ita_portal.thai import NBSP

Matrix = tuple[float, float, float, float, float, float]
UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
DEEPEST = 8  # forms within forms
INVISIBLE = 3  # how text is drawn that a machine recognised in a picture
# By which turn a text that runs up, over the head or down lies flat.
_TURNS: dict[int, Matrix] = {0: UNIT, 1: (0, -1, 1, 0, 0, 0), 2: (-1, 0, 0, -1, 0, 0), 3: (0, 1, -1, 0, 0, 0)}


def times(first: Matrix, second: Matrix) -> Matrix:
    """Both transformations, the first one first."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


@dataclass(frozen=True)
class DrawnWord:
    """A text without blanks: where it begins and ends, on which line, how high its letters are."""

    left: float
    right: float
    line: float
    size: float
    text: str
    turn: int = 0


@dataclass(frozen=True)
class _State:
    """What holds until it is set anew or put back."""

    matrix: Matrix = UNIT
    font: Font | None = None
    size: float = 0.0
    spacing: float = 0.0
    blank: float = 0.0
    scale: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0


@dataclass
class PageWalk:
    """The words of a page, in the order in which they are drawn; `recognised` counts the invisible ones."""

    pdf: Any
    words: list[DrawnWord] = field(default_factory=list)
    recognised: int = 0

    def __post_init__(self) -> None:
        self._state, self._kept = _State(), list[_State]()
        self._text = self._line = UNIT
        self._fonts: dict[int, Font] = {}
        self._does: dict[bytes, Callable[..., None]] = {
            b"q": lambda: self._kept.append(self._state),
            b"Q": self._put_back,
            b"cm": lambda *matrix: self._set(matrix=times(matrix, self._state.matrix)),
            b"BT": lambda: self._place(UNIT),
            b"Td": self._move,
            b"TD": self._move_with_leading,
            b"Tm": lambda *matrix: self._place(matrix),
            b"T*": self._next_line,
            b"TL": lambda leading: self._set(leading=leading),
            b"Tc": lambda spacing: self._set(spacing=spacing),
            b"Tw": lambda blank: self._set(blank=blank),
            b"Tz": lambda scale: self._set(scale=scale / 100),
            b"Ts": lambda rise: self._set(rise=rise),
            b"Tr": lambda mode: self._set(mode=int(mode)),
            b"Tj": self._show,
            b"TJ": self._show_all,
            b"'": self._show_next,
            b'"': self._show_spaced,
        }

    def through(self, content: Any, resources: Any, depth: int = 0) -> None:
        """Follow what a page or a form draws."""
        if content is None or depth > DEEPEST:
            return
        fonts, forms = (_named(resources, kind) for kind in ("/Font", "/XObject"))
        for operands, operator in ContentStream(content, self.pdf, "bytes").operations:
            if operator == b"Tf" and len(operands) > 1:
                self._set(font=self._font(fonts.get(operands[0])), size=float(operands[1]))
            elif operator == b"Do" and operands:
                self._draw(forms.get(operands[0]), resources, depth)
            elif does := self._does.get(operator):
                try:
                    does(*operands)
                except (TypeError, ValueError):
                    continue  # a number too few, a name in its place: a viewer passes over it, too

    def _draw(self, form: Any, resources: Any, depth: int) -> None:
        form = form.get_object() if form is not None else None
        if form is None or form.get("/Subtype") != "/Form":
            return
        kept, matrix = self._state, tuple(map(float, form.get("/Matrix", UNIT)))
        self._set(matrix=times(matrix, kept.matrix))  # type: ignore[arg-type]
        self.through(form, form.get("/Resources", resources), depth + 1)
        self._state = kept

    def _font(self, resource: Any) -> Font | None:
        found = resource.get_object() if resource is not None else None
        if not isinstance(found, DictionaryObject):
            return None
        if id(found) not in self._fonts:
            self._fonts[id(found)] = font = Font.from_font_resource(found)
            for inner in found.get(
                "/DescendantFonts", ()
            ):  # pypdf passes over it: marks of Thai have often no other
                font.character_widths["default"] = float(inner.get_object().get("/DW", 1000))
        return self._fonts[id(found)]

    def _set(self, **values: Any) -> None:
        self._state = replace(self._state, **values)

    def _put_back(self) -> None:
        self._state = self._kept.pop() if self._kept else self._state

    def _place(self, matrix: Matrix) -> None:
        if len(matrix) == len(UNIT):
            self._text = self._line = matrix

    def _move(self, right: float, up: float) -> None:
        self._place(times((1.0, 0.0, 0.0, 1.0, float(right), float(up)), self._line))

    def _move_with_leading(self, right: float, up: float) -> None:
        self._set(leading=-up)
        self._move(right, up)

    def _next_line(self) -> None:
        self._move(0, -self._state.leading)

    def _show_next(self, text: str | bytes) -> None:
        self._next_line()
        self._show(text)

    def _show_spaced(self, blank: float, spacing: float, text: str | bytes) -> None:
        self._set(blank=blank, spacing=spacing)
        self._show_next(text)

    def _show_all(self, parts: Sequence[Any]) -> None:
        for part in parts:
            if isinstance(part, str | bytes):
                self._show(part)
            else:
                self._go_on(-float(part) / 1000 * self._state.size * self._state.scale)

    def _show(self, text: str | bytes) -> None:
        """Draw the letters one by one, and gather the words among them."""
        if self._state.font is None:
            return
        word, start = "", self._text
        for sign, letters, width in self._letters(self._state.font, text):
            is_blank = not letters or (letters.isspace() and letters != NBSP)  # ส of the Mac looks like that
            if is_blank:
                self._keep(word, start)
                word = ""
            elif not word:
                start = self._text
            word += "" if is_blank else letters
            state = self._state
            extra = state.spacing + (state.blank if sign == " " else 0.0)
            self._go_on((width / 1000 * state.size + extra) * state.scale)
        self._keep(word, start)

    def _letters(self, font: Font, text: str | bytes) -> list[tuple[str, str, float]]:
        """Each sign of a string, the letters that it stands for, and its width in thousandths."""
        if isinstance(text, str):
            signs = told = list(text)
        elif isinstance(font.encoding, str):
            signs = told = list(
                text.decode(font.encoding, "surrogatepass" if len(text) % 2 == 0 else "replace")
            )
        else:
            signs = list(map(chr, text))
            told = [font.encoding.get(code, chr(code)) for code in text]
        space = font.space_char
        widths = (font.space_width if sign == space else font.get_text_width(sign) for sign in signs)
        return [
            (sign, str(font.character_map.get(one, one)), float(width))
            for sign, one, width in zip(signs, told, widths, strict=True)
        ]

    def _go_on(self, right: float) -> None:
        self._text = times((1.0, 0.0, 0.0, 1.0, right, 0.0), self._text)

    def _keep(self, word: str, start: Matrix) -> None:
        if not word:
            return
        state = self._state
        *_shape, left, line = times(times((1, 0, 0, 1, 0, state.rise), start), state.matrix)
        a, b, c, d, right, end = times(times((1, 0, 0, 1, 0, state.rise), self._text), state.matrix)
        size = state.size * (c * c + d * d) ** 0.5
        turn = (0 if a >= 0 else 2) if abs(a) >= abs(b) else (1 if b > 0 else 3)
        self.recognised += state.mode == INVISIBLE
        self.words.append(_turned((left, line), (right, end), size, word, turn))


def _turned(
    begin: tuple[float, float], end: tuple[float, float], size: float, text: str, turn: int
) -> DrawnWord:
    """A word as it stands when its page is turned so that it lies flat."""
    a, b, c, d, _e, _f = _TURNS[turn]
    left, right = (x * a + y * c for x, y in (begin, end))
    return DrawnWord(left, right, begin[0] * b + begin[1] * d, size, text, turn)


def _named(resources: Any, kind: str) -> dict[str, Any]:
    found = resources.get_object() if resources is not None else {}
    named = found.get(kind) if isinstance(found, dict) else None
    named = named.get_object() if named is not None else {}
    return named if isinstance(named, dict) else {}
