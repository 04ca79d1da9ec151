"""What stands in the place of a file that was erased by law."""

from django import template

from reports.erased import erasure_of_file

register = template.Library()


@register.inclusion_tag("includes/erasure.html")
def erasure_facts(sha256: str) -> dict[str, object]:
    """When and why the file of this checksum was erased, as rows of a list of facts. One query."""
    return {"erasure": erasure_of_file(sha256), "digest": sha256}
