"""How far a unit is from a case as the crow flies. Pure."""

from callbox.kernel.globe import EARTH_RADIUS_M, Place, place, straight_line_m

__all__ = ["EARTH_RADIUS_M", "Place", "place", "straight_line_m"]
