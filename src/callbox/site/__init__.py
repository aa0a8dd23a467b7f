"""The only wiring: settings, urls, server, supervisor."""
