#!/bin/sh
# arrow 1.4.0, locale th: format writes B.E. years, also into patterns that machines read: "YYYY-MM-DD" of 30 September 2026 is
# "2569-09-30". get with the same locale and pattern takes 2569 as it stands, the year 2569 A.D.; "30 ก.ย. 69", which arrow wrote
# for 2026, is read back as 1969. The short and the long weekday are the same word.
#
# Guessed before: that the locale's years are for words only, and that reading takes off what writing put on. Seen: neither.
# A deadline that goes out and comes back is 543 years late, without an error.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check arrow==1.4.0
"$folder/venv/bin/python" - <<'PYTHON'
import sys

import arrow

day = arrow.get(2026, 9, 30)
seen = {}
for pattern in ("YYYY-MM-DD", "D MMMM YYYY", "D MMM YY"):
    written = day.format(pattern, locale="th")
    seen[written] = arrow.get(written, pattern, locale="th").date().isoformat()
print(seen)
sys.exit(seen != {"2569-09-30": "2569-09-30", "30 กันยายน 2569": "2569-09-30", "30 ก.ย. 69": "1969-09-30"})
PYTHON
echo "as before: what arrow writes in B.E. it reads in A.D."
