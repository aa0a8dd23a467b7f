"""Demand: where and when people call for help, as a caller of the brain gives it."""
