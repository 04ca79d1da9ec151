"""The register of OIT items: what a municipality must publish in a fiscal year, and where it stands."""
