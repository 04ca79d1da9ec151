"""Many documents in one ZIP: ordered on a page, made by the worker, kept for seven days."""

from oversight.exports.ordering import (
    AT_MOST,
    OrderRefused,
    downloadable,
    file_names,
    order,
    remove_export,
    within_scope,
)

__all__ = [
    "AT_MOST",
    "OrderRefused",
    "downloadable",
    "file_names",
    "order",
    "remove_export",
    "within_scope",
]
