"""The advisor: one process that holds the roads of a world and answers questions about them over a Unix socket."""
