"""Addresses of the rules of each year and of a municipality's results."""

from django.urls import path

from assessments.analysis_views import analyses
from assessments.finding_views import findings
from assessments.framework_views import framework, framework_list
from assessments.views import assessment, assessment_check

RESULT = "municipalities/<int:pk>/assessments/<int:fiscal_year>/"

urlpatterns = [
    path("frameworks/", framework_list, name="framework_list"),
    path("frameworks/<int:fiscal_year>/", framework, name="framework"),
    path(RESULT, assessment, name="assessment"),
    path(f"{RESULT}check/", assessment_check, name="assessment_check"),
    path(f"{RESULT}findings/", findings, name="findings"),
    path(f"{RESULT}analyses/", analyses, name="analyses"),
]
