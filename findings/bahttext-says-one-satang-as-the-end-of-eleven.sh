#!/bin/sh
# Three libraries write amounts in words, as Thai budgets and receipts must. Of 100 amounts from 1,234.00 to 1,234.99 they agree in
# 99; for .01 bahttext 1.0.2 says "เอ็ดสตางค์": เอ็ด is "one" only after a ten or more (สิบเอ็ด, eleven) and does not stand
# alone. Under one baht bahttext and PyThaiNLP 5.4.0 begin with "ศูนย์บาท" (no baht and …), num2words 0.5.14 leaves it out.
#
# Guessed before: that they differ after a million (หนึ่งล้านเอ็ด or หนึ่งล้านหนึ่ง) and in rounding. Seen: those agree in all three.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
  bahttext==1.0.2 pythainlp==5.4.0 num2words==0.5.14
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
import sys

from bahttext import bahttext
from num2words import num2words
from pythainlp.util import bahttext as of_pythainlp


def said(amount: float) -> list[str]:
    return [bahttext(amount), of_pythainlp(amount), num2words(amount, lang="th", to="currency")]


apart = {satang: said(1234 + satang / 100) for satang in range(100)}
apart = {satang: words for satang, words in apart.items() if len(set(words)) > 1}
small, million = said(0.5), said(1_000_001)
print(apart, small, million, sep="\n")
one = "หนึ่งพันสองร้อยสามสิบสี่บาท"
sys.exit(
    apart != {1: [one + "เอ็ดสตางค์", one + "หนึ่งสตางค์", one + "หนึ่งสตางค์"]}
    or small != ["ศูนย์บาทห้าสิบสตางค์"] * 2 + ["ห้าสิบสตางค์"]
    or million != ["หนึ่งล้านเอ็ดบาทถ้วน"] * 3
)
PYTHON
echo "as before: one satang is เอ็ดสตางค์"
