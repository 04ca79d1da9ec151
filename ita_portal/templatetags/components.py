"""The parts that many pages have: the way to the page, a region that scrolls, a deletion.

Each is a block tag around what differs from page to page; its HTML stands in templates/components/. The
filter form is there too; it wraps nothing, so that pages include it. `chosen_file` is a plain tag.
"""

from django import template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from ita_portal.noted_forms import note_html

register = template.Library()


@register.simple_block_tag
def breadcrumbs(content: SafeString) -> str:
    """The way to this page, around its `crumb` tags; nothing where there are none."""
    return _component("breadcrumbs", content) if content.strip() else ""


@register.simple_block_tag
def crumb(content: SafeString, page: str = "", *arguments: object) -> str:
    """A step of the way: its name inside, a link where the URL name of its page is given."""
    return _component("crumb", content, address=reverse(page, args=arguments) if page else "")


@register.simple_block_tag
def scrolling(content: SafeString, look: str, *, label: str = "", labelled_by: str = "") -> str:
    """A table or chart that scrolls sideways where it is wider than the page, by the keyboard too.

    `look`: its CSS classes, "table-scroll" or "chart-scroll" first. A screen reader announces its name:
    `label`, or the text of the element with the id `labelled_by`; ValueError unless exactly one is given.
    """
    if bool(label) == bool(labelled_by):
        raise ValueError(f"a scrolling region has one name: label={label!r}, labelled_by={labelled_by!r}")
    return _component("scrolling", content, look=look, label=label, labelled_by=labelled_by)


@register.simple_block_tag(takes_context=True)
def deletion(
    context: template.Context,
    content: SafeString,
    address: str,
    *what: object,
    verb: str = "ลบ",
    seen: str = "",
) -> str:
    """A deletion in two steps: opened, it names what goes with it (the content) and shows the button.

    `address` takes the POST, with `seen` where the action compares the state that the page showed. The
    words of `what` are joined and follow the verb: "ลบ" + "มาตรการที่ " + "๒".
    """
    action = verb + "".join(map(str, what))
    return _component(
        "deletion", content, address=address, action=action, seen=seen, csrf_token=context.get("csrf_token")
    )


@register.simple_tag
def chosen_file(field: BoundField) -> str:
    """Beside a file's field of a page that is shown again: the file that was kept, with a box to drop it."""
    kept = getattr(field.form.files, "kept", {}).get(field.html_name)
    return _component("chosen_file", "", field=field.html_name, kept=kept) if kept else ""


@register.simple_tag
def field_note(field: BoundField) -> str:
    """Below a field: how its text was read, what takes that back, what is offered."""
    note = getattr(field.form, "field_notes", {}).get(field.html_name)
    return note_html(note, field.html_name, f"div_{field.auto_id}") if note else ""


def _component(name: str, content: str, **parts: object) -> str:
    """The component's template with what the tags stand around, which a template has escaped already."""
    return render_to_string(f"components/{name}.html", {**parts, "content": mark_safe(content.strip())})
