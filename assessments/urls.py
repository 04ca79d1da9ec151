"""Addresses of each year's rules, of a municipality's assessments, and of the import of announced ones."""

from django.urls import path

from assessments.analysis_views import analyses
from assessments.announced_views import import_announced, import_announced_template
from assessments.finding_views import findings, findings_paste
from assessments.framework_views import framework, framework_list
from assessments.history_page import score_history
from assessments.reading_views import reading
from assessments.views import assessment, assessment_check

ANNOUNCED = "administration/announced/"
RESULT = "municipalities/<int:pk>/assessments/<int:fiscal_year>/"

urlpatterns = [
    path("frameworks/", framework_list, name="framework_list"),
    path("frameworks/<int:fiscal_year>/", framework, name="framework"),
    path("municipalities/<int:pk>/assessments/", score_history, name="score_history"),
    path(RESULT, assessment, name="assessment"),
    path(f"{RESULT}check/", assessment_check, name="assessment_check"),
    path(f"{RESULT}findings/", findings, name="findings"),
    path(f"{RESULT}findings/paste/", findings_paste, name="findings_paste"),
    path(f"{RESULT}analyses/", analyses, name="analyses"),
    path("reading/", reading, name="reading"),
    path(ANNOUNCED, import_announced, name="import_announced"),
    path(f"{ANNOUNCED}template.<slug:form>", import_announced_template, name="import_announced_template"),
]
