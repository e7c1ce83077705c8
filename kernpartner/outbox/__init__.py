"""Mail to send and work that is due: rows written with the facts, so that nothing is lost with the broker."""
