"""Addresses of the reviewer's desk and of what a province gets from it."""

from django.urls import path

from oversight.accept_views import desk_accept
from oversight.administration_views import administration
from oversight.answer_views import province_measures
from oversight.change_views import report_changes
from oversight.deadline_views import deadline, deadline_remove, deadlines
from oversight.desk_views import desk, desk_decide
from oversight.export_views import export_file, export_list, export_remove, export_start, overview_file
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
    path("administration/", administration, name="administration"),
    path("administration/deadlines/", deadlines, name="deadlines"),
    path("administration/deadlines/<int:pk>/", deadline, name="deadline"),
    path("administration/deadlines/<int:pk>/remove/", deadline_remove, name="deadline_remove"),
]
