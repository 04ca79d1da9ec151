"""The places, for an admin to read; the districts, which no page of the portal manages, to keep."""

from django.contrib import admin
from django.db.models import CharField, URLField
from django.http import HttpRequest

from ita_portal.admin_lists import OfferedLookups
from ita_portal.admin_reading import ReadingAdmin, ReadingHistoryAdmin
from ita_portal.fields import ThaiCharField
from municipalities.models import District, Municipality, MunicipalityQuerySet, Province
from municipalities.searching import search_places


@admin.register(Province)
class ProvinceAdmin(ReadingAdmin):
    """The 77 provinces, which come with the portal, and which of them review."""

    list_display = ["name", "code", "reviewing"]
    list_filter = ["reviews"]
    search_fields = ["name"]
    fields = ["name", "code", "reviewing"]

    @admin.display(description="ตรวจทานก่อนเผยแพร่", ordering="reviews")
    def reviewing(self, province: Province) -> str:
        """Whether the province reviews before publication."""
        return "ตรวจทาน" if province.reviews else "ไม่ตรวจทาน"


@admin.register(District)
class DistrictAdmin(OfferedLookups, admin.ModelAdmin):
    """The districts in which a municipality of the portal lies."""

    list_display = ["name", "province"]
    list_select_related = ["province"]
    search_fields = ["name", "province__name"]
    autocomplete_fields = ["province"]
    ordering = ["province__sort_key", "name"]
    formfield_overrides = {CharField: {"form_class": ThaiCharField}}


@admin.register(Municipality)
class MunicipalityAdmin(ReadingHistoryAdmin):
    """The municipalities of the portal."""

    list_display = ["full_name", "code", "district", "province"]
    list_filter = ["kind", "is_example", ("district__province", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["district__province"]
    search_fields = ["name"]  # shows the field; what it finds is said below
    fields = ["code", "kind", "name", "district", "website", "seal", "garuda", "example"]
    formfield_overrides = {URLField: {"assume_scheme": "https"}}

    def get_search_results(
        self, request: HttpRequest, queryset: MunicipalityQuerySet, search_term: str
    ) -> tuple[MunicipalityQuerySet, bool]:
        """As on every other page; no row twice."""
        return search_places(queryset, search_term).found, False

    @admin.display(description="ชื่อ", ordering="sort_key")
    def full_name(self, municipality: Municipality) -> str:
        """The name as people say it."""
        return municipality.full_name

    @admin.display(description="ข้อมูลตัวอย่าง", ordering="is_example")
    def example(self, municipality: Municipality) -> str:
        """Whether its pages and documents say that they are a demonstration."""
        return "ใช่" if municipality.is_example else "ไม่ใช่"

    @admin.display(description="จังหวัด", ordering="district__province__sort_key")
    def province(self, municipality: Municipality) -> Province:
        """The province of its district."""
        return municipality.province
