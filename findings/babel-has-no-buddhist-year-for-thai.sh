#!/bin/sh
# Babel 2.19.0 with the locale th: format_date gives "30 กันยายน ค.ศ. 2026", also for th_TH@calendar=buddhist, although CLDR's
# default calendar for Thailand is the Buddhist one (browsers' Intl writes พ.ศ. 2569). parse_date takes "30/9/2569" for the
# year 2569 A.D. and "30/9/69" for 1969. parse_decimal("95,59") is 9559: the comma is dropped wherever it stands.
#
# Guessed before: that @calendar=buddhist changes the year. Seen: it is accepted and does nothing. A score of 95.59 typed
# with a comma must be asked about, not multiplied by a hundred.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check Babel==2.19.0
"$folder/venv/bin/python" - <<'PYTHON'
import datetime
import sys

from babel.dates import format_date, parse_date
from babel.numbers import parse_decimal

day = datetime.date(2026, 9, 30)
written = {name: format_date(day, "long", locale=name) for name in ("th", "th_TH@calendar=buddhist")}
read = {text: parse_date(text, locale="th").isoformat() for text in ("30/9/2569", "30/9/69")}
number = str(parse_decimal("95,59", locale="th"))
print(f"written {written}; read {read}; '95,59' is {number}")
as_before = set(written.values()) == {"30 กันยายน ค.ศ. 2026"}
as_before &= read == {"30/9/2569": "2569-09-30", "30/9/69": "1969-09-30"} and number == "9559"
sys.exit(not as_before)
PYTHON
echo "as before: Thai dates in A.D. whatever calendar is asked for"
