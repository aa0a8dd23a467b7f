"""Who may act: organisations in four levels, posts with duties, people, calendars, access tokens."""
