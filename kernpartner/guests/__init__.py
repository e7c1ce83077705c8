"""Guests of one session: who may read which summaries, from when until when."""
