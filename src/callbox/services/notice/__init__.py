"""What is told to the public of a case: words and a blurred photo that a person looked over, at a coarse place."""
