"""Starts the servers that the demo and the tests need, as child processes that never outlive who started them."""
