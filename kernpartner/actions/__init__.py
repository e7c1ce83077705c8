"""What was agreed: who does what by when, its status and history, across meetings."""
