"""Thin ways in: console, portal, api, feeds, command."""
