"""What was advised: questions, answers, outcomes with their gate, and lessons without child data."""
