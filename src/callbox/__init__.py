"""Callbox: one open, self-hostable system for a city's public safety and public service work."""

__version__ = "0.1.0"
