"""The dispatcher's map: what it shows, where its tiles come from, and closing a road by drawing on it."""
