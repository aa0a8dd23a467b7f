"""Requests that are sent on to other cities' Open311 servers."""
