"""Roads: networks read from published formats, places snapped to them, and exact travel times between them."""
