"""Names of places in free text: a paper that speaks as another municipality, district or province. Pure."""
