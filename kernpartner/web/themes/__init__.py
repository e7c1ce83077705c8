"""Shows themes and the system map, and lets people who may change them, take changes back, and read files in."""

from kernpartner.publications import queries as publication_queries
from kernpartner.web.themes import editing, ending, exchange, map, placing, showing
from kernpartner.web.themes.door import bp

__all__ = ["bp", "editing", "ending", "exchange", "map", "placing", "publication_queries", "showing"]
