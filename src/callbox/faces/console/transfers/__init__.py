"""Transfers at the console."""
