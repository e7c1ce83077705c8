"""Texts per situation on what school, neighbourhood team and specialist do, with their versions."""
