"""`callbox city`: bring a city's roads in, look at them, close a road and open it again."""
