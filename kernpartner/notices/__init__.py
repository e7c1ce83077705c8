"""What people are told: each fact once, by mail at once, in one mail a day or a week, or only on their own page."""
