"""Tests of texts per situation."""
