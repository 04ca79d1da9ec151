"""What `manage.py worker` does in the background. A task whose worker was killed is begun again."""

from django_tasks import TaskContext, task

from oversight.exports.making import make


@task(takes_context=True)
def make_export(context: TaskContext, export_pk: int) -> None:
    """Make an export, or go on where another worker was killed."""
    make(export_pk, context.task_result.worker_ids[-1])
