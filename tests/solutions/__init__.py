"""Tests of who solved it before."""
