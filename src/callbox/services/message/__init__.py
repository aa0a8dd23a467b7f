"""What is said between units, posts and dispatch, and the channels that carry it to them."""
