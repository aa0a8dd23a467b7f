"""How what is told leaves the node: mail, webhooks and printers, each at its own pace, none in another's way."""
