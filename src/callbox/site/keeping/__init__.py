"""Looking after a node: backup, restore, upgrade, and what the doctor finds."""
