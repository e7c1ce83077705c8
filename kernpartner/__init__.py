"""Professionals of school, youth health care and neighbourhood team notice together what keeps coming back."""

__version__ = "0.1.0"
