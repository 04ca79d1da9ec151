"""What becomes of a place from a day on: one act, after a page that lists the papers it touches."""

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from documents.loading import load_dossier
from measures.models import Plan
from municipalities.models import Kind, Municipality
from reports.contents import content_refusal
from reports.fingerprint import dossier_fingerprint, fingerprint_of
from reports.models import Correction, Report
from reports.place_touching import Effect
from tests import factories

pytestmark = pytest.mark.django_db
TYPED = {
    "day": "1 มีนาคม 2568",
    "kind": "mueang",
    "name": "ทุ่งผึ้ง",
    "code": "4520199",
    "district": "แม่ทะ",
}


@pytest.fixture
def town() -> Municipality:
    """เทศบาลตำบลทุ่งผึ้ง with an accepted plan and a draft of the results of 2568."""
    place = factories.municipality("ทุ่งผึ้ง", kind=Kind.TAMBON, district="แม่ทะ", code="5520101")
    report = factories.report(factories.complete_plan(place), state="accepted")
    report.fingerprint = fingerprint_of(Report.objects.with_place().get(pk=report.pk))
    report.save()
    return place


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(factories.admin())
    return client


def raise_it(admin: Client, town: Municipality, **more: str):
    typed = TYPED | {"province": str(factories.province().pk)} | more
    return admin.post(reverse("place_change", args=[town.pk]), typed)


def stored(town: Municipality) -> str:
    return Municipality.objects.get(pk=town.pk).full_name


def test_papers_are_listed_before_anything_is_stored(admin: Client, town: Municipality):
    Plan.objects.update(signed_on=date(2025, 4, 1))
    Report.objects.filter(kind="plan").update(
        fingerprint=fingerprint_of(Report.objects.with_place().get(kind="plan"))
    )
    page = raise_it(admin, town)
    assert [(one.report.kind, one.effect) for one in page.context["touched"]] == [
        ("plan", Effect.REVIEW),
        ("results", Effect.RENAMED),
    ]
    assert "ต้องตรวจทานใหม่" in page.text
    assert "รหัส 4520199 หลักที่ 2–5 (5201) เป็นของอำเภอเมืองลำปาง" in page.text  # but it lies in แม่ทะ
    assert stored(town) == "เทศบาลตำบลทุ่งผึ้ง"


def test_paper_that_was_signed_before_asks_for_no_review(admin: Client, town: Municipality):
    Plan.objects.update(signed_on=date(2025, 1, 5))
    page = raise_it(admin, town)
    effects = {one.report.kind: one.effect for one in page.context["touched"]}
    assert effects == {"plan": Effect.KEPT, "results": Effect.RENAMED}


def test_raising_is_one_act(admin: Client, town: Municipality):
    mark = raise_it(admin, town).context["mark"]
    answer = raise_it(admin, town, touched=mark)
    assert answer.status_code == 302
    place = Municipality.objects.get(pk=town.pk)
    assert (place.full_name, place.code) == ("เทศบาลเมืองทุ่งผึ้ง", "4520199")
    assert [one.state.code for one in place.formerly] == ["5520101"]
    assert place.history.first().history_user == factories.admin()


def test_what_changed_meanwhile_is_shown_again(admin: Client, town: Municipality):
    mark = raise_it(admin, town).context["mark"]
    Report.objects.filter(kind="plan").update(state="draft", fingerprint="")
    assert raise_it(admin, town, touched=mark).status_code == 200
    assert stored(town) == "เทศบาลตำบลทุ่งผึ้ง"


def test_another_admins_change_is_not_undone_by_a_late_confirmation(admin: Client, town: Municipality):
    mark = raise_it(admin, town, name="ชื่อใหม่").context["mark"]
    Municipality.objects.filter(pk=town.pk).update(code="4520198")  # what another admin has put right
    assert raise_it(admin, town, name="ชื่อใหม่", touched=mark).status_code == 200
    assert stored(town) == "เทศบาลตำบลทุ่งผึ้ง"


def test_day_that_can_not_be_is_said_in_the_form(admin: Client, town: Municipality):
    page = raise_it(admin, town, day="1 มีนาคม 2590")
    assert "บันทึกได้ตั้งแต่วันที่การเปลี่ยนแปลงมีผลแล้ว" in page.text
    assert "touched" not in page.context


def test_going_back_keeps_what_was_typed(admin: Client, town: Municipality):
    assert 'value="4520199"' in raise_it(admin, town, back="1").text


