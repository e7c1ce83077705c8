"""What leaves as a document: mail, PDF, calendar and system map; values in, bytes out, no database."""
