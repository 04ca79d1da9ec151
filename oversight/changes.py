"""What differs between two versions of a document, passage by passage. Pure, over the markup of both."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from lxml import html

from printing.word.markup import Block, Paragraph, Table, blocks

SAME, DELETED, INSERTED = "", "del", "ins"
SIMILAR = 0.5  # from here on two passages are one passage that was rewritten
NEAR = 8  # how many passages further on the older wording of a passage is looked for
SHORT_CELL = 60  # signs; a row of such cells is read as one line
SHORT = 3  # signs; what is kept between two changes is not worth showing when it is no longer
MOST = 1200  # pieces of a passage that are compared one by one; a longer one is compared phrase by phrase
EFFORT = 10_000_000  # pieces times pieces that a page may compare, a second or two; the rest is not split
GLANCE = 50  # what each sign costs of it where it is only asked whether two passages are similar

_VOWELS_BEFORE, _MARKS = "เแโใไ", "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0e30\u0e32\u0e33\u0e45"
_PIECES = re.compile(
    rf"[0-9๐-๙]+(?:[.,][0-9๐-๙]+)*|[A-Za-z]+|\s+|[{_VOWELS_BEFORE}]?[ก-ฮ][{_MARKS}]*|.", re.DOTALL
)
_PHRASES = re.compile(r"\S+|\s+")

Runs = tuple[tuple[str, str], ...]
"""A passage in pieces: what became of each (SAME, DELETED, INSERTED), and its text."""


@dataclass(frozen=True)
class WrittenPart:
    """A section of a document: its anchor, heading, and passages in order."""

    anchor: str
    heading: str
    passages: tuple[str, ...]


@dataclass
class Effort:
    """What may still be spent on the pieces of passages, so that no document can stop the portal."""

    left: int = EFFORT

    def allows(self, cost: int) -> bool:
        """Whether so much is left; then it is spent."""
        if cost > self.left:
            return False
        self.left -= cost
        return True


@dataclass(frozen=True)
class Pair:
    """A passage before and after. One side is empty where it was added or dropped."""

    before: Runs
    after: Runs


@dataclass(frozen=True)
class Stretch:
    """Passages that follow each other: either `kept` ones, or `pairs` that differ."""

    kept: tuple[str, ...] = ()
    pairs: tuple[Pair, ...] = ()


@dataclass(frozen=True)
class ChangedPart:
    """A section of either version; `number` counts its passages that differ."""

    anchor: str
    heading: str
    stretches: tuple[Stretch, ...]

    @property
    def number(self) -> int:
        """How many passages differ."""
        return sum(len(stretch.pairs) for stretch in self.stretches)


def changed_parts(before: str, after: str) -> list[ChangedPart]:
    """Every section of two versions of a document (the markup of each), in the later one's order."""
    old, new = ({part.anchor: part for part in parts(markup)} for markup in (before, after))
    anchors = list(new) + [anchor for anchor in old if anchor not in new]
    nothing, effort = WrittenPart("", "", ()), Effort()
    found = []
    for anchor in anchors:
        earlier, later = old.get(anchor, nothing), new.get(anchor, nothing)
        steps = SequenceMatcher(None, earlier.passages, later.passages).get_opcodes()
        stretches = tuple(
            Stretch(kept=later.passages[k:m])
            if tag == "equal"
            else Stretch(pairs=_pairs(earlier.passages[i:j], later.passages[k:m], effort))
            for tag, i, j, k, m in steps
        )
        found.append(ChangedPart(anchor, later.heading or earlier.heading, stretches))
    return found


def parts(markup: str) -> list[WrittenPart]:
    """The sections of a document as its template writes them, without cover and contents."""
    root = html.document_fromstring(f"<body>{markup}</body>", parser=html.HTMLParser(huge_tree=True))
    found = []
    for section in root.iter("section"):
        if "part" not in section.get("class", "").split():
            continue
        title = next(section.iterchildren("h2"), None)
        heading = "" if title is None else _tidy(title.text_content())
        written = html.tostring(section, encoding="unicode", with_tail=False)
        texts = [text for block in blocks(written) for text in _passages(block)]
        passages = tuple(texts[1:] if heading else texts)  # the heading is the first text of its section
        found.append(WrittenPart(section.get("id", ""), heading, passages))
    return found


def _passages(block: Block) -> Iterator[str]:
    """A paragraph is one passage, and so is a row of short cells; of long cells, each paragraph is one."""
    if isinstance(block, Paragraph):
        yield _paragraph_text(block)
    elif isinstance(block, Table):
        for row in block.rows:
            cells = [[_paragraph_text(paragraph) for paragraph in cell.paragraphs] for cell in row.cells]
            if all(len(" ".join(cell)) <= SHORT_CELL for cell in cells):
                yield " | ".join(" ".join(cell) or "–" for cell in cells)
            else:
                yield from (text for cell in cells for text in cell)


def _paragraph_text(paragraph: Paragraph) -> str:
    return _tidy("".join(text.text for text in paragraph.texts))


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _pairs(old: Sequence[str], new: Sequence[str], effort: Effort) -> tuple[Pair, ...]:
    """What was rewritten side by side; what has no counterpart alone."""
    if len(old) == len(new):
        return tuple(
            Pair(*marked_words(before, after, effort)) for before, after in zip(old, new, strict=True)
        )
    found, begun = [], 0
    for text in new:
        ahead = range(begun, min(begun + NEAR, len(old)))
        twin = next((place for place in ahead if _are_similar(old[place], text, effort)), None)
        if twin is None:
            found.append(Pair((), ((INSERTED, text),)))
            continue
        found += [Pair(((DELETED, dropped),), ()) for dropped in old[begun:twin]]
        found.append(Pair(*marked_words(old[twin], text, effort)))
        begun = twin + 1
    return (*found, *(Pair(((DELETED, dropped),), ()) for dropped in old[begun:]))


def _are_similar(before: str, after: str, effort: Effort) -> bool:
    if not effort.allows(GLANCE * (len(before) + len(after))):
        return False
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return matcher.real_quick_ratio() >= SIMILAR and matcher.quick_ratio() >= SIMILAR


def marked_words(before: str, after: str, effort: Effort) -> tuple[Runs, Runs]:
    """Two wordings of one passage, with what was dropped marked in the first and what came in the second.

    Thai has no spaces between words: the smallest piece is a consonant with its vowels and tone mark, a
    number or a word in Latin letters, so that nothing is ever cut inside of them.
    """
    if not _are_similar(before, after, effort):
        return ((DELETED, before),), ((INSERTED, after),)
    old, new = _pieces(before), _pieces(after)
    if not effort.allows(len(old) * len(new)):
        return ((DELETED, before),), ((INSERTED, after),)
    left: list[tuple[str, str]] = []
    right: list[tuple[str, str]] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[i:j]), "".join(new[k:m])
        kept = tag == "equal" and (len(gone.strip()) > SHORT or not left or (j, m) == (len(old), len(new)))
        left.append((SAME if kept else DELETED, gone))
        right.append((SAME if kept else INSERTED, come))
    return _joined(left), _joined(right)


def _pieces(text: str) -> list[str]:
    found = _PIECES.findall(text)
    return found if len(found) <= MOST else _PHRASES.findall(text)


def _joined(runs: Iterable[tuple[str, str]]) -> Runs:
    """Neighbours of the same kind as one run, without empty ones."""
    full = [run for run in runs if run[1]]
    return tuple(
        (mark, "".join(text for _, text in some)) for mark, some in groupby(full, key=lambda run: run[0])
    )
