"""Tests of guests of one session."""
