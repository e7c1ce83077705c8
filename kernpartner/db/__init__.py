"""How tables look and how the database is reached; knows no subject."""
