"""Writes the style sheets and scripts one declaration and one statement a line.

scripts/format_static.py            # rewrites what is packed
scripts/format_static.py --check    # names what it would rewrite; exit 1 where there is anything
"""

import sys
from pathlib import Path

import cssbeautifier
import jsbeautifier

ROOT = Path(__file__).resolve().parent.parent
PATTERNS = ("static/*.css", "static/*.js", "tests/browser/*.js")
STYLE = {"indent_size": 2, "end_with_newline": True, "max_preserve_newlines": 2}
CSS = {**STYLE, "newline_between_rules": False, "space_around_combinator": True}
SCRIPT = {**STYLE, "brace_style": "collapse,preserve-inline", "wrap_line_length": 0}


def formatted(path: Path) -> str:
    """What the file should say."""
    text = path.read_text(encoding="utf-8")
    return cssbeautifier.beautify(text, CSS) if path.suffix == ".css" else jsbeautifier.beautify(text, SCRIPT)


def main() -> int:
    """Rewrite or name the files that differ."""
    check = "--check" in sys.argv[1:]
    files = [path for pattern in PATTERNS for path in sorted(ROOT.glob(pattern))]
    packed = {path: text for path in files if (text := formatted(path)) != path.read_text(encoding="utf-8")}
    for path, text in packed.items():
        print(f"{'would rewrite' if check else 'rewritten'}: {path.relative_to(ROOT)}")
        if not check:
            path.write_text(text, encoding="utf-8")
    print(f"{len(files)} files, {len(packed)} {'packed' if check else 'rewritten'}")
    return int(check and bool(packed))


if __name__ == "__main__":
    sys.exit(main())
