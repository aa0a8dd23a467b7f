"""Applications: requests with papers, an appointment, and a decision with its reasons and its remedy."""
