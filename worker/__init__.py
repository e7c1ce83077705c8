"""The door for the clock: thin tasks that read facts on a schedule and call one service function each."""
