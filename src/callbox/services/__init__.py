"""One folder for each kind of record, all with the same files."""
