from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from oversight.exports import files
from oversight.exports.care import PAUSE, look_after_exports, take_back
from oversight.exports.making import LEASE, claimed
from oversight.models import KEPT, Export, Stage
from tests.oversight.orders import WORKER, kept, made, ordered, submitted

pytestmark = pytest.mark.django_db


def begun(export: Export, worker: str = WORKER) -> DBTaskResult:
    """Its task as a killed worker has left it."""
    task = DBTaskResult.objects.get(pk=export.task)
    task.claim(worker)
    claimed(export.pk, worker)
    return task


def waiting_tasks() -> list[str]:
    return [str(task.pk) for task in DBTaskResult.objects.ready()]


def test_task_of_a_killed_worker_is_queued_again_when_it_is_back():
    mine, others = ordered(submitted(1)), ordered(submitted(2), kind="pdf")
    begun(mine)
    begun(others, "b")
    take_back(WORKER)
    assert waiting_tasks() == [str(mine.task)]


def test_export_of_a_dead_worker_is_queued_again_after_the_lease():
    export = ordered(submitted())
    begun(export, "dead")
    look_after_exports()
    assert waiting_tasks() == []
    with time_machine.travel(timezone.now() + LEASE * 1.1):
        look_after_exports()
    assert waiting_tasks() == [str(export.task)]


def test_export_that_waits_for_the_disk_is_queued_again_after_a_pause():
    export = ordered(submitted())
    task = begun(export)
    Export.objects.update(stage=Stage.WAITING, claimed_by="")
    task.set_successful(None)
    look_after_exports()
    assert waiting_tasks() == []
    with time_machine.travel(timezone.now() + PAUSE * 1.1):
        look_after_exports()
    assert waiting_tasks() == [str(export.task)]


def test_export_whose_task_is_gone_gets_another():
    export = ordered(submitted())
    begun(export).delete()
    with time_machine.travel(timezone.now() + LEASE * 1.1):
        look_after_exports()
    export.refresh_from_db()
    assert waiting_tasks() == [str(export.task)]


def test_export_that_waits_for_its_turn_is_left_alone():
    export = ordered(submitted())
    with time_machine.travel(timezone.now() + LEASE * 1.1):
        look_after_exports()
    assert (waiting_tasks(), DBTaskResult.objects.count()) == ([str(export.task)], 1)


@pytest.mark.parametrize("finished", [True, False])
def test_expired_export_goes_with_its_files(finished: bool):
    export = made(submitted()) if finished else ordered(submitted())
    files.keep(files.directory(export.key) / "left", b"x")
    for late, left in ((-timedelta(minutes=1), 1), (timedelta(minutes=1), 0)):
        with time_machine.travel(timezone.now() + KEPT + late):
            look_after_exports()
        assert (Export.objects.count(), bool(kept(export))) == (left, bool(left))


def test_files_without_an_export_go():
    export = ordered(submitted())
    stray = Export()
    files.keep(files.directory(export.key) / "x", b"x")
    files.keep(files.directory(stray.key) / "x", b"x")
    look_after_exports()
    assert (kept(export), kept(stray)) == (["x"], [])


def test_nothing_to_look_after_is_no_fault():
    look_after_exports()
    take_back(WORKER)
