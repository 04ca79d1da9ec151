"""The exchange format "ita-report-bundle/1": all that is known of one municipality's cycle, both ways."""
