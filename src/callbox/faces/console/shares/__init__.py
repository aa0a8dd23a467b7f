"""Shares at the console: who works with us on a case, and the cases of others that we work on."""
