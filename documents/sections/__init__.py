"""The sections of the documents, a module each: what a section says, over a dossier."""
