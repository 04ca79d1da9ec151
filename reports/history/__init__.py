"""Who changed what of a report and when: from its steps, its comments and the fields of every table."""
