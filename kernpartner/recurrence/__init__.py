"""What repeats: which themes return over organisations and months, and how a theme moves against its own past."""
