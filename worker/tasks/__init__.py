"""The tasks, by the subject they serve; each takes ids and ISO dates only."""
