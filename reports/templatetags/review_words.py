"""What states and steps are called where the province reviews, and where it does not."""

from django import template

from accounts.vacancies import lacks_reviewer, vacancy
from municipalities.models import Municipality
from reports.states import Action, ReviewWord

register = template.Library()


@register.filter
def said(word: ReviewWord, reviews: bool | None) -> str:  # noqa: FBT001 - a filter has no keywords
    """The word's label: {{ state|said:municipality.province.reviews }}."""
    return word.said(reviews=reviews)


@register.filter
def step_said(action: str, reviews: bool) -> str:  # noqa: FBT001 - as above
    """The label of a step by its name: {{ "submit"|step_said:municipality.province.reviews }}."""
    return Action(action).said(reviews=reviews)


@register.filter
def confirming(label: str) -> str:
    """What the button says that confirms a step: ยืนยัน… once, also before a label that begins so."""
    return label if label.startswith("ยืนยัน") else f"ยืนยัน{label}"


@register.simple_tag
def reviewer_vacancy(municipality: Municipality) -> str:
    """That what is submitted there waits for a reviewer who is not there; "" where one is. One query."""
    province = municipality.province
    return vacancy(province) if lacks_reviewer(province) else ""
