"""One telephone, text, relay or web-chat session: from its first ring until it is over, or somebody was called back."""
