"""Erasing by law: what is named is found wherever the portal keeps it, and a tombstone takes its place."""
