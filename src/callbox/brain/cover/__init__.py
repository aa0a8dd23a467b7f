"""Where to wait: how well a city is covered, where its units should stand, and who should move up."""
