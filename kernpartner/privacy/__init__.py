"""Holds the two guards of the house: what may be stored (deidentify) and what may be shown (disclosure)."""
