from .facts import City, Organisation, Roads, Station, Unit
from .generate import generate
from .naming import Street, streets
from .picture import picture

__all__ = ["City", "Organisation", "Roads", "Station", "Street", "Unit", "generate", "picture", "streets"]