def test_refused_publication_names_the_change_as_its_reason(admin: Client, town: Municipality):
    raise_it(admin, town, touched=raise_it(admin, town).context["mark"])
    report = Report.objects.with_place().get(kind="plan")
    Plan.objects.update(signed_on=date(2025, 4, 1))  # a review of before the raise, signed after it
    report.fingerprint = fingerprint_as(report, "tambon")
    report.plan.refresh_from_db()
    sentence = content_refusal(report, "publish", ())
    assert "เพราะเทศบาลตำบลทุ่งผึ้ง อำเภอแม่ทะ" in sentence
    assert "เปลี่ยนเป็นเทศบาลเมืองทุ่งผึ้ง" in sentence


def fingerprint_as(report: Report, kind: str) -> str:
    """What a reviewer accepted while the place was of that kind, signed on 1 April 2025."""
    plan = Plan.objects.select_related("municipality__district__province").get(pk=report.plan_id)
    dossier = load_dossier(plan)
    [then] = [place for place in (dossier.place, *dossier.place.other_times) if place.kind == kind]
    return dossier_fingerprint(replace(dossier, place=then), report.kind)


def confirmed(admin: Client, page: str, town: Municipality, **typed: str):
    address = reverse(page, args=[town.pk])
    return admin.post(address, typed | {"touched": admin.post(address, typed).context["mark"]})


def test_merger_names_the_other_place(admin: Client, town: Municipality):
    other = factories.municipality()
    confirmed(admin, "place_end", town, day="1 ตุลาคม 2569", into="เทศบาลเมืองเขลางค์นคร")
    place = Municipality.objects.get(pk=town.pk)
    assert (place.ended_on, place.merged_into) == (date(2026, 10, 1), other)
    assert "รวมเข้ากับเทศบาลเมืองเขลางค์นคร" in admin.get(reverse("place", args=[town.pk])).text


def test_merger_with_a_slip_in_the_name_offers_the_near_ones(admin: Client, town: Municipality):
    other = factories.municipality()
    address, typed = reverse("place_end", args=[town.pk]), {"day": "1 ตุลาคม 2569", "into": "เขลางนคร"}
    asked = admin.post(address, typed)
    offered = f"{other.full_name} {other.place}"
    assert f'name="into"\n             value="{offered}"' in asked.text
    asked = admin.post(address, typed | {"into": ["เขลางนคร", offered]})
    assert "รวมเข้ากับเทศบาลเมืองเขลางค์นคร" in asked.text


def test_end_that_was_a_mistake_is_taken_back(admin: Client, town: Municipality):
    confirmed(admin, "place_end", town, day="1 ตุลาคม 2569", into="")
    confirmed(admin, "place_end", town, day="", into="")
    assert Municipality.objects.get(pk=town.pk).ended_on is None


def test_begin_names_the_subdistrict_body(admin: Client, town: Municipality):
    confirmed(admin, "place_begin", town, day="1 ตุลาคม 2566", name="อบต.ทุ่งผึ้ง", code="6520101")
    place = Municipality.objects.get(pk=town.pk)
    assert place.begins_on == date(2023, 10, 1)
    assert [one.state.full_name for one in place.formerly] == ["องค์การบริหารส่วนตำบลทุ่งผึ้ง"]


@pytest.mark.parametrize("name", ["place_change", "place_end", "place_begin"])
def test_pages_ask_few_queries(admin: Client, town: Municipality, django_assert_max_num_queries, name: str):
    with django_assert_max_num_queries(10):
        admin.get(reverse(name, args=[town.pk]))


def test_list_finds_and_names_what_it_was(admin: Client, town: Municipality):
    raise_it(admin, town, touched=raise_it(admin, town).context["mark"])
    page = admin.get(reverse("place_list"), {"q": "5520101"}).text
    assert "เทศบาลเมืองทุ่งผึ้ง" in page
    assert "เดิม เทศบาลตำบลทุ่งผึ้ง" in page


def raised(admin: Client, town: Municipality) -> Municipality:
    raise_it(admin, town, touched=raise_it(admin, town).context["mark"])
    return Municipality.objects.get(pk=town.pk)


def recorded(admin: Client, town: Municipality, day: str, number: int = 1):
    """Put a recorded change right, confirmed; the page that says why not, where it is refused."""
    address = reverse("place_recorded", args=[town.pk, number])
    page = admin.post(address, {"day": day})
    mark = (page.context or {}).get("mark")
    return admin.post(address, {"day": day, "touched": mark}) if mark else page


