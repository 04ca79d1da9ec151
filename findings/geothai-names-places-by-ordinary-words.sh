#!/bin/sh
# geothai 3.2.1 (Thailand's official subdistricts) has subdistricts that are called "and", "should", "temple" and "road":
# และ (ทุ่งช้าง), ควร (ปง), วัด (ยะรัง), ถนน (มายอ); one name holds its own correction in brackets, one is an abbreviation
# with dots, two have hyphens. A search of a text for the names of other places finds one in nearly every sentence.
#
# Guessed before: names of two letters and more that only short words collide with. Seen: the conjunction "และ", and
# "ปอภาร (ปอพาน)", which no text contains. The portal lists the ordinary words and asks for a word before a name
# (documents/checks/places/words.toml).
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check geothai==3.2.1
"$folder/venv/bin/python" - <<'PYTHON'
import sys

import geothai

names = {
    row.name_th: district.name_th
    for province in geothai.provinces()
    for district in geothai.districts(province.code)
    for row in geothai.subdistricts(district.code)
}
words = {word: names.get(word) for word in ("และ", "ควร", "วัด", "ถนน")}
odd = sorted(name for name in names if not all("\u0e00" <= sign <= "\u0e7f" for sign in name))
sentence = "เจ้าหน้าที่ควรปรับปรุงถนนและวัดผลทุกไตรมาส"
found = sorted(name for name in names if name in sentence)
print(f"geothai: {len(names)} names; ordinary words {words}; with other signs {odd}; in an ordinary sentence {found}")
as_before = words == {"และ": "ทุ่งช้าง", "ควร": "ปง", "วัด": "ยะรัง", "ถนน": "มายอ"}
as_before &= odd == ["จ.ป.ร.", "ปอภาร (ปอพาน)", "สุไหงโก-ลก", "แป-ระ"] and {"ควร", "ถนน", "และ", "วัด"} <= set(found)
sys.exit(not as_before)
PYTHON
echo "as before: a list of Thailand's subdistricts contains ordinary words"
