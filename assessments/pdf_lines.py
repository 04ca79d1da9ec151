"""Words of a page, each with its place, become lines of pieces. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence

from assessments.pdf_walk import DrawnWord

Piece = tuple[float, float, str]
"""A text of a line without blanks, and from where to where it stands, in points."""
Line = tuple[float, list[Piece]]
"""The height of a line's letters in points, and its pieces."""

_SAME_LINE = 0.5  # heights of a letter between two baselines
_TOUCHES = 0.15  # heights between two words: less is no blank
_BACK = 1.5  # a mark may be drawn so far back over its letter


def lines_of(words: Sequence[DrawnWord]) -> list[Line]:
    """The lines from the top down; what is turned otherwise than most of the page is left out."""
    turns = Counter[int]()
    for word in words:
        turns[word.turn] += len(word.text)
    flat = [word for word in words if turns and word.turn == turns.most_common(1)[0][0] and word.size > 0]
    return [(max(word.size for word in line), list(_pieces(line))) for line in _by_line(flat)]


def _by_line(words: Sequence[DrawnWord]) -> Iterator[list[DrawnWord]]:
    """The words of each line, in the order in which they are drawn."""
    line: list[tuple[int, DrawnWord]] = []
    for place, word in sorted(enumerate(words), key=lambda one: -one[1].line):
        if line and line[0][1].line - word.line > _SAME_LINE * max(word.size, line[0][1].size):
            yield [one for _place, one in sorted(line, key=lambda one: one[0])]
            line = []
        line.append((place, word))
    if line:
        yield [one for _place, one in sorted(line, key=lambda one: one[0])]


def _pieces(line: Sequence[DrawnWord]) -> Iterator[Piece]:
    """Words that stand near each other as one piece; marks are drawn by themselves, over what is there."""
    runs: list[list[DrawnWord]] = []
    for word in line:
        near = runs and -_BACK * word.size < word.left - runs[-1][-1].right <= _TOUCHES * word.size
        if near:
            runs[-1].append(word)
        else:
            runs.append([word])
    size = max(word.size for word in line)
    joined: list[Piece] = []
    for left, right, text in sorted(map(_run, runs)):
        if joined and left - joined[-1][1] <= _TOUCHES * size:
            joined[-1] = joined[-1][0], max(right, joined[-1][1]), f"{joined[-1][2]}{text}"
        else:
            joined.append((left, right, text))
    return ((round(left, 2), round(right, 2), text) for left, right, text in joined)


def _run(words: Sequence[DrawnWord]) -> Piece:
    text = "".join(word.text for word in words)
    return min(word.left for word in words), max(word.right for word in words), text
