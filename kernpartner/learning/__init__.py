"""What a district learns: from decisions about suggestions, and from words that return among what fits nothing."""
