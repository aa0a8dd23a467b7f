"""A line's civic address out of PIDF-LO (RFC 4119, 5139, 6848), written as people of its country write one. Pure.

Chinese goes from the large to the small without gaps (GB/T 23705), other languages from the house outwards. What an
element holds is told as it is; unknown elements are left out.
"""

import re
from xml.etree import ElementTree as ET

CIVIC = "{urn:ietf:params:xml:ns:pidf:geopriv10:civicAddr}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
HAN = re.compile(r"[\u4e00-\u9fff]")
SPACE = re.compile(r"\s+")
PART_MOST, WHOLE_MOST = 120, 500
STREET = ("PRD", "PRM", "RD", "STS", "POD", "POM", "RDSEC", "RDBR", "RDSUBBR")
HOUSE = ("HNO", "HNS")
INSIDE = ("BLD", "UNIT", "FLR", "ROOM", "SEAT")
NAMED = ("LMK", "NAM", "LOC")
AREAS = ("A6", "A5", "A4", "A3", "A2", "A1")
ALL = frozenset((*STREET, *HOUSE, *INSIDE, *NAMED, *AREAS, "PC", "country"))


def address_of(root: ET.Element) -> str:
    """The first civic address in a document; empty where there is none."""
    for element in root.iter(f"{CIVIC}civicAddress"):
        parts = _parts(element)
        if parts:
            language = element.get(LANGUAGE, "")
            chinese = language.startswith("zh") if language else bool(HAN.search("".join(parts.values())))
            return (_chinese(parts) if chinese else _western(parts))[:WHOLE_MOST]
    return ""


def _parts(element: ET.Element) -> dict[str, str]:
    """What each element of the address says, by its name, the first of each."""
    found: dict[str, str] = {}
    for one in element:
        name = one.tag.removeprefix(CIVIC) if isinstance(one.tag, str) else ""
        text = SPACE.sub(" ", one.text or "").strip()[:PART_MOST]
        if name in ALL and text:
            found.setdefault(name, text)
    return found


def _western(parts: dict[str, str]) -> str:
    street = _joined(parts, (*HOUSE, *STREET), " ")
    inside = _joined(parts, INSIDE, ", ")
    areas = _joined(parts, (*AREAS, "PC", "country"), ", ")
    return ", ".join(part for part in (_joined(parts, NAMED, ", "), street, inside, areas) if part)


def _chinese(parts: dict[str, str]) -> str:
    return _joined(parts, (*reversed(AREAS), *STREET, *HOUSE, *INSIDE, *NAMED), "")


def _joined(parts: dict[str, str], names: tuple[str, ...], between: str) -> str:
    return between.join(parts[name] for name in names if name in parts)
