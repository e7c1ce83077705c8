"""Who takes part: organisations, people, their roles and how long each is valid."""
