"""Decides what stands on an agenda, how long, in which order and why; who is invited; and what is frozen."""
