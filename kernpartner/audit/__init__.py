"""Who did what, to which thing, when and on behalf of whom; never the text itself."""
