"""The command line, `callbox`."""
