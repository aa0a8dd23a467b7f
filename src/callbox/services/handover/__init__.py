"""What one shift at the consoles hands to the next: every open matter, and what has to be known, signed by both."""
