"""A road that is closed, flooded or slowed: for which vehicles, how much, from when until when, and why."""
