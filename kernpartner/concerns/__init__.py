"""What is logged: cleaned concerns, the themes people confirmed, drafts, and withdrawal."""
