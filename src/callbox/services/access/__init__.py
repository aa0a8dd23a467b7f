"""Who looked at what, and why; and the breaking of the glass, always reviewed by another organisation."""
