"""Tests of next steps, their directions and packages."""
