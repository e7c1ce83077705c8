"""Shows next steps of themes: the five tests, directions, who works on them, and packages to adapt."""

from kernpartner.web.steps import packages, pages
from kernpartner.web.steps.door import bp

__all__ = ["bp", "packages", "pages"]
