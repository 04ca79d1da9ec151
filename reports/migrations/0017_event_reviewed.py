"""Each step knows whether the province then reviewed before publication.

Nothing has said so of the steps until now. They were not reviewed where the step itself existed only without
review, and in a province that does not review and of whose documents none was ever accepted or returned. Of
all others it is taken that the province reviewed: so said the buttons that were pressed.
"""

from typing import Any

from django.db import migrations, models
from django.db.models import Q


def tell_unreviewed(apps: Any, _schema_editor: Any) -> None:
    """Say of the steps of the past where nobody reviewed. Two statements."""
    steps = models.QuerySet(apps.get_model("reports", "Event"))
    province = apps.get_model("municipalities", "Province")
    of_province = "report__plan__municipality__district__province"
    reviewing = steps.filter(verb__in=("accept", "return")).values(of_province)
    never = list(province.objects.filter(reviews=False).exclude(pk__in=reviewing).values_list("pk", flat=True))
    alone = Q(verb="publish", from_state="submitted") | Q(verb="recall", from_state="accepted")
    steps.filter(alone).update(reviewed=False)
    steps.filter(**{f"{of_province}__in": never}).update(reviewed=False)


class Migration(migrations.Migration):
    dependencies = [("reports", "0016_notice_by_command"), ("municipalities", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="event",
            name="reviewed",
            field=models.BooleanField(default=True, verbose_name="จังหวัดตรวจทานก่อนเผยแพร่ในขณะนั้น"),
        ),
        migrations.RunPython(tell_unreviewed, migrations.RunPython.noop),
    ]
