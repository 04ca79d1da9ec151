"""Addresses of plans, their measures, results and evidence."""

from django.urls import path

from measures import evidence_views, measure_views, pasting_views, plan_views, result_views

PLAN = "municipalities/<int:pk>/plans/<int:fiscal_year>/"
MEASURE = f"{PLAN}measures/<int:number>/"

urlpatterns = [
    path(PLAN, plan_views.plan, name="plan"),
    path(f"{PLAN}measures/paste/", pasting_views.measures_paste, name="measures_paste"),
    path(f"{PLAN}measures/add/", measure_views.measure_add, name="measure_add"),
    path(MEASURE, measure_views.measure, name="measure"),
    path(f"{MEASURE}move/", plan_views.measure_move, name="measure_move"),
    path(f"{MEASURE}copy/", plan_views.measure_copy, name="measure_copy"),
    path(f"{MEASURE}remove/", plan_views.measure_remove, name="measure_remove"),
    path(f"{PLAN}results/", result_views.results, name="results"),
    path(f"{PLAN}results/paste/", pasting_views.results_paste, name="results_paste"),
    path(f"{PLAN}results/<int:number>/", result_views.result, name="result"),
    path("evidence/<int:pk>/", evidence_views.evidence, name="evidence"),
]
