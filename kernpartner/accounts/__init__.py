"""How people prove who they are: password, second factor, recovery codes and the sessions that follow."""
