"""Pure: problems in, proposals out. No Django, no clock, no I/O; every randomness seeded."""
