"""A municipality's own pages: its years at a glance, what is to be done next, its profile."""
