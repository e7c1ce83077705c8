"""About what: schemes of cross-cutting themes with their factors, and the suggestions for a text."""
