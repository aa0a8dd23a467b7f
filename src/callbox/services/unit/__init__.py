"""A crew or vehicle that can be sent."""
