"""Who solved it before: lessons, offers, ambassadors and outcomes beside a theme, and searching in them."""
