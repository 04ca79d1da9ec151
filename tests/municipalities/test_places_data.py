"""The provinces, districts and subdistricts that the portal ships."""

import geothai

from municipalities.places import (
    DistrictRow,
    ProvinceRow,
    SubdistrictRow,
    districts,
    other_province_names,
    provinces,
    subdistricts,
)


def names_in(province):
    return {district.name for district in districts() if district.province == province}


def test_provinces_all_77_by_code():
    codes = [province.code for province in provinces()]
    assert len(codes) == 77
    assert codes == sorted(set(codes))
    assert (codes[0], codes[-1]) == ("10", "96")


def test_provinces_names_are_unique():
    rows = provinces()
    assert [len({getattr(row, field) for row in rows}) for field in ("name", "english", "slug")] == [
        77,
        77,
        77,
    ]


def test_provinces_agree_with_an_independent_list():
    assert [tuple(row) for row in provinces()] == [
        (p.code, p.name_th, p.name_en) for p in geothai.provinces()
    ]


def test_districts_agree_with_the_package_that_they_were_taken_from():
    assert [tuple(row) for row in districts()] == [
        (row.code, row.name_th.removeprefix("เขต"), row.name_en, row.province_code)
        for province in geothai.provinces()
        for row in geothai.districts(province.code)
    ]


def test_provinces_row():
    lampang = provinces()[[province.code for province in provinces()].index("52")]
    assert lampang == ProvinceRow("52", "ลำปาง", "Lampang")


def test_province_slug():
    assert ProvinceRow("58", "แม่ฮ่องสอน", "Mae Hong Son").slug == "mae-hong-son"


def test_districts_all_928_by_code():
    codes = [district.code for district in districts()]
    assert len(codes) == 928
    assert codes == sorted(set(codes))


def test_districts_lie_in_a_province_by_their_code():
    assert {district.province for district in districts()} == {province.code for province in provinces()}
    assert all(district.code.startswith(district.province) for district in districts())


def test_districts_names_are_unique_in_a_province():
    assert len({(district.province, district.name) for district in districts()}) == 928


def test_districts_names_have_no_prefix():
    assert [d.name for d in districts() if d.name.startswith(("อำเภอ", "เขต", "กิ่ง"))] == []


def test_districts_of_known_municipalities():
    assert DistrictRow("5206", "แจ้ห่ม", "Chae Hom", "52") in districts()
    assert names_in("52") >= {"เมืองลำปาง", "แจ้ห่ม"}
    assert names_in("50") >= {"สันทราย"}
    assert names_in("46") >= {"เมืองกาฬสินธุ์"}
    assert names_in("58") >= {"เมืองแม่ฮ่องสอน"}


def test_districts_of_bangkok():
    assert len(names_in("10")) == 50


def test_subdistricts_agree_with_the_package_that_they_were_taken_from():
    assert [tuple(row) for row in subdistricts()] == [
        (row.code, row.name_th)
        for province in geothai.provinces()
        for district in geothai.districts(province.code)
        for row in geothai.subdistricts(district.code)
    ]


def test_subdistricts_all_7436_lie_in_a_district_by_their_code():
    codes = [subdistrict.code for subdistrict in subdistricts()]
    assert len(codes) == 7436
    assert codes == sorted(set(codes))
    assert {subdistrict.district for subdistrict in subdistricts()} <= {row.code for row in districts()}


def test_subdistrict_row():
    thung_phueng = SubdistrictRow("520606", "ทุ่งผึ้ง")
    assert thung_phueng in subdistricts()
    assert thung_phueng.district == "5206"


def test_other_names_of_provinces_lead_to_provinces_and_hide_none():
    names = {row.name for row in provinces()}
    assert set(other_province_names().values()) <= names
    assert not names & other_province_names().keys()
