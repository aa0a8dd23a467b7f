"""The interface's own description (OpenAPI 3.1): what is answered here, as it is answered, with its extensions."""

from typing import Any, Final

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from callbox import __version__
from callbox.faces.feeds.open311.asked import MOST, PAGES_MOST
from callbox.faces.feeds.open311.formats import MIME
from callbox.faces.feeds.open311.places import ROOT, base_of
from callbox.faces.feeds.open311.schemas import SCHEMAS

Part = dict[str, Any]
ABOUT: Final = """Open311 GeoReport v2 (https://wiki.open311.org/GeoReport_v2), in JSON and XML.

A key is an access token of this node with the role `reporter`. It may be sent as `api_key` or as `Authorization: Bearer`.
Words, place and photo of a request are told only where a person looked them over. Beyond the standard: `Idempotency-Key`
(the same key takes a request in once), `bbox`, `page` and `page_size`, `extensions`, updates and service areas.
"""
CODES: Final = {
    400: "Something is missing or cannot be read; the errors name it",
    403: "No good key, or not in its power",
    404: "There is no such thing for whoever asks",
    503: "Too much at once: nothing was done; send it again",
}


def _argument(name: str, meaning: str, *, of: Part | None = None, where: str = "query", **more: Any) -> Part:
    told = {"name": name, "in": where, "description": meaning, "schema": of or {"type": "string"}}
    return told | {"required": where == "path"} | more


JURISDICTION: Final = _argument("jurisdiction_id", "May be left out: this node serves one")
KEY: Final = _argument("api_key", "With a key: what is not public, too, as far as the key posted it")
LANGUAGE: Final = _argument("Accept-Language", "In which language names and notes are told", where="header")
FORM: Final = _argument("form", "The form", of={"type": "string", "enum": list(MIME)}, where="path")
EVERYWHERE: Final = [FORM, JURISDICTION, LANGUAGE]
MOMENT: Final = {"type": "string", "format": "date-time"}
COUNT: Final = {"type": "integer", "minimum": 1}
SPAN: Final = [
    _argument("start_date", "The earliest; with end_date at most 90 days", of=MOMENT),
    _argument("end_date", "The latest; without both the last 90 days", of=MOMENT),
]
PAGE: Final = [
    _argument("page", "Which page, from 1", of=COUNT | {"maximum": PAGES_MOST}),
    _argument("page_size", "How many on one", of=COUNT | {"maximum": MOST}),
]
LISTED: Final = [
    _argument("service_request_id", "Names between commas; leaves all else aside"),
    _argument("service_code", "Services between commas"),
    *SPAN,
    _argument("status", "Between commas: open, closed"),
    _argument("bbox", "Only in this part of the map: west,south,east,north"),
    *PAGE,
    _argument("extensions", "true: with extended_attributes", of={"type": "string", "enum": ["true", "false"]}),
]
SENT: Final[Part] = {
    "api_key": {"type": "string"},
    "jurisdiction_id": {"type": "string"},
    "service_code": {"type": "string"},
    "lat": {"type": "number", "minimum": -90, "maximum": 90},
    "long": {"type": "number", "minimum": -180, "maximum": 180},
    "address_string": {"type": "string"},
    "address_id": {"type": "string"},
    "email": {"type": "string"},
    "device_id": {"type": "string"},
    "account_id": {"type": "string"},
    "first_name": {"type": "string"},
    "last_name": {"type": "string"},
    "phone": {"type": "string"},
    "description": {"type": "string", "maxLength": 20_000},
    "media_url": {"type": "string", "format": "uri"},
    "service_request_id_ext": {"type": "string", "description": "The request's number with you; it is taken in once"},
}
ANSWER: Final = {"description": "An answer: attribute[code]=value, or attribute[code][]=value for each of several"}
ADDED: Final[Part] = {
    "api_key": {"type": "string"},
    "service_request_id": {"type": "string"},
    "description": {"type": "string"},
    "update_id_ext": {"type": "string", "description": "The update's number with you; it is taken in once"},
}


