"""What partners read: one digest per partner, area and released edition, signed by all who wrote before it leaves."""
