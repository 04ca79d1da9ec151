"""Addresses of the documents of a plan."""

from django.urls import path, register_converter

from reports.action_views import report_action
from reports.address_views import addresses_try
from reports.announced_views import announced_revisions, import_announced_check
from reports.bundle_views import bundle
from reports.check_views import checks
from reports.choice_views import document_choices
from reports.comment_views import comment_add, comment_answer, comment_reopen, comment_resolve
from reports.correction_views import (
    correction,
    correction_cancel,
    correction_publish,
    correction_submit,
    correction_told,
)
from reports.history_views import history_undo, report_history
from reports.mistaken_views import removed_evidence, removed_year, year_move, year_remove
from reports.models import ReportKind
from reports.own_text_views import own_texts
from reports.place_change_views import place_begin, place_change, place_end, place_recorded
from reports.states import Action
from reports.views import documents, preview, report_data, report_docx, report_pdf


class WordConverter:
    """One of a few words in an address; anything else is no address."""

    regex = ""

    def to_python(self, value: str) -> str:
        """The word as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """The word as it stands."""
        return value


class KindConverter(WordConverter):
    """The kind of a document."""

    regex = "|".join(ReportKind.values)


class ActionConverter(WordConverter):
    """A step of a document."""

    regex = "|".join(Action.values())


register_converter(KindConverter, "kind")
register_converter(ActionConverter, "action")

PLAN = "municipalities/<int:pk>/plans/<int:fiscal_year>/"
CORRECTION = "municipalities/<int:pk>/corrections/<int:fiscal_year>/"
YEAR = "municipalities/<int:pk>/assessments/<int:fiscal_year>/"
ANNOUNCED = "administration/announced/"
DOCUMENT = f"{PLAN}documents/<kind:kind>/"

urlpatterns = [
    path(f"{ANNOUNCED}revisions/", announced_revisions, name="announced_revisions"),
    path(f"{ANNOUNCED}<str:token>/", import_announced_check, name="import_announced_check"),
    path("administration/places/<int:pk>/change/", place_change, name="place_change"),
    path("administration/places/<int:pk>/end/", place_end, name="place_end"),
    path("administration/places/<int:pk>/begin/", place_begin, name="place_begin"),
    path("administration/places/<int:pk>/changes/<int:number>/", place_recorded, name="place_recorded"),
    path(f"{YEAR}move/", year_move, name="year_move"),
    path(f"{YEAR}remove/", year_remove, name="year_remove"),
    path("municipalities/<int:pk>/removed/<int:removed>/", removed_year, name="removed_year"),
    path(
        "municipalities/<int:pk>/removed/<int:removed>/evidence/<int:evidence>/",
        removed_evidence,
        name="removed_evidence",
    ),
    path(f"{PLAN}checks/", checks, name="checks"),
    path(f"{PLAN}checks/addresses/", addresses_try, name="addresses_try"),
    path(f"{PLAN}documents/", documents, name="documents"),
    path(f"{PLAN}documents/<kind:kind>/", preview, name="preview"),
    path(f"{PLAN}documents/<kind:kind>.pdf", report_pdf, name="report_pdf"),
    path(f"{PLAN}documents/<kind:kind>.docx", report_docx, name="report_docx"),
    path(f"{PLAN}documents/<kind:kind>.json", report_data, name="report_data"),
    path(f"{DOCUMENT}history/", report_history, name="report_history"),
    path(f"{DOCUMENT}history/undo/", history_undo, name="history_undo"),
    path(f"{DOCUMENT}choices/", document_choices, name="document_choices"),
    path(f"{DOCUMENT}texts/", own_texts, name="own_texts"),
    path(f"{DOCUMENT}comments/add/", comment_add, name="comment_add"),
    path(f"{DOCUMENT}comments/<int:comment>/answer/", comment_answer, name="comment_answer"),
    path(f"{DOCUMENT}comments/<int:comment>/resolve/", comment_resolve, name="comment_resolve"),
    path(f"{DOCUMENT}comments/<int:comment>/reopen/", comment_reopen, name="comment_reopen"),
    path(f"{DOCUMENT}<action:action>/", report_action, name="report_action"),
    path(CORRECTION, correction, name="correction"),
    path(f"{CORRECTION}submit/", correction_submit, name="correction_submit"),
    path(f"{CORRECTION}publish/", correction_publish, name="correction_publish"),
    path(f"{CORRECTION}told/", correction_told, name="correction_told"),
    path(f"{CORRECTION}cancel/", correction_cancel, name="correction_cancel"),
    path(f"{PLAN}bundle.json", bundle, name="bundle"),
]
