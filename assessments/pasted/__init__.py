"""Scores as they are pasted: a table, a ranking, a column, a row or prose become values. Pure.

`understand` never guesses: what could be meant otherwise is named and left out.
"""

from assessments.pasted.tables import PastedScores, understand

__all__ = ["PastedScores", "understand"]
