"""Where: districts, the areas whose figures are released together, and the district's own word lists."""
