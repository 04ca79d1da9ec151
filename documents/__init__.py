"""The two documents of a plan, from its dossier to its sections: pure but for `loading`."""
