"""How often: exact counts per theme, place and period, kept in step with every change by an append-only ledger."""
