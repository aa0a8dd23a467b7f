"""The area in which an organisation is the one that serves: polygons that requests are routed by."""
