"""Shows the pages on which a professional logs a concern, checks what is removed, and finds it again."""

from kernpartner.web.concerns import missing, reading, retagging, writing
from kernpartner.web.concerns.door import bp

__all__ = ["bp", "missing", "reading", "retagging", "writing"]
