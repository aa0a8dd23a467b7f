from .demand import Calls, demand
from .facts import City, Name, Organisation, Roads, Station, Unit, lonlat
from .generate import generate
from .naming import Street, streets
from .picture import picture
from .telling import Call, told

__all__ = [
    "Call",
    "Calls",
    "City",
    "Name",
    "Organisation",
    "Roads",
    "Station",
    "Street",
    "Unit",
    "demand",
    "generate",
    "lonlat",
    "picture",
    "streets",
    "told",
]
