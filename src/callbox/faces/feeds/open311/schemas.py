"""The standard's documents as JSON schemas (draft 2020-12), as this node answers: every field there, null where not told."""

from typing import Any, Final

Schema = dict[str, Any]


def _text(meaning: str, **more: Any) -> Schema:
    return {"type": "string", "description": meaning, **more}


def _maybe(kind: str, meaning: str, **more: Any) -> Schema:
    return {"type": [kind, "null"], "description": meaning, **more}


def _object(meaning: str, fields: Schema, *, optional: tuple[str, ...] = (), **more: Any) -> Schema:
    required = [name for name in fields if name not in optional]
    return {"type": "object", "description": meaning, "properties": fields, "required": required, **more}


def list_of(schema: Schema) -> Schema:
    """A list of these."""
    return {"type": "array", "items": schema}


MOMENT: Final = {"format": "date-time"}
SERVICE: Final = _object(
    "Something that can be asked for",
    {
        "service_code": _text("Its name for programs"),
        "service_name": _text("Its name for people, in the language asked for"),
        "description": _maybe("string", "What it is about"),
        "metadata": {"type": "boolean", "description": "Whether it asks questions: see its definition"},
        "type": _text("A posted request has its number at once", enum=["realtime", "batch", "blackbox"]),
        "keywords": _maybe("string", "Words that people use for it, between commas"),
        "group": _maybe("string", "With which others it belongs together"),
    },
    additionalProperties=False,
)
VALUE: Final = _object(
    "One of the answers to choose", {"key": _text("What is sent"), "name": _text("What people read")}
)
ATTRIBUTE: Final = _object(
    "One question",
    {
        "variable": {"type": "boolean", "description": "Whether it is to be answered"},
        "code": _text("Send the answer as attribute[code]"),
        "datatype": _text(
            "What an answer is", enum=["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"]
        ),
        "required": {"type": "boolean", "description": "Whether a request without it is refused"},
        "datatype_description": _maybe("string", "What an answer is, for people"),
        "order": {"type": "integer", "minimum": 1, "description": "Its place among the questions"},
        "description": _maybe("string", "The question"),
        "values": list_of(VALUE),
    },
    additionalProperties=False,
)
DEFINITION: Final = _object(
    "What a service asks",
    {"service_code": _text("The service"), "attributes": list_of(ATTRIBUTE)},
    additionalProperties=False,
)
STATUS: Final = _text("Whether it is still being worked on", enum=["open", "closed"])
REQUEST: Final = _object(
    "How a request stands. Words, place and photo are those that a person looked over and let be public.",
    {
        "service_request_id": _text("Its name"),
        "status": STATUS,
        "status_notes": _maybe("string", "More about how it stands"),
        "service_name": _maybe("string", "What was asked for"),
        "service_code": _text("The service"),
        "description": _maybe("string", "What the public is told of it", maxLength=4000),
        "agency_responsible": _maybe("string", "Who holds it now"),
        "service_notice": _maybe("string", "What closes it"),
        "requested_datetime": _text("When it was received", **MOMENT),
        "updated_datetime": _maybe(
            "string", "When something last happened; of a closed one, when it was closed", **MOMENT
        ),
        "expected_datetime": _maybe("string", "When it is to be answered", **MOMENT),
        "address": _maybe("string", "Where, in words that name no house"),
        "address_id": _maybe("string", "Not used here"),
        "zipcode": _maybe("string", "Not used here"),
        "lat": _maybe("number", "Where, made coarse (WGS 84)", minimum=-90, maximum=90),
        "long": _maybe("number", "Where, made coarse (WGS 84)", minimum=-180, maximum=180),
        "media_url": _maybe("string", "A photo in which a person blurred what nobody else should see", format="uri"),
        "extended_attributes": {
            "type": "object",
            "description": "With extensions=true: the state in this node's own words",
        },
    },
    optional=("extended_attributes",),
    additionalProperties=False,
)
POSTED: Final = _object(
    "What came of a post: the request, or a token where a person has to look first",
    {
        "service_request_id": _text("The new request's name"),
        "token": _text("Leads to the request as soon as there is one"),
        "service_notice": _maybe("string", "What happens next, and where it can be followed"),
        "account_id": {"type": "null"},
    },
    optional=("service_request_id", "token"),
    additionalProperties=False,
    oneOf=[{"required": ["service_request_id"]}, {"required": ["token"]}],
)
TOKEN: Final = _object(
    "What a token leads to",
    {"service_request_id": _maybe("string", "The request; null: there is none yet"), "token": _text("The token")},
    additionalProperties=False,
)
UPDATE: Final = _object(
    "Something that happened to a request",
    {
        "update_id": _text("Its name, the same for ever"),
        "service_request_id": _text("The request"),
        "status": STATUS,
        "updated_datetime": _text("When", **MOMENT),
        "description": _text("What"),
        "media_url": {"type": "null"},
    },
    additionalProperties=False,
)
ADDED: Final = _object("Words that were added", {"update_id": _text("Their name")}, additionalProperties=False)
ERROR: Final = _object(
    "What is not right",
    {"code": {"type": "integer", "description": "The HTTP status"}, "description": _text("What, for people")},
    additionalProperties=False,
)
ENDPOINT: Final = _object(
    "Where one version of the interface is",
    {
        "specification": _text("Which", format="uri"),
        "url": _text("Where", format="uri"),
        "changeset": _text("When a service last changed", **MOMENT),
        "type": _text("What happens to what is sent there", enum=["production", "test"]),
        "formats": {"type": "array", "items": _text("A MIME type", enum=["text/xml", "application/json"])},
    },
    additionalProperties=False,
)
DISCOVERY: Final = _object(
    "Where the interface is, and how to come to a key",
    {
        "changeset": _text("When a service last changed", **MOMENT),
        "contact": _text("Whom to ask"),
        "key_service": _text("How to come to a key"),
        "endpoints": list_of(ENDPOINT),
    },
    additionalProperties=False,
)
SCHEMAS: Final = {
    "Service": SERVICE,
    "ServiceDefinition": DEFINITION,
    "ServiceRequest": REQUEST,
    "Posted": POSTED,
    "Token": TOKEN,
    "Update": UPDATE,
    "Added": ADDED,
    "Error": ERROR,
    "Discovery": DISCOVERY,
}
