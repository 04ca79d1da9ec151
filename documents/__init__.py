"""The two documents of a plan, from its dossier to what each section says: pure but for `loading`."""
