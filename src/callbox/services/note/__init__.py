"""What somebody writes down in a case, and the files that came with it."""
