"""The end of a case's personal values, and the legal hold that puts it off."""
