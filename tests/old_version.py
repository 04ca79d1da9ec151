"""The database of the version of 20 November 2569, with a row of each kind that later migrations rewrite.

Run as a script: DATABASE_URL names an empty database, MEDIA_ROOT a folder.
"""

import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLD = [
    ("accounts", "0002_initial"),
    ("assessments", "0001_initial"),
    ("measures", "0002_signing_of_results"),
    ("mfa", "0003_authenticator_type_uniq"),
    ("municipalities", "0002_garuda"),
    ("oversight", "0002_reminder"),
    ("reports", "0005_fingerprint"),
]
TOTP, SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "0123456789abcdef"
EVIDENCE, PDF, DOCX = b"%PDF-1.7 evidence", b"%PDF-1.7 published", b"PK published"
BUNDLE = (
    '{"plan": {"fiscal_year": 2569, "assessed_year": 2568}, "assessments": '
    '[{"fiscal_year": 2568, "announced_total": "91.20", "scores": {"i1": "95.00"}}]}'
)


def make(apps) -> None:
    """Fill the tables of that version."""

    def new(label: str, **fields: object):
        return apps.get_model(label).objects.create(**fields)

    province = new("municipalities.Province", code="52", name="ลำปาง", reviews=False)
    district = new("municipalities.District", province=province, name="เมืองลำปาง")
    places = [
        new("municipalities.Municipality", district=district, kind="tambon", name=name, search_key="เดิม")
        for name in ("เขลางค์ นคร", "พิชัย")
    ]
    person = new("accounts.User", username="somsri", role="officer", municipality=places[1], password="x")
    for at, place in zip((date(2025, 1, 6), date(2026, 3, 2)), places, strict=True):
        new(
            "accounts.HistoricalUser",
            id=person.pk,
            username="somsri",
            role="officer",
            municipality=place,
            history_date=datetime(at.year, at.month, at.day, 3, tzinfo=UTC),
            history_type="~",
        )
    new("mfa.Authenticator", user=person, type="totp", data={"secret": TOTP})
    new("mfa.Authenticator", user=person, type="recovery_codes", data={"seed": SEED, "used_mask": 0})
    plan = new("measures.Plan", municipality=places[1], fiscal_year=2569, assessed_year=2568)
    measure = new("measures.Measure", plan=plan, number=1, title="มาตรการ")
    (Path(os.environ["MEDIA_ROOT"]) / "evidence").mkdir(parents=True)
    (Path(os.environ["MEDIA_ROOT"]) / "evidence/one.pdf").write_bytes(EVIDENCE)
    new("measures.Evidence", measure=measure, position=0, title="หลักฐาน", file="evidence/one.pdf")
    report = new("reports.Report", plan=plan, kind="plan", state="published")
    for verb, state in (("submit", "draft"), ("publish", "submitted")):
        new("reports.Event", report=report, actor=person, verb=verb, from_state=state, to_state="published")
    new(
        "reports.Publication",
        report=report,
        revision=1,
        title="มาตรการ",
        html="<article></article>",
        pdf=PDF,
        docx=DOCX,
        sha256="a" * 64,
        bundle=BUNDLE,
        published_by=person,
        published_at=datetime(2026, 4, 1, tzinfo=UTC),
    )


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_SETTINGS_MODULE"] = "ita_portal.settings"
    import django

    django.setup()
    from django.db import connection, transaction
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    executor.migrate(OLD)
    with transaction.atomic():
        make(executor.loader.project_state(OLD).apps)
