"""The components that many templates share: what they say, no markup from what is typed, and no copies."""

import re
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import reverse

from ita_portal.editing import PortalForm
from tests import factories

HOSTILE = "\"'><script>alert(1)</script>"
ESCAPED = "&quot;&#x27;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"
TEMPLATES = Path(settings.BASE_DIR) / "templates"
# No filters of a list: a search of one line beside other things, a checksum looked up, and Django's admin.
OTHER_SEARCHES = {"admin/search_form.html", "public/compare.html", "public/verify.html", "welcome.html"}


class OneField(PortalForm):
    q = forms.CharField(label="ชื่อ", required=False, max_length=5)


def drawn(source: str, **context: object) -> str:
    """The template's text, each run of white space as one blank, none beside a tag."""
    text = Template(source).render(Context(context))
    return re.sub(r"\s*(<[^>]*>)\s*", r"\1", re.sub(r"\s+", " ", text)).strip()


def own_templates() -> dict[str, str]:
    """Source by name of every template of a page that is no component; the printed documents are apart."""
    apart = ("components", "documents")
    paths = (path for path in TEMPLATES.rglob("*.html") if path.parent.name not in apart)
    return {path.relative_to(TEMPLATES).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def with_copies(pattern: str) -> set[str]:
    return {name for name, source in own_templates().items() if re.search(pattern, source)}


def test_breadcrumbs_lead_to_the_page() -> None:
    steps = '{% crumb "place_list" %} {{ name }} {% endcrumb %}{% crumb %}ที่นี่{% endcrumb %}'
    assert drawn(f"{{% breadcrumbs %}}{steps}{{% endbreadcrumbs %}}", name=HOSTILE) == (
        '<nav class="breadcrumbs" aria-label="เส้นทาง"><ol>'
        f'<li><a href="{reverse("place_list")}">{ESCAPED}</a></li>'
        '<li aria-current="page">ที่นี่</li></ol></nav>'
    )


def test_crumb_takes_what_its_address_needs() -> None:
    step = '{% crumb "documents" pk 2568 %}เอกสาร{% endcrumb %}'
    assert f'href="{reverse("documents", args=[7, 2568])}"' in drawn(step, pk=7)


def test_page_without_a_way_has_no_breadcrumbs() -> None:
    assert (
        drawn("{% breadcrumbs %} {% if no %}{% crumb %}x{% endcrumb %}{% endif %} {% endbreadcrumbs %}") == ""
    )


@pytest.mark.parametrize(
    ("name", "attribute"), [("label=name", "aria-label"), ("labelled_by=name", "aria-labelledby")]
)
def test_scrolling_region_is_reached_by_the_keyboard_and_has_a_name(name: str, attribute: str) -> None:
    source = (
        f'{{% scrolling "table-scroll narrow" {name} %}}<table></table>{{{{ cell }}}}{{% endscrolling %}}'
    )
    assert drawn(source, name=HOSTILE, cell=HOSTILE) == (
        f'<div class="table-scroll narrow" role="region" {attribute}="{ESCAPED}" tabindex="0">'
        f"<table></table>{ESCAPED}</div>"
    )


@pytest.mark.parametrize("names", ["", 'label=""', 'label="ก" labelled_by="a"'])
def test_scrolling_region_without_its_one_name_is_refused(names: str) -> None:
    with pytest.raises(ValueError, match="one name"):
        drawn(f'{{% scrolling "table-scroll" {names} %}}<table></table>{{% endscrolling %}}')


def test_deletion_says_what_goes_with_it_before_it_is_confirmed() -> None:
    source = '{% deletion address "มาตรการที่ " what seen=seen %}{{ loss }}{% enddeletion %}'
    page = drawn(source, address=HOSTILE, what=HOSTILE, seen=HOSTILE, loss=HOSTILE, csrf_token="abc")
    assert page == (
        f'<details><summary>ลบมาตรการที่ {ESCAPED}</summary><form method="post" action="{ESCAPED}">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="abc">'
        f'<input type="hidden" name="seen" value="{ESCAPED}"><p>{ESCAPED}</p>'
        f'<button type="submit" class="btn btn-sm btn-danger">ยืนยันลบมาตรการที่ {ESCAPED}</button>'
        "</form></details>"
    )


def test_deletion_has_another_verb_and_no_token_where_it_says_so() -> None:
    page = drawn('{% deletion "/x/" "รายการ" verb="ยกเลิก" %}หยุด{% enddeletion %}')
    assert "<summary>ยกเลิกรายการ</summary>" in page
    assert 'name="seen"' not in page


def filter_form(query: str, **context: object) -> str:
    request = RequestFactory().get("/list/" + query)
    form = OneField(request.GET or None)
    source = '{% include "components/filter_form.html" with button="ค้นหา" %}'
    return drawn(source, **{"request": request, "form": form, "label": "ค้นหา", **context})


def test_filter_form_shows_every_field_and_escapes_what_was_typed() -> None:
    page = filter_form("", label=HOSTILE, action=HOSTILE, form=OneField({"q": HOSTILE[:5]}))
    assert f'action="{ESCAPED}"' in page
    assert f'aria-label="{ESCAPED}"' in page
    assert 'value="&quot;&#x27;&gt;&lt;s"' in page
    assert "<script" not in page


def test_filter_form_is_cleared_once_something_is_asked() -> None:
    clear = '<a href="/list/">ล้างตัวกรอง</a>'
    assert clear not in filter_form("")
    assert clear in filter_form("?q=ก")


def test_filter_form_says_that_an_address_asks_for_what_cannot_be() -> None:
    assert "แล้วกดค้นหาอีกครั้ง" in filter_form("?q=ยาวเกินไป")
    assert 'role="alert"' not in filter_form("?q=ก")


@pytest.mark.parametrize(
    "copy",
    [
        r'<nav[^>]*breadcrumb|aria-label="เส้นทาง"',
        r'class="[^"]*(table|chart)-scroll|role="region"',
        r"<form[^>]*action=.\{% url .\w+_remove|ยืนยันลบ",
    ],
    ids=["breadcrumbs", "scrolling", "deletion"],
)
def test_no_template_has_a_copy_of_a_component(copy: str) -> None:
    assert with_copies(copy) == set()


def test_every_list_is_narrowed_by_the_filter_form() -> None:
    assert with_copies(r'<form[^>]*method="get"') == OTHER_SEARCHES


def test_every_table_scrolls_but_those_that_are_cards_or_the_admins() -> None:
    others = ("frameworks/", "simple_history/")
    sources = {name: text for name, text in own_templates().items() if not name.startswith(others)}
    tables = {name: text.count("<table") for name, text in sources.items()}
    assert tables == {name: text.count('{% scrolling "table-scroll') for name, text in sources.items()}


def test_every_region_is_named_by_something_on_its_page() -> None:
    named = r'\{% scrolling [^%]*labelled_by="([^"]+)"'
    missing = [
        (name, id_)
        for name, text in own_templates().items()
        for id_ in re.findall(named, text)
        if f'id="{id_}"' not in text
    ]
    assert missing == []


@pytest.mark.django_db
def test_links_back_lead_somewhere(client: Client) -> None:
    """They read an address that another block of the template had set, and that ends with the block."""
    row = factories.measure(factories.plan())
    report = factories.report(row.plan, state="returned")
    comment = factories.comment(report)
    plan = [row.plan.municipality_id, row.plan.fiscal_year]
    client.force_login(factories.officer())
    addresses = [
        reverse("measure", args=[*plan, 1]),
        reverse("measure_add", args=plan),
        reverse("result", args=[*plan, 1]),
        reverse("report_history", args=[*plan, "plan"]),
        reverse("comment_answer", args=[*plan, "plan", comment.pk]),
    ]
    pages = {address: client.get(address).content.decode() for address in addresses}
    assert [address for address, page in pages.items() if "กลับไปที่" not in page or 'href=""' in page] == []
