"""`callbox run`: one supervisor, and the processes it starts and watches."""
