"""Figures in free text: years, scores, standings and changes, held against the dossier. Pure."""
