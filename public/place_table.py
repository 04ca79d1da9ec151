"""The names, kinds, codes and districts of municipalities over time, as a table of the open data."""

from collections.abc import Iterator

from municipalities.dated import KIND_WORDS
from public.data_columns import DataColumn
from public.figures import Source
from public.tables import DataRow, DataTable

_REQUIRED = (("required", True),)
_BODY = (*_REQUIRED, ("enum", list(KIND_WORDS)))


def _states(said: list[Source]) -> Iterator[DataRow]:
    """What a municipality was and is, the first state first."""
    if not said:
        return
    for place in [source.edition.municipality for source in said[:1]]:
        days = [one.until for one in place.formerly]
        spans = zip(place.all_states, [None, *days], [*days, place.ended_on], strict=True)
        for number, (state, first, until) in enumerate(spans, 1):
            where = (state.full_name, state.code or None, state.district, state.province)
            merged_into = place.merged_into_id if until == place.ended_on else None
            yield (place.pk, number, state.kind, *where, first, until, merged_into)


PLACES = DataTable(
    "municipalities",
    "ชื่อ ฐานะ รหัส และที่ตั้งของเทศบาลตามช่วงเวลา",
    (
        DataColumn("municipality_id", "integer", "เลขที่ของเทศบาลในระบบนี้", _REQUIRED),
        DataColumn("number", "integer", "ลำดับที่ของช่วงเวลา เก่าสุดเป็น ๑", (*_REQUIRED, ("minimum", 1))),
        DataColumn("kind", "string", "ฐานะ: นคร เมือง ตำบล หรือ sao คือ อบต.", _BODY),
        DataColumn("name", "string", "ชื่อเต็มในช่วงเวลานั้น", _REQUIRED),
        DataColumn("code", "string", "รหัส อปท. ในช่วงเวลานั้น (ว่างเมื่อไม่ทราบ)", (("pattern", "[0-9]{7}"),)),
        DataColumn("district", "string", "อำเภอ", _REQUIRED),
        DataColumn("province", "string", "จังหวัด", _REQUIRED),
        DataColumn("valid_from", "date", "วันแรกของช่วงเวลา (ค.ศ. ว่างเมื่อไม่ทราบ)"),
        DataColumn("valid_until", "date", "วันแรกที่ไม่เป็นเช่นนั้นแล้ว (ค.ศ. ว่างเมื่อยังเป็นอยู่)"),
        DataColumn("merged_into", "integer", "เลขที่ของเทศบาลที่รวมเข้ากับ (ว่างเมื่อไม่ได้รวม)"),
    ),
    ("municipality_id", "number"),
    _states,
)
