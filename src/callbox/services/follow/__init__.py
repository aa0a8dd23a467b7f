"""Follows: the secret link by which whoever asked follows their case."""
