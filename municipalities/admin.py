"""The admin's lists of places."""

from django.contrib import admin
from django.db.models import URLField
from django.http import HttpRequest

from ita_portal.admin_history import HistoryAdmin
from municipalities.models import District, Municipality, Province


@admin.register(Province)
class ProvinceAdmin(admin.ModelAdmin):
    """The 77 provinces, which come with the portal; an admin says which of them review."""

    list_display = ["name", "code", "reviewing"]
    list_filter = ["reviews"]
    search_fields = ["name"]
    readonly_fields = ["name", "code"]

    @admin.display(description="ตรวจทานก่อนเผยแพร่", ordering="reviews")
    def reviewing(self, province: Province) -> str:
        """Whether the province reviews before publication."""
        return "ตรวจทาน" if province.reviews else "ไม่ตรวจทาน"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never: all provinces are there after migrate."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Province | None = None) -> bool:
        """Never, for the same reason."""
        return False


@admin.register(District)
class DistrictAdmin(admin.ModelAdmin):
    """The districts in which a municipality of the portal lies."""

    list_display = ["name", "province"]
    list_select_related = ["province"]
    search_fields = ["name", "province__name"]
    autocomplete_fields = ["province"]
    ordering = ["province__sort_key", "name"]


@admin.register(Municipality)
class MunicipalityAdmin(HistoryAdmin):
    """The municipalities of the portal."""

    list_display = ["full_name", "code", "district", "province"]
    list_filter = ["kind", "is_example", ("district__province", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["district__province"]
    search_fields = ["name", "code", "district__name", "district__province__name"]
    autocomplete_fields = ["district"]
    formfield_overrides = {URLField: {"assume_scheme": "https"}}

    @admin.display(description="ชื่อ", ordering="sort_key")
    def full_name(self, municipality: Municipality) -> str:
        """The name as people say it."""
        return municipality.full_name

    @admin.display(description="จังหวัด", ordering="district__province__sort_key")
    def province(self, municipality: Municipality) -> Province:
        """The province of its district."""
        return municipality.province
