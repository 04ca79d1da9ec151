"""The sections of the documents, a module each, built over a dossier."""
