"""What was released: editions on fixed dates, append-only statements in a chain, and the export to check them."""
