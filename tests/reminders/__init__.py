"""Tests of what people are reminded of."""
