"""Mutual aid: a neighbour lends units for one incident."""
