"""The app's registration with Django."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class MunicipalitiesConfig(AppConfig):
    """Municipalities."""

    name = "municipalities"
    verbose_name = "พื้นที่และเทศบาล"

    def ready(self) -> None:
        """Provinces and districts are there after every migrate (and after a test has emptied the tables)."""
        post_migrate.connect(_ensure_places, sender=self, dispatch_uid="municipalities.ensure_places")


def _ensure_places(using: str, **_kwargs: object) -> None:
    from municipalities.models import District, Province  # noqa: PLC0415 - models exist only once apps are ready
    from municipalities.places import districts, provinces  # noqa: PLC0415

    rows = Province.objects.using(using)
    known_provinces = set(rows.values_list("code", flat=True))
    for row in provinces():
        if row.code not in known_provinces:
            Province(code=row.code, name=row.name).save(using=using)
    by_code = dict(rows.values_list("code", "pk"))
    known_districts = set(District.objects.using(using).values_list("code", flat=True))
    District.objects.using(using).bulk_create(
        (
            District(code=row.code, name=row.name, province_id=by_code[row.province])
            for row in districts()
            if row.code not in known_districts
        ),
        update_conflicts=True,
        unique_fields=["province", "name"],
        update_fields=["code"],
    )
