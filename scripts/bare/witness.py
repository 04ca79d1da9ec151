"""What a portal holds, by its content: to say of a restore or an upgrade that nothing is lost."""

import json

from machine import Machine, Stumbled
from visitor import Visitor, digest

OF_THE_DAY = {"django_session", "accounts_opensession", "portal_cache"}  # a restore signs everybody out
# Rows and columns by their content, and what is public, in words that every version of the portal can say.
WITNESS = """
import hashlib, json
from django.db import connection
from reports.models import Publication
def digest(values): return hashlib.sha256(repr(sorted(map(repr, values))).encode()).hexdigest()[:16]
cursor, tables = connection.cursor(), {}
for table in connection.introspection.table_names(cursor):
    cursor.execute(f'SELECT * FROM "{table}" LIMIT 0')
    columns = {}
    for name in [column[0] for column in cursor.description]:
        cursor.execute(f'SELECT "{name}" FROM "{table}"')
        columns[name] = digest(bytes(v) if isinstance(v, memoryview) else v for (v,) in cursor.fetchall())
    cursor.execute(f'SELECT COUNT(*) FROM "{table}"')
    tables[table] = [cursor.fetchone()[0], columns]
rows = Publication.objects.order_by("pk").values_list(
    "report__plan__municipality", "report__plan__fiscal_year", "report__kind", "revision", "sha256")
print(json.dumps({"tables": tables, "public": list(rows)}))
"""


def witness(machine: Machine) -> dict:
    """What is there: rows and columns by their content, files, and what the public is served."""
    (machine.root / "srv/witness.py").write_text(WITNESS)
    found = json.loads(machine.run('ita-portal shell -c "$(cat /srv/witness.py)"').splitlines()[-1])
    media = machine.root / "srv/ita-portal/var/media"
    found["files"] = {
        str(path.relative_to(media)): digest(path.read_bytes())
        for path in media.rglob("*")
        if path.is_file() and path.relative_to(media).parts[0] not in {"exports", "imports", "pending"}
    }
    anybody = Visitor()
    found["served"] = {}
    for place, year, kind, revision, sha256 in found["public"]:
        address = f"/published/{place}/{year}/{kind}/{revision}"
        for ending in (".pdf", ".docx", ".json"):
            status, content = anybody.ask(address + ending)
            found["served"][address + ending] = digest(content) if status == 200 else status
        if found["served"][address + ".pdf"] not in {sha256, 410}:  # 410: withdrawn
            raise Stumbled(f"{address}.pdf is not the file that was published")
    return found


def known_to_verification(found: dict) -> int:
    """How many of the published PDF files the page of verification knows by their checksum."""
    anybody = Visitor()
    return sum(anybody.fill_in("/verify/", {"sha256": row[-1]}) in {200, 302} for row in found["public"])


def changes(before: dict, after: dict, *, same_engine: bool = True) -> str:
    """What is not as it was: rows by table, columns of tables with as many rows, files, served bytes.

    Two engines say the same values in other words, so only rows are counted there.
    """
    said = []
    for table, (rows, columns) in before["tables"].items():
        now, contents = after["tables"].get(table, (None, {}))
        others = [name for name in columns if contents.get(name) != columns[name]]
        if table in OF_THE_DAY or (now is None and not same_engine):
            continue
        if now != rows:
            said.append(f"{table} {rows} → {now}")
        elif others and same_engine:
            said.append(f"{table} ({', '.join(others)})")
    for kind in ("files", "served"):
        said += [key for key, value in before[kind].items() if after[kind].get(key) != value]
    return f"changed: {', '.join(said) or 'nothing'}"
