"""The roads and the place names of a world, kept in its folder."""
