"""What waits for somebody too long: who is reminded of what, and why."""
