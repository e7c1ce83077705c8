"""Changes what is released: runs the calendar through the audit, and exports everything for an outsider to check."""

from kernpartner.publications.service.exporting import export_publications
from kernpartner.publications.service.releasing import PeriodsStillOpen, close_due, release_due

__all__ = ["PeriodsStillOpen", "close_due", "export_publications", "release_due"]