def _answers(schema: Part, *codes: int) -> Part:
    """What an address answers, in both forms."""
    listed = {"type": "array", "items": {"$ref": "#/components/schemas/Error"}}
    told = {"200": _response("As it was asked for", schema)}
    return told | {str(code): _response(CODES[code], listed) for code in codes}


def _response(meaning: str, schema: Part) -> Part:
    return {"description": meaning, "content": {mime: {"schema": schema} for mime in MIME.values()}}


def _of(name: str, *, many: bool = True) -> Part:
    one = {"$ref": f"#/components/schemas/{name}"}
    return {"type": "array", "items": one} if many else one


def _get(summary: str, schema: Part, *arguments: Part, codes: tuple[int, ...] = (400, 403)) -> Part:
    # Reading needs no key; a key that is told must be good.
    told = {"operationId": summary.replace(" ", "_").lower(), "summary": summary, "security": [{}, {"token": []}]}
    return told | {"parameters": [*EVERYWHERE, KEY, *arguments], "responses": _answers(schema, *codes)}


def _post(summary: str, schema: Part, fields: Part, *, required: list[str]) -> Part:
    body = {
        "type": "object",
        "properties": fields,
        "required": required,
        "patternProperties": {r"^attribute\[": ANSWER},
    }
    forms = ("application/x-www-form-urlencoded", "multipart/form-data")
    key = _argument("Idempotency-Key", "The same takes it in once", where="header")
    return {
        "operationId": summary.replace(" ", "_").lower(),
        "summary": summary,
        "security": [{"api_key": []}, {"token": []}],
        "parameters": [*EVERYWHERE, key],
        "requestBody": {"required": True, "content": {form: {"schema": body} for form in forms}},
        "responses": _answers(schema, 400, 403, 404, 503),
    }


def described(base: str) -> Part:
    """The whole description; `base` is this node's own address."""
    request_id = _argument("service_request_id", "The request", where="path")
    return {
        "openapi": "3.1.0",
        "info": {"title": "Open311 GeoReport v2", "version": __version__, "description": ABOUT},
        "servers": [{"url": f"{base}{ROOT}"}],
        "paths": {
            "/discovery.{form}": {"get": _get("Service discovery", _of("Discovery", many=False))},
            "/v2/services.{form}": {"get": _get("Service list", _of("Service"))},
            "/v2/services/{service_code}.{form}": {
                "get": _get(
                    "Service definition",
                    _of("ServiceDefinition", many=False),
                    _argument("service_code", "The service", where="path"),
                    codes=(400, 403, 404),
                )
            },
            "/v2/requests.{form}": {
                "get": _get("Service requests", _of("ServiceRequest"), *LISTED),
                "post": _post("Post a service request", _of("Posted"), SENT, required=["service_code"]),
            },
            "/v2/requests/{service_request_id}.{form}": {
                "get": _get("Service request", _of("ServiceRequest"), request_id, codes=(400, 403, 404))
            },
            "/v2/tokens/{token}.{form}": {
                "get": _get("Token", _of("Token"), _argument("token", "The token", where="path"), codes=(400, 403, 404))
            },
            "/v2/serviceareas.{form}": {"get": _get("Service areas", {"type": "object", "description": "GeoJSON"})},
            "/v2/servicerequestupdates.{form}": {
                "get": _get(
                    "Service request updates",
                    _of("Update"),
                    _argument("service_request_id", "Names between commas; all that happened to them"),
                    *SPAN,
                    *PAGE,
                ),
                "post": _post("Add words", _of("Added"), ADDED, required=["service_request_id", "description"]),
            },
        },
        "components": {
            "schemas": SCHEMAS,
            "securitySchemes": {
                "api_key": {"type": "apiKey", "in": "query", "name": "api_key"},
                "token": {"type": "http", "scheme": "bearer"},
            },
        },
        "externalDocs": {"url": "https://wiki.open311.org/GeoReport_v2"},
    }


@csrf_exempt
def openapi(request: HttpRequest) -> JsonResponse:
    """The description, as JSON."""
    return JsonResponse(described(base_of(request)), headers={"Access-Control-Allow-Origin": "*"})
