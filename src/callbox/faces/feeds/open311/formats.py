"""One document as JSON or as XML: the mapping between both that GeoReport v2 names (the Spark convention). Pure.

A list becomes an element for the list and one for each item; in JSON the outermost name of a list falls away. Nothing is
`null` in JSON and an empty element in XML; truth is `true` and `false` in both.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Final
from xml.etree import ElementTree as ET

MIME: Final = {"json": "application/json", "xml": "text/xml"}
# What one item of a list is called.
ITEM: Final = {
    "services": "service",
    "service_requests": "request",
    "service_request_updates": "request_update",
    "errors": "error",
    "attributes": "attribute",
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
    "areas": "area",
}
# Characters that no XML 1.0 document may hold.
UNWRITABLE: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'

Said = str | int | float | bool | None | Mapping[str, "Said"] | Sequence["Said"]


def written(name: str, what: Said, *, form: str) -> bytes:
    """A document, in UTF-8. `name` is that of the whole, `form` one of MIME's."""
    if form == "json":
        return json.dumps(what, ensure_ascii=False, allow_nan=False).encode()
    return (HEAD + ET.tostring(_element(name, what), encoding="unicode")).encode()


def _element(name: str, what: Said) -> ET.Element:
    element = ET.Element(name)
    if isinstance(what, Mapping):
        element.extend(_element(inner, value) for inner, value in what.items())
    elif isinstance(what, Sequence) and not isinstance(what, str):
        element.extend(_element(ITEM[name], value) for value in what)
    else:
        element.text = _text(what)
    return element


def _text(what: str | float | bool | None) -> str | None:
    if isinstance(what, bool):
        return "true" if what else "false"
    return None if what is None else UNWRITABLE.sub("", str(what))


def form_of(accepted: str) -> str:
    """The form for an address that names none: what `Accept` asks for first, else XML, which everybody must read."""
    wanted = [one.partition(";")[0].strip().casefold() for one in accepted.split(",")]
    return next(("json" if "json" in one else "xml" for one in wanted if one.endswith(("json", "xml"))), "xml")
