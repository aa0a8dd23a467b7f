"""A year of a city in a second: an emergency service simulated call by call, fast or exactly."""
