"""The crew's page, for a phone and one hand; the button for help on every page; and messages."""
