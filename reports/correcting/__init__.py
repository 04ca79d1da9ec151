"""A result that was corrected after its publication: its public papers are revised as one affair."""
