"""The exchange format "ita-report-bundle": all that is known of one municipality's cycle, both ways."""
