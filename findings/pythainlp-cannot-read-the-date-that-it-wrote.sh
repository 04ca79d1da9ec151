#!/bin/sh
# PyThaiNLP 5.4.0: thai_strftime(…, thaidigit=True) writes "๓๐ กันยายน ๒๕๖๙", which thai_strptime with the same format
# answers with IndexError; with Arabic digits it is read. "%C" (the century, 20) gives "26". collate puts ก ๙ after ก 10 and
# แพร่ ๒ after แพร่ 4: Thai digits sort behind all Arabic ones, where the Unicode collation holds them equal.
#
# Guessed before: that a Thai library reads Thai digits. Seen: it writes them only. The portal reads both
# and sorts by code or by a folded key.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check pythainlp==5.4.0
PYTHAINLP_DATA_DIR=$folder "$folder/venv/bin/python" -W ignore - <<'PYTHON'
import datetime
import sys

from pythainlp.util import collate, thai_strftime, thai_strptime

day = datetime.datetime(2026, 9, 30)
written = thai_strftime(day, "%d %B %Y", thaidigit=True)
arabic = thai_strptime(thai_strftime(day, "%d %B %Y"), "%d %B %Y").date().isoformat()
try:
    thai = str(thai_strptime(written, "%d %B %Y"))
except IndexError as fault:
    thai = f"IndexError: {fault}"
century = thai_strftime(day, "%C")
ordered = collate(["ก ๙", "ก 10", "แพร่ ๒", "แพร่ 4"])
print(f"{written}: {thai}; with Arabic digits {arabic}; %C {century}; {ordered}")
as_before = written == "๓๐ กันยายน ๒๕๖๙" and thai.startswith("IndexError") and arabic == "2026-09-30"
as_before &= century == "26" and ordered == ["ก 10", "ก ๙", "แพร่ 4", "แพร่ ๒"]
sys.exit(not as_before)
PYTHON
echo "as before: a date written in Thai digits is not read back"