def test_raise_that_was_a_mistake_is_taken_back_after_its_papers_were_named(
    admin: Client, town: Municipality
):
    raised(admin, town)
    address = reverse("place_recorded", args=[town.pk, 1])
    assert f'href="{address}"' in admin.get(reverse("place", args=[town.pk])).text

    page = admin.post(address, {"day": ""})
    assert "เสมือนไม่เคยเกิดขึ้น" in page.text
    assert {one.report.kind: one.effect for one in page.context["touched"]} == {
        "plan": Effect.REVIEW,
        "results": Effect.RENAMED,
    }
    assert stored(town) == "เทศบาลเมืองทุ่งผึ้ง"

    assert recorded(admin, town, "").status_code == 302
    place = Municipality.objects.with_place().get(pk=town.pk)
    assert (place.state, place.former_states, place.former_key) == (town.state, [], "")
    assert place.history.first().history_user == factories.admin()


def test_day_of_a_raise_is_put_right(admin: Client, town: Municipality):
    raised(admin, town)
    Plan.objects.update(signed_on=date(2025, 4, 1))
    page = admin.post(reverse("place_recorded", args=[town.pk, 1]), {"day": "1 พฤษภาคม 2568"})
    assert "แทนวันที่ ๑ มีนาคม ๒๕๖๘" in page.text.replace("\u00a0", " ")
    assert {one.report.kind: one.effect for one in page.context["touched"]}["plan"] == Effect.REVIEW

    assert recorded(admin, town, "1 พฤษภาคม 2568").status_code == 302
    place = Municipality.objects.get(pk=town.pk)
    assert [one.until for one in place.formerly] == [date(2025, 5, 1)]
    assert place.full_name == "เทศบาลเมืองทุ่งผึ้ง"


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("1 มีนาคม 2568", "ยังไม่มีข้อมูลใดเปลี่ยนไป"),
        ("1 ตุลาคม 2566", "ต้องอยู่ระหว่างการเปลี่ยนแปลงก่อนหน้า"),
        ("1 มีนาคม 2590", "บันทึกได้ตั้งแต่วันที่การเปลี่ยนแปลงมีผลแล้ว"),
    ],
)
def test_day_between_the_other_changes_is_asked_for(
    admin: Client, town: Municipality, day: str, sentence: str
):
    confirmed(admin, "place_begin", town, day="1 ตุลาคม 2566", name="ทุ่งผึ้ง", code="6520101")
    before = raised(admin, town).former_states

    assert sentence in recorded(admin, town, day, number=2).text
    assert Municipality.objects.get(pk=town.pk).former_states == before


def test_first_day_as_a_municipality_is_put_right_and_taken_back(admin: Client, town: Municipality):
    confirmed(admin, "place_begin", town, day="1 ตุลาคม 2566", name="ทุ่งผึ้ง", code="6520101")
    raised(admin, town)
    recorded(admin, town, "1 ตุลาคม 2565")
    place = Municipality.objects.get(pk=town.pk)
    assert (place.begins_on, place.formerly[0].until) == (date(2022, 10, 1), date(2022, 10, 1))

    recorded(admin, town, "")
    place.refresh_from_db()
    assert (place.begins_on, [one.state.kind for one in place.formerly]) == (None, ["tambon"])
    assert place.full_name == "เทศบาลเมืองทุ่งผึ้ง"


def test_earlier_change_waits_for_the_later_one(admin: Client, town: Municipality):
    raised(admin, town)
    typed = {"day": "1 เมษายน 2568", "name": "ทุ่งน้ำผึ้ง"}
    raise_it(admin, town, **typed, touched=raise_it(admin, town, **typed).context["mark"])

    assert "โปรดยกเลิกครั้งหลังก่อน" in recorded(admin, town, "").text
    recorded(admin, town, "", number=2)
    assert stored(town) == "เทศบาลเมืองทุ่งผึ้ง"


def test_former_code_that_another_has_by_now_is_not_taken_from_it(admin: Client, town: Municipality):
    raised(admin, town)
    factories.municipality("หนองหล่าย", kind=Kind.TAMBON, district="แม่ทะ", code="5520101")

    assert "เทศบาลอื่นใช้รหัส 5520101 แล้ว" in recorded(admin, town, "").text.replace("๕๕๒๐๑๐๑", "5520101")
    assert stored(town) == "เทศบาลเมืองทุ่งผึ้ง"


def test_change_that_was_never_recorded_is_no_page(admin: Client, town: Municipality):
    assert [admin.get(reverse("place_recorded", args=[town.pk, n])).status_code for n in (0, 1)] == [404, 404]


