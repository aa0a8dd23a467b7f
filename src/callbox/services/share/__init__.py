"""Several organisations on one case, each seeing only what was declared for it."""
