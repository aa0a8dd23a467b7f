"""What is known of a boundary: the area in which an organisation is the one that serves."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar

from callbox.kernel.facts import Id, Links, Record, Value
from callbox.services.boundary.rings import METRES_PER_DEGREE, distance_m, inside_deg

__all__ = ["METRES_PER_DEGREE", "Boundary"]


@dataclass(frozen=True, kw_only=True)
class Boundary(Record):
    """A polygon, or several, that says who serves a place. Nothing in it is personal."""

    kind: ClassVar[str] = "boundary"

    organisation: Annotated[str, "The organisation that serves it", Links("organisation")]
    version: Annotated[int, "How often it was drawn, from 1"] = 1
    name: Annotated[str, "Its name in English"]
    name_zh: Annotated[str, "Its name in Chinese"] = ""
    categories: Annotated[tuple[Id, ...], "The categories it holds for; none: all", Links("category")] = ()
    source: Annotated[str, "Where it comes from: the register, the file, who drew it"] = ""
    rings: Annotated[Mapping[str, Value], "A GeoJSON Polygon or MultiPolygon, WGS 84 (RFC 7946)"]
    west_longitude_deg: Annotated[float, "Its westernmost point"]
    south_latitude_deg: Annotated[float, "Its southernmost point"]
    east_longitude_deg: Annotated[float, "Its easternmost point"]
    north_latitude_deg: Annotated[float, "Its northernmost point"]

    def serves(self, category: Id) -> bool:
        """Whether it holds for this category."""
        return self.status == "active" and (not self.categories or category in self.categories)

    def distance_m(self, *, latitude_deg: float, longitude_deg: float) -> float:
        """How far a place lies outside, in metres; 0 inside."""
        return distance_m(self.rings, latitude_deg=latitude_deg, longitude_deg=longitude_deg)

    def inside_deg(self) -> tuple[float, float]:
        """The longitude and latitude of a place well inside, where its name is written."""
        return inside_deg(self.rings)
