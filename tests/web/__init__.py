"""Tests of the pages, through the door that people use."""
