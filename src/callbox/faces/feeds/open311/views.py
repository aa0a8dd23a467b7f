"""The methods of GeoReport v2, and those beyond it."""

from django.conf import settings

from callbox.faces.feeds.open311 import looking, shown
from callbox.faces.feeds.open311.acting import Acting
from callbox.faces.feeds.open311.answering import Asking, Document, answered, document
from callbox.faces.feeds.open311.asked import Wanted, first, several, wanted
from callbox.faces.feeds.open311.faults import fault
from callbox.faces.feeds.open311.keyed import needed
from callbox.faces.feeds.open311.notices import Notices
from callbox.faces.feeds.open311.photos import photos
from callbox.faces.feeds.open311.places import base_of
from callbox.faces.feeds.open311.posting import Posted, add, post
from callbox.faces.feeds.open311.words import register
from callbox.kernel.node import current
from callbox.kernel.words import language_of, say
from callbox.services.follow.acts import begin, path_of
from callbox.services.request import outside
from callbox.services.request.facts import Category

register()
TRUE = ("true", "1", "yes")


@answered("GET")
def services(asking: Asking) -> Document:
    """What can be asked for: the public categories; with a key all in use."""
    found = outside.categories(also_private=asking.key is not None)
    return document("services", [shown.service(one, asking.language) for one in found])


@answered("GET")
def definition(asking: Asking, code: str) -> Document:
    """What a service asks. One that asks nothing says so: clients fetch it all the same."""
    return document("service_definition", shown.definition(_category(asking, code), asking.language))


def _category(asking: Asking, code: str) -> Category:
    found = outside.category(code, also_private=asking.key is not None)
    if found is None:
        raise fault(404, "code", told=code[:100])
    return found


@answered("GET", "POST")
def requests(asking: Asking) -> Document:
    """Those that may be known of, or a new one."""
    return _taken_in(asking) if asking.request.method == "POST" else _listed(asking)


def _listed(asking: Asking) -> Document:
    asked = wanted(asking.given, now=current().world.clock.now())
    found = looking.wanted(asked, mark=asking.mark, notices=_notices(asking))
    telling = shown.extended if first(asking.given, "extensions").casefold() in TRUE else shown.request
    next_page = {"Link": _next(asking, asked)} if len(found) == asked.most and not asked.ids else {}
    return document("service_requests", [telling(one, asking.language) for one in found], **next_page)


def _next(asking: Asking, asked: Wanted) -> str:
    """Where the next page is (RFC 8288)."""
    query = asking.request.GET.copy()
    query["page"] = str(asked.page + 1)
    query.pop("api_key", None)
    return f'<?{query.urlencode()}>; rel="next"'


def _taken_in(asking: Asking) -> Document:
    acting = _acting(asking, "service_request_id_ext")
    posted = post(asking.given, photos(asking.request), acting, language=asking.language)
    named = {"service_request_id": posted.request} if posted.request else {"token": posted.report}
    return document("service_requests", [{**named, "service_notice": _notice(asking, posted), "account_id": None}])


def _notice(asking: Asking, posted: Posted) -> str | None:
    """What happens next, and where it can be followed."""
    language = language_of(asking.language)
    if posted.danger:
        return say("open311.danger", language, number=settings.PORTAL.get("number", "") or "112 / 110 / 911")
    follow = begin(posted.report, posted.request, language=asking.language[:20])
    path = path_of(follow)
    followed = say("open311.follow", language, link=f"{base_of(asking.request)}{path}") if path else ""
    return " ".join(filter(None, (posted.category.closes_by, followed))) or None


@answered("GET")
def request(asking: Asking, named: str) -> Document:
    """How one request stands."""
    found = looking.one(named, mark=asking.mark, notices=_notices(asking))
    if found is None:
        raise fault(404, "request", id=named[:100])
    telling = shown.extended if first(asking.given, "extensions").casefold() in TRUE else shown.request
    return document("service_requests", [telling(found, asking.language)])


@answered("GET")
def token(asking: Asking, named: str) -> Document:
    """The request that came of what was posted; a post that waits for a person has none yet."""
    opened = outside.opened_by(named)
    if opened is None and not outside.is_report(named):
        opened = next((one.id for one in outside.standing([named], mark=asking.mark)), None)
        if opened is None:
            raise fault(404, "token", id=named[:100])
    return document("service_requests", [{"service_request_id": opened, "token": named}])


@answered("GET", "POST")
def updates(asking: Asking) -> Document:
    """What happened to requests, or words added to one."""
    return _added(asking) if asking.request.method == "POST" else _updated(asking)


def _added(asking: Asking) -> Document:
    acting = _acting(asking, "update_id_ext")
    one = add(asking.given, photos(asking.request), acting, language=asking.language)
    return document("service_request_updates", [{"update_id": one}])


def _acting(asking: Asking, number: str) -> Acting:
    """Who posts what, under which key: the header's, else the number it has with the sender."""
    told = asking.request.headers.get("Idempotency-Key", "").strip() or first(asking.given, number)
    return Acting(needed(asking.request, asking.given), told[:200], current().world.clock.now())


def _updated(asking: Asking) -> Document:
    """Of those that are named, else of all that a list would hold."""
    asked = wanted(asking.given, now=current().world.clock.now())
    of = several(asking.given, "service_request_id")
    found = outside.standing(of, mark=asking.mark) if of else looking.recent(asked, asking.mark)
    told = [
        shown.update(one, asking.language) for one in looking.updates([one.id for one in found], asked, whole=bool(of))
    ]
    begin = (asked.page - 1) * asked.most
    return document("service_request_updates", told[begin : begin + asked.most])


@answered("GET", "POST")
def nothing(asking: Asking) -> Document:  # noqa: ARG001  the one signature of views
    """Any other address."""
    raise fault(404, "nothing")


def _notices(asking: Asking) -> Notices:
    return Notices(base_of(asking.request))
