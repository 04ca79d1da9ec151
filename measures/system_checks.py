"""The system check that refuses a framework file with more than a measure has room for."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from assessments import framework
from assessments.columns import StoredValue
from assessments.system_checks import storing_faults
from measures.models import Measure, MeasureTarget


@register()
def measures_can_be_stored(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """One error (measures.E001) for each indicator, instrument or issue that no measure can name."""
    return [Error(fault, id="measures.E001") for fault in storing_faults(framework.FOLDER, STORED)]


STORED = (
    StoredValue("indicators and instruments", MeasureTarget, "about", lambda rules: rules.about_codes),
    StoredValue("issues", Measure, "issue", lambda rules: [issue.number for issue in rules.issues]),
)
"""What of a framework becomes part of a measure."""
