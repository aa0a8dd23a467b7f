"""`callbox phone`: an exchange that is none, with callers who are none, for trying and teaching."""
