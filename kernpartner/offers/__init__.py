"""What partners can do: which partner belongs to which theme, and what it offers there."""