def ending(admin: Client, town: Municipality, day: str = "1 ตุลาคม 2569", into: str = ""):
    return admin.post(reverse("place_end", args=[town.pk]), {"day": day, "into": into})


def test_end_names_what_is_left_open_and_who_can_finish_it(admin: Client, town: Municipality):
    officer = factories.officer(town)
    papers = list(Report.objects.filter(plan__municipality=town))
    link = Correction.objects.create(
        municipality=town, fiscal_year=2567, reason="แก้", told_public=True, opened_by=officer
    )
    link.reports.set([row for row in papers if row.kind == "plan"])
    page = ending(admin, town)
    left = page.context["left"]
    assert "แก้ไขผลการประเมิน" in left.things[0].text
    assert (left.waits, left.told_public, left.officers) == (True, True, [officer])
    assert "หน้าเผยแพร่จะยังแจ้งว่าอยู่ระหว่างแก้ไข" in page.text
    assert reverse("person", args=[officer.pk]) in page.text
    [draft] = [one for one in left.things if one.text.startswith("รายงานผล")]
    assert (draft.is_left, "ไม่ต้องจัดทำต่อ เพราะเทศบาลสิ้นสภาพ" in draft.text) == (True, True)
    assert Municipality.objects.get(pk=town.pk).ended_on is None


def test_end_without_an_officer_says_that_nobody_can_finish(admin: Client, town: Municipality):
    assert f"{reverse('person_invite')}?municipality={town.pk}" in ending(admin, town).text


def test_end_that_leaves_drafts_alone_asks_for_nobody(admin: Client, town: Municipality):
    Report.objects.filter(plan__municipality=town).update(state="draft", fingerprint="")
    page = ending(admin, town)
    assert [one.is_left for one in page.context["left"].things] == [True, True]
    assert (page.context["left"].waits, reverse("person_invite") in page.text) == (False, False)


@pytest.mark.parametrize(
    ("page", "typed"),
    [
        ("place_end", {"day": "1 ตุลาคม 2569", "into": ""}),
        ("place_begin", {"day": "1 ตุลาคม 2566", "name": "ทุ่งผึ้ง", "code": "6520101"}),
    ],
)
def test_what_is_recorded_already_is_not_recorded_again(
    admin: Client, town: Municipality, page: str, typed: dict[str, str]
):
    confirmed(admin, page, town, **typed)
    again = admin.post(reverse(page, args=[town.pk]), typed)
    assert "ยังไม่มีข้อมูลใดเปลี่ยนไปจากที่บันทึกไว้" in again.text
    assert Municipality.history.filter(id=town.pk).count() == 2


@pytest.mark.parametrize("name", ["อบต.", "อบต", "องค์การบริหารส่วนตำบล", " อบต. "])
def test_body_is_not_called_by_its_kind_alone(admin: Client, town: Municipality, name: str):
    typed = {"day": "1 ตุลาคม 2566", "name": name, "code": ""}
    page = admin.post(reverse("place_begin", args=[town.pk]), typed)
    assert "กรุณากรอกชื่อที่ตามหลังคำนำหน้าด้วย" in page.text


def test_merger_offers_the_place_that_a_slip_may_mean(admin: Client, town: Municipality):
    other = factories.municipality()
    typed = {"day": "1 ตุลาคม 2569", "into": "เทศบาลเมืองเขลางนคร"}
    page = admin.post(reverse("place_end", args=[town.pk]), typed)
    assert f'value="{other.full_name} {other.place}"' in page.text
    assert f"รวมเข้ากับ{other.full_name}" in ending(admin, town, into=f"{other.full_name} {other.place}").text


def test_end_that_is_taken_back_leaves_nothing_open(admin: Client, town: Municipality):
    confirmed(admin, "place_end", town, day="1 ตุลาคม 2569", into="")
    page = ending(admin, town, day="")
    assert (page.context["left"], "เรื่องที่ยังค้างอยู่" in page.text) == (None, False)


def test_end_is_asked_again_where_more_is_open_by_now(admin: Client, town: Municipality):
    mark = ending(admin, town).context["mark"]
    Report.objects.filter(kind="plan").update(state="submitted")
    answer = admin.post(
        reverse("place_end", args=[town.pk]), {"day": "1 ตุลาคม 2569", "into": "", "touched": mark}
    )
    assert (answer.status_code, Municipality.objects.get(pk=town.pk).ended_on) == (200, None)
