"""Who is on duty, with which unit, from when until when."""
