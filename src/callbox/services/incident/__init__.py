"""What needs responders now, and the units on it."""
