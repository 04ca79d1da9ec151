"""Addresses that need no sign-in (publications, verification, open data), and the officer's page on them."""

from django.urls import path

from public.announcing import feed, robots, sitemap, sitemap_part
from public.compare_views import compare
from public.erasures import erasure_list
from public.kit_views import placement_check, publication_kit, publication_qr
from public.listing_views import published_list, published_municipality
from public.open_data_views import datapackage, open_data, open_data_csv, open_data_json
from public.privacy import privacy
from public.publication_views import (
    publication,
    publication_docx,
    publication_evidence,
    publication_json,
    publication_pdf,
    publication_revision,
    publication_sealed,
    publication_zip,
)
from public.verify_views import verify
from reports.urls import PLAN

# These are printed on paper, in QR codes and in the OIT answers: they never change.
DOCUMENT = "published/<int:pk>/<int:fiscal_year>/<kind:kind>"
REVISION = f"{DOCUMENT}/<int:revision>"
KIT = f"{PLAN}documents/<kind:kind>/website/"

urlpatterns = [
    path("published/", published_list, name="published_list"),
    path("published/<int:pk>/", published_municipality, name="published_municipality"),
    path(f"{DOCUMENT}/", publication, name="publication"),
    path(f"{REVISION}/", publication_revision, name="publication_revision"),
    path(f"{DOCUMENT}.pdf", publication_pdf, name="publication_pdf"),
    path(f"{REVISION}.pdf", publication_pdf, name="publication_pdf"),
    path(f"{DOCUMENT}.signed.pdf", publication_sealed, name="publication_sealed"),
    path(f"{REVISION}.signed.pdf", publication_sealed, name="publication_sealed"),
    path(f"{DOCUMENT}.docx", publication_docx, name="publication_docx"),
    path(f"{REVISION}.docx", publication_docx, name="publication_docx"),
    path(f"{DOCUMENT}.json", publication_json, name="publication_json"),
    path(f"{REVISION}.json", publication_json, name="publication_json"),
    path(f"{DOCUMENT}.zip", publication_zip, name="publication_zip"),
    path(f"{REVISION}.zip", publication_zip, name="publication_zip"),
    path(f"{REVISION}/evidence/<str:name>", publication_evidence, name="publication_evidence"),
    path("verify/", verify, name="verify"),
    path("compare/", compare, name="compare"),
    path("erasures/", erasure_list, name="erasure_list"),
    path("privacy/", privacy, name="privacy"),
    path("data/", open_data, name="open_data"),
    path("data/datapackage.json", datapackage, name="datapackage"),
    path("data/<slug:table>.csv", open_data_csv, name="open_data_csv"),
    path("data/<slug:table>.json", open_data_json, name="open_data_json"),
    path("feed.atom", feed, name="feed"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("sitemap-<slug:part>.xml", sitemap_part, name="sitemap_part"),
    path("robots.txt", robots, name="robots"),
    path(KIT, publication_kit, name="publication_kit"),
    path(f"{KIT}check/", placement_check, name="placement_check"),
    path(f"{KIT}qr.png", publication_qr, name="publication_qr"),
]
