"""The whole API, put together once the services are known."""

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from callbox import __version__
from callbox.faces.api import nodes, pages, performing, places, receipts, records, shared, telephony, telling
from callbox.faces.api.answers import answer, from_http, unfit
from callbox.faces.api.reading import BySession, ByToken, JsonObject
from callbox.kernel.facts import Refused

DESCRIPTION = """Reports in, cases out, and any act that the caller may perform.

Sign in with a token (`Authorization: Bearer cbx_...`) that acts for one organisation in the roles it was given, or with
the console's session and its CSRF token. What may not be known of does not exist: the answer is the same as for a name
that never was. Lists carry nothing personal; opening a record is a recorded read. Times are ISO 8601 with a zone.
Refusals have one shape and speak the language of `Accept-Language` (English, 中文).
"""


def build() -> NinjaAPI:
    """The API with every operation. Call it once, after Django is set up."""
    api = NinjaAPI(
        title="Callbox",
        version=__version__,
        description=DESCRIPTION,
        openapi_url="/openapi.json",
        docs_url=None,  # its page would load scripts from elsewhere
        auth=[ByToken(), BySession()],
        parser=JsonObject(),
        urls_namespace="api",
    )
    lists = records.lists()
    performing.add_reports(lists)
    api.add_router("/acts", performing.acts())
    api.add_router("/cases", records.cases())
    api.add_router("/cases", telling.stories())
    api.add_router("/nodes", nodes.nodes())
    api.add_router("/pages", pages.pages())
    api.add_router("/positions", places.positions())
    api.add_router("/receipts", receipts.receipts())
    api.add_router("/telephony", telephony.telephony())
    api.add_router("", shared.shared())
    api.add_router("", lists)
    _answer_refusals(api)
    return api


def _answer_refusals(api: NinjaAPI) -> None:
    def on_refused(request: HttpRequest, refused: Refused) -> HttpResponse:
        return answer(request, refused)

    def on_unfit(request: HttpRequest, error: ValidationError) -> HttpResponse:
        return answer(request, unfit(error))

    def on_http(request: HttpRequest, error: HttpError) -> HttpResponse:
        return from_http(request, error)

    api.add_exception_handler(Refused, on_refused)  # type: ignore[arg-type]
    api.add_exception_handler(ValidationError, on_unfit)  # type: ignore[arg-type]
    api.add_exception_handler(HttpError, on_http)  # type: ignore[arg-type]
