#!/bin/sh
# BudouX 0.10.1 (line breaks without a dictionary; it has a model for Thai) allows a line to end inside คะ|แนน (score),
# เทศ|บาล (municipality) and โปร่ง|ใส (transparent): the words of every heading of this field. Neither half means anything
# alone. It does keep พ.ศ., ป.ป.ช. and a number whole.
#
# Guessed before: that abbreviations with dots would break. Seen: those hold and the common words do not. Pango's dictionary
# (libthai) breaks the portal's papers, with joiners where a number must stay with its word.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check budoux==0.10.1
"$folder/venv/bin/python" - <<'PYTHON'
import sys

import budoux

parse = budoux.load_default_thai_parser().parse
words = {word: "|".join(parse(word)) for word in ("คะแนน", "เทศบาล", "โปร่งใส", "พ.ศ.", "ป.ป.ช.", "๙๕.๕๙")}
print(words)
sys.exit(words != dict.fromkeys(words) | {
    "คะแนน": "คะ|แนน",
    "เทศบาล": "เทศ|บาล",
    "โปร่งใส": "โปร่ง|ใส",
    "พ.ศ.": "พ.ศ.",
    "ป.ป.ช.": "ป.ป.ช.",
    "๙๕.๕๙": "๙๕.๕๙",
})
PYTHON
echo "as before: a line may end inside the word for score"
