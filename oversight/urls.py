"""Addresses of the reviewer's desk and of what a province gets from it."""

from django.urls import path

from oversight.accept_views import desk_accept
from oversight.administration_views import administration
from oversight.answer_views import province_measures
from oversight.change_views import report_changes
from oversight.deadline_views import deadline, deadline_remove, deadlines
from oversight.desk_views import desk, desk_decide
from oversight.export_views import export_file, export_list, export_remove, export_start, overview_file
from oversight.handover_views import (
    handover,
    handover_accept,
    handover_again,
    handover_cancel,
    person_handover,
)
from oversight.invitation_views import (
    import_people,
    import_people_check,
    import_people_template,
    person_invite,
    person_invite_again,
)
from oversight.province_settings_views import province_settings
from oversight.province_views import province
from oversight.score_views import province_scores
from reports.urls import DOCUMENT

urlpatterns = [
    path("desk/", desk, name="desk"),
    path("desk/decide/", desk_decide, name="desk_decide"),
    path("desk/accept/", desk_accept, name="desk_accept"),
    path("province/", province, name="province"),
    path("province/scores/", province_scores, name="province_scores"),
    path("province/measures/", province_measures, name="province_measures"),
    path(f"{DOCUMENT}changes/", report_changes, name="report_changes"),
    path("exports/", export_list, name="export_list"),
    path("exports/start/", export_start, name="export_start"),
    path("exports/<int:pk>/", export_file, name="export_file"),
    path("exports/<int:pk>/remove/", export_remove, name="export_remove"),
    path("province.xlsx", overview_file, {"ending": "xlsx"}, name="overview_xlsx"),
    path("province.csv", overview_file, {"ending": "csv"}, name="overview_csv"),
    path("accounts/people/invite/", person_invite, name="person_invite"),
    path("accounts/people/import/", import_people, name="import_people"),
    path(
        "accounts/people/import/template.<slug:form>", import_people_template, name="import_people_template"
    ),
    path("accounts/people/import/<str:token>/", import_people_check, name="import_people_check"),
    path("accounts/people/<int:pk>/invite/", person_invite_again, name="person_invite_again"),
    path("accounts/people/<int:pk>/handover/", person_handover, name="person_handover"),
    path("accounts/handover/", handover, name="handover"),
    path("accounts/handover/<int:pk>/cancel/", handover_cancel, name="handover_cancel"),
    path("accounts/handover/<int:pk>/again/", handover_again, name="handover_again"),
    path("accounts/handover/<str:key>/", handover_accept, name="handover_accept"),
    path("administration/", administration, name="administration"),
    path("administration/provinces/", province_settings, name="province_settings"),
    path("administration/deadlines/", deadlines, name="deadlines"),
    path("administration/deadlines/<int:pk>/", deadline, name="deadline"),
    path("administration/deadlines/<int:pk>/remove/", deadline_remove, name="deadline_remove"),
]
