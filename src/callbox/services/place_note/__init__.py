"""What whoever goes to a place must know of the place: never of anybody who lives there."""
