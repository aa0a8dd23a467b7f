"""What each act on a boundary is given."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from callbox.kernel.facts import Id, Inputs, Links, Value


@dataclass(frozen=True, kw_only=True)
class Draw(Inputs):
    """A new boundary."""

    id: Annotated[Id, "The new boundary's name in the records"]
    organisation: Annotated[str, "The organisation that serves it", Links("organisation")]
    name: Annotated[str, "Its name in English"]
    name_zh: Annotated[str, "Its name in Chinese"] = ""
    categories: Annotated[tuple[Id, ...], "The categories it holds for; none: all", Links("category")] = ()
    source: Annotated[str, "Where it comes from: the register, the file, who drew it"] = ""
    rings: Annotated[Mapping[str, Value], "A GeoJSON Polygon or MultiPolygon, WGS 84 (RFC 7946)"]


@dataclass(frozen=True, kw_only=True)
class Redraw(Inputs):
    """A new version of a boundary; what is left out stays."""

    boundary: Annotated[Id, "The boundary", Links("boundary")]
    organisation: Annotated[str | None, "The organisation that serves it", Links("organisation")] = None
    name: Annotated[str | None, "Its name in English"] = None
    name_zh: Annotated[str | None, "Its name in Chinese"] = None
    categories: Annotated[tuple[Id, ...] | None, "The categories it holds for; none: all", Links("category")] = None
    source: Annotated[str | None, "Where it comes from: the register, the file, who drew it"] = None
    rings: Annotated[Mapping[str, Value] | None, "A GeoJSON Polygon or MultiPolygon, WGS 84 (RFC 7946)"] = None


@dataclass(frozen=True, kw_only=True)
class OfBoundary(Inputs):
    """A boundary holds no more."""

    boundary: Annotated[Id, "The boundary", Links("boundary")]
