"""Where the caller's device is, out of a message that conveys it (RFC 6442): PIDF-LO by value (RFC 4119, 5491). Pure.

A place by reference would have to be fetched from another machine, so it is not. Of several shapes the first that can be
read counts; every shape becomes a point and a radius that covers it.
"""

import email
import email.policy
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree as ET

from callbox.kernel.globe import straight_line_m
from callbox.site.telephony.civic import address_of
from callbox.site.telephony.message import Message

PIDF = "application/pidf+xml"
BODY_MAX = 60_000
POINTS_MAX = 400
GML, SHAPES = "{http://www.opengis.net/gml}", "{http://www.opengis.net/pidflo/1.0}"
PRESENCE = "{urn:ietf:params:xml:ns:pidf}"
METRES = ("urn:ogc:def:uom:EPSG::9001", "")


@dataclass(frozen=True)
class DevicePlace:
    """Degrees WGS 84, metres; `at` is when it was there, where that is told with a zone."""

    latitude_deg: float
    longitude_deg: float
    radius_m: float | None
    at: datetime | None


def place_of(message: Message) -> DevicePlace | None:
    """Where the device is, as far as the message says it in itself."""
    return next((found for part in _parts(message) if (found := _read(part)) is not None), None)


def civic_of(message: Message) -> str:
    """The line's address in words, as far as the message says it in itself; empty where it does not."""
    return next(
        (found for part in _parts(message) if (root := _root(part)) is not None and (found := address_of(root))), ""
    )


def _parts(message: Message) -> Iterator[bytes]:
    """The bodies that may hold a place: those the Geolocation header names first."""
    if not message.body or len(message.body) > BODY_MAX:
        return
    if message.content_type == PIDF:
        yield message.body
    elif message.content_type.startswith("multipart/"):
        yield from _of_many(message)


def _of_many(message: Message) -> Iterator[bytes]:
    head = f"Content-Type: {message.get('content-type')}\r\n\r\n".encode("utf-8", "replace")
    try:
        whole = email.message_from_bytes(head + message.body, policy=email.policy.compat32)
        found = [
            (part.get("Content-ID", ""), part.get_payload(decode=True)) for part in whole.walk() if _is_place(part)
        ]
    except Exception:  # the parser of mail raises what it likes on what is none
        return
    named = re.findall(r"<\s*cid:([^>\s]{1,300})\s*>", message.get("geolocation"), re.IGNORECASE)
    found.sort(key=lambda one: str(one[0]).strip(" <>") not in named)
    yield from (body for _, body in found if isinstance(body, bytes) and len(body) <= BODY_MAX)


def _is_place(part: "email.message.Message") -> bool:
    return part.get_content_type() == PIDF


def _read(body: bytes) -> DevicePlace | None:
    """A place out of PIDF-LO; None for whatever is none."""
    root = _root(body)
    if root is None:
        return None
    try:
        shapes = (shape for element in root.iter() if (shape := _shape(element)) is not None)
        found = next(shapes, None)
        return DevicePlace(*found, at=_when(root)) if found is not None else None
    except (ValueError, RecursionError, LookupError):
        return None


def _root(body: bytes) -> ET.Element | None:
    """The document; None for what is none. No document type: entities could grow without end."""
    if b"<!" in body.replace(b"<!--", b""):
        return None
    try:
        return ET.fromstring(body)  # noqa: S314  bounded above, and without a document type
    except (ET.ParseError, ValueError, RecursionError, LookupError):
        return None


Shape = tuple[float, float, float | None]
"""Latitude, longitude in degrees, radius in metres."""


def _shape(element: ET.Element) -> Shape | None:
    if element.tag == f"{GML}Point":
        return _at(_numbers(element, f"{GML}pos"), None)
    if element.tag in (f"{SHAPES}Circle", f"{SHAPES}Sphere"):
        return _at(_numbers(element, f"{GML}pos"), _length_m(element, f"{SHAPES}radius"))
    if element.tag in (f"{SHAPES}Ellipse", f"{SHAPES}Ellipsoid"):
        return _at(_numbers(element, f"{GML}pos"), _length_m(element, f"{SHAPES}semiMajorAxis"))
    if element.tag == f"{SHAPES}ArcBand":
        return _at(_numbers(element, f"{GML}pos"), _length_m(element, f"{SHAPES}outerRadius"))
    return _polygon(element) if element.tag == f"{GML}Polygon" else None


def _numbers(element: ET.Element, name: str) -> list[float]:
    """The numbers of every element of this name below."""
    texts = [found.text or "" for found in element.iter(name)]
    return [float(one) for text in texts for one in text.split()[: 3 * POINTS_MAX]]


def _at(numbers: list[float], radius_m: float | None) -> Shape | None:
    if len(numbers) < 2 or not _on_earth(numbers[0], numbers[1]):
        return None
    return numbers[0], numbers[1], radius_m


def _on_earth(latitude_deg: float, longitude_deg: float) -> bool:
    return -90 <= latitude_deg <= 90 and -180 <= longitude_deg <= 180


def _length_m(element: ET.Element, name: str) -> float | None:
    found = next(element.iter(name), None)
    if found is None or found.get("uom", "") not in METRES:
        return None
    length_m = float(found.text or "nan")
    return length_m if 0 <= length_m < 1e7 else None


def _polygon(element: ET.Element) -> Shape | None:
    """The middle of the corners, and the distance to the farthest."""
    numbers = _numbers(element, f"{GML}pos") or _numbers(element, f"{GML}posList")
    corners = list(zip(numbers[::2], numbers[1::2], strict=False))[:POINTS_MAX]
    if len(corners) < 3 or not all(_on_earth(*corner) for corner in corners):
        return None
    distinct = corners[:-1] if corners[0] == corners[-1] else corners
    middle = (
        math.fsum(corner[0] for corner in distinct) / len(distinct),
        math.fsum(corner[1] for corner in distinct) / len(distinct),
    )
    return *middle, max(straight_line_m(middle, corner) for corner in corners)


def _when(root: ET.Element) -> datetime | None:
    for stamp in root.iter(f"{PRESENCE}timestamp"):
        at = datetime.fromisoformat((stamp.text or "").strip())
        return at if at.tzinfo is not None else None
    return None
