"""What the worker looks after between tasks: exports that nobody goes on with, files that have expired."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from oversight.exports import files
from oversight.exports.making import LEASE
from oversight.models import Export
from oversight.tasks import make_export

PAUSE = timedelta(minutes=1)  # before an export that met an obstacle is tried again


def take_back(worker: str) -> None:
    """Put every task that this worker had begun when it was killed back into the queue, exports or others."""
    for task in DBTaskResult.objects.running():
        if task.worker_ids[-1:] == [worker]:
            _put_back(Q(pk=task.pk))


def look_after_exports() -> None:
    """Queue unfinished exports that no worker has; remove expired ones, and files that have no export."""
    now = timezone.now()
    set_back = Q(claimed_by="", claimed_at__lt=now - PAUSE)
    of_a_dead_worker = ~Q(claimed_by="") & Q(claimed_at__lt=now - LEASE)
    for export in Export.objects.unfinished().filter(set_back | of_a_dead_worker):
        _queue_again(export)
    Export.objects.expired(now).delete()
    for key in files.strays(lambda: set(Export.objects.values_list("key", flat=True))):
        files.drop(key)


@transaction.atomic
def _queue_again(export: Export) -> None:
    """Its task, or a new one where that is gone from the queue's table."""
    if not _put_back(Q(pk=export.task)):
        Export.objects.filter(pk=export.pk).update(task=make_export.enqueue(export.pk).id)


def _put_back(which: Q) -> int:
    return DBTaskResult.objects.filter(which).update(status=TaskResultStatus.READY, finished_at=None)
