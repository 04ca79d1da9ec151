"""A composed document as a file: PDF and Word."""
