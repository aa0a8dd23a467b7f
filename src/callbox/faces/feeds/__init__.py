"""Feeds: what other systems read of this node and send to it in forms that were agreed elsewhere."""
