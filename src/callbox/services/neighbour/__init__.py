"""Neighbours: other cities' Open311 servers, and what is sent on to them."""
