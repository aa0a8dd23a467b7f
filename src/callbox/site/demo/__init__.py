"""The demo world: an imaginary city, its people, and a player who lets a day happen in it."""
