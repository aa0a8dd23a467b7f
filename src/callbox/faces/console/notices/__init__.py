"""Notices: where somebody looks over what the public is told of requests, and takes it down."""
