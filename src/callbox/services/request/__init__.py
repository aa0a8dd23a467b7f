"""Service requests: what a department is asked for, by whom it must be answered and until when."""
