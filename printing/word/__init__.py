"""A document as a Word file, in which the officers can go on writing before they sign."""
