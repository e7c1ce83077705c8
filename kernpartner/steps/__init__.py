"""Next steps of themes: what an area does about a theme together, in solution directions that places roll out."""
