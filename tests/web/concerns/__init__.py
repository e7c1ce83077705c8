"""Tests of the pages about concerns."""
