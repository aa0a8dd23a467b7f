"""Place notes: the page on which they are kept, and how they are told to those who go to a place."""
