"""A floor in the middle of a shift: something of everything that its pages show, and who walks through which of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.conf import settings
from tests.worlds.city import CENTRE, CITY, EAST, NOON, WEST, Town, actor
from tests.worlds.crew import STATION
from tests.worlds.examples_article import written
from tests.worlds.examples_boundary import drawn, square
from tests.worlds.examples_follow import followed
from tests.worlds.examples_nodes import founded, introducing
from tests.worlds.examples_notice import proposed, published
from tests.worlds.examples_place_note import noted
from tests.worlds.examples_share import taking_part
from tests.worlds.mapped import MIDDLE, heard, incident
from tests.worlds.requests import HANDLER, offices, request
from tests.worlds.web import Served

from callbox.services.follow.acts import path_of
from callbox.services.follow.facts import Follow
from callbox.services.notice import open_data
from callbox.services.transfer.acts import NODE

DISPATCHER, TAKER = actor("dispatcher", CITY), actor("call_taker", CITY)
EXCHANGE, SUPERVISOR = actor("reporter", CITY), actor("supervisor", CITY)
MACHINE = actor("machine", "")
LATE = {"longitude_deg": MIDDLE[0] - 0.006, "latitude_deg": MIDDLE[1] - 0.003}

# What an administrator types as it is, whatever their language.
GRAMMAR = "string number datetime text singlevaluelist multivaluelist required optional code https localhost"
# What names things there, and what people typed: a page in another language shows it as it is.
NAMES = """
callbox english town coast harbour east west station centre water parks oversight leak wang dana taker lea ada sam the
dispatcher supervisor pier road lighthouse lane smoke on stairs second floor use back gate one person with us going in storm
until ten hydrant is behind shed bridge floods at high tide tree lies across tracks canary water runs down hill brakes
gas main yard house hills live callbox street conduct staff parking regulations article engine featurecollection geojson wgs
fell over pipe river city theirs
"""
TYPED = frozenset([*NAMES.split(), *GRAMMAR.split()])


@dataclass(frozen=True, kw_only=True)
class Floor:
    """The cases that pages are opened on."""

    fire: str
    fall: str
    ended: str
    calls: str
    report: str
    request: str
    aid: str
    category: str
    notice: str
    waiting: str
    share: str
    follow: str

    def walks(self) -> Iterator[tuple[str, str, str, str]]:
        """Whose window, what its picture is called, the address, and what is pressed there before it is taken."""
        for who, pages in self._pages().items():
            for name, address in pages.items():
                where, _, pressed = address.partition(" ")
                yield who, name, where, pressed

    def _pages(self) -> dict[str, dict[str, str]]:
        return {
            "": self._public(),
            "taker": {"call-new": "/calls/new", "call": f"/calls/new?report={self.calls}", "taker-list": "/"},
            "dana": {
                "list": "/",
                "incident": f"/?on={self.fire}",
                "proposal": f"/?on={self.fall} form[action$='/propose'] button",
                "aid": f"/aid/{self.aid}",
                "incident-to-confirm": f"/?on={self.ended}",
                "requests": "/requests",
                "shared": "/shared",
                "share": f"/shared/{self.share} [name=common]",
                "shifts": "/shifts",
                "closures": "/closures",
                "places": "/places",
                "articles": "/articles",
                "handover": "/handover",
                "messages": "/messages",
                "messages-of-case": f"/incidents/{self.fire}/messages",
                "why-opened": f"/cases/{self.fall}",
                "case": f"/cases/{self.fire} [name=common]",
                "request": f"/cases/{self.request} [name=common]",
                "transfer-offer": f"/transfers/offer?case={self.request}",
                "areas": "/areas",
                "report": f"/cases/{self.report} [name=common]",
                "post": "/post",
                "nowhere": "/nowhere",
            },
            "wang": {"crew": "/crew"},
            "lea": {
                "now": "/now",
                "transfers": "/transfers",
                "transfer-month": "/transfers/month",
                "terms": "/transfers/terms",
            },
            "sam": {
                "lines": "/lines",
                "notices": "/notices",
                "notice": f"/notices/{self.waiting}",
                "served": "/served",
                "share-invite": f"/shared/invite?case={self.request}",
                "share-held": f"/shared/{self.share} [name=common]",
            }
            | self._sent_on(),
            "ada": self._kept_up(),
        }

    def _public(self) -> dict[str, str]:
        """What anybody may open."""
        return {
            "sign-in": "/sign-in",
            "redeem": "/redeem",
            "keys": "/keys",
            "sending": "/report",
            "sending-chosen": f"/report?category={self.category}",
            "services": "/services",
            "open": "/open",
            "open-one": f"/open/{self.notice}",
            "open-data": "/open/data/",
            "follow-code": "/f",
            "follow": self.follow,
        }

    def _sent_on(self) -> dict[str, str]:
        """What goes to other cities."""
        return {"sent-on": "/neighbours", "forward": f"/neighbours/forward?case={self.request}"}

    def _kept_up(self) -> dict[str, str]:
        """What an administrator keeps up."""
        return {
            "tokens": "/tokens",
            "administrator-list": "/",
            "categories": "/categories",
            "category": f"/categories/{self.category}",
            "category-new": "/categories/new",
            "channels": "/channels",
            "boundaries": "/boundaries",
            "nodes": "/nodes",
            "neighbours": "/neighbours",
            "terms-set": "/transfers/terms",
        }


@pytest.fixture
def taking_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """The public pages are open: somebody takes in what residents send, and anybody may take the open data."""
    told = {"organisation": CENTRE, "emergency": CITY, "number": "112", "open_data": "open", "licence": "CC BY 4.0"}
    monkeypatch.setattr(settings, "PORTAL", told)


def busy(served: Served) -> Floor:
    """The drawn town at work; wang's crew is on the fire."""
    town = served.town
    done = town.done
    kinds = offices(town)
    fire = incident(served, address="9 Harbour Road", summary="smoke on the stairs, second floor")
    fall = incident(served, "medical.cardiac", "emergency", **LATE, address="Pier Road / Lighthouse Lane")
    incident(served, "gas.smell", "non_emergency", area=WEST)
    incident(served, "traffic.damage", "routine")
    ended = incident(served, "fire.alarm", "emergency")
    done("incident.close", DISPATCHER, incident=ended, disposition="false")
    away = incident(served, "medical.fall", "non_emergency")
    done("transfer.offer", DISPATCHER, incident=away, to=WEST)
    assignment = done("incident.assign", DISPATCHER, incident=fire, unit=town.units["E1"])
    done("incident.assign", DISPATCHER, incident=fall, unit=town.units["M1"])
    done("unit.out_of_service", DISPATCHER, unit=town.units["M2"], because="brakes")
    done("message.page", MACHINE, assignment=assignment)
    done("assignment.en_route", DISPATCHER, assignment=assignment)
    done("message.send", DISPATCHER, incident=fire, text="use the back gate")
    _said(served, fire)
    done("shift.sign_on", DISPATCHER, unit=town.units["E2"], ends_at=NOON + timedelta(hours=8))
    _closed_roads(served)
    done("handover.offer", actor("supervisor", CITY), incidents=(fire, fall), words="The bridge floods at high tide")
    calls = _rung(town)
    report = done("report.receive", TAKER, channel="web", said_fact="a tree lies across the tracks")
    wanted = request(town, kinds.leak)
    _kept(town)
    _beyond(town, wanted, kinds.leak)
    aid = _aid_asked_for(served)
    _nine_minutes_later(served)
    notice, waiting = published(town, "water runs down the hill"), proposed(town)
    open_data.write(open_data.folder(), now=town.clock.now())
    _together(town, kinds.leak, wanted)
    follow = town.record("follow", followed(town).follow)
    assert isinstance(follow, Follow)
    return Floor(
        fire=fire,
        fall=fall,
        ended=ended,
        calls=calls,
        report=report,
        request=wanted,
        aid=aid,
        category=kinds.leak,
        notice=notice,
        waiting=waiting,
        share=taking_part(town),
        follow=path_of(follow),
    )


def _together(town: Town, kind: str, one: str) -> None:
    """A part and a duplicate of a request, so that its page shows what belongs to it."""
    part, double = request(town, kind), request(town, kind)
    town.done("request.put_under", HANDLER, request=part, part_of=one)
    town.done("request.close", HANDLER, request=double, disposition="duplicate", same_as=one)


def _kept(town: Town) -> None:
    """What is kept for later: a note on a place, an article, who serves which place."""
    noted(town, organisation=CITY)
    written(town)
    drawn(town, organisation=EAST, name="East")
    drawn(town, organisation=WEST, name="West", rings=square(103.7, 1.2))


def _rung(town: Town) -> str:
    """Two telephones ring; the first call."""
    device = {"device_latitude_deg": LATE["latitude_deg"], "device_longitude_deg": LATE["longitude_deg"]}
    first = town.done("call.ring", EXCHANGE, line="1", number="555 0134", language="zh", device_radius_m=40.0, **device)
    town.done("call.ring", EXCHANGE, line="2", number="555 0199")
    return str(first)


def _nine_minutes_later(served: Served) -> None:
    """An alarm was answered, time passed, and a unit said where it is."""
    town = served.town
    alarm = town.done("alarm.raise", actor("supervisor", CITY))
    town.done("alarm.answer", DISPATCHER, alarm=alarm)
    town.clock.put(town.clock.now() + timedelta(minutes=9))
    heard(served, "E1", (MIDDLE[0] - 0.002, MIDDLE[1] - 0.004))


def _beyond(town: Town, of: str, category: str) -> None:
    """With whom the town works beyond its own."""
    _other_node(town)
    _other_city(town, of, category)


def _other_node(town: Town) -> None:
    """A node that cases go to, which does not answer just now and once turned something down."""
    founded(town)
    peer = town.done("peer.introduce", actor("administrator", CITY), **introducing() | {"organisation": CITY})
    town.done("peer.turn_down", NODE, peer=peer, transfer=town.node.ids.new(), code="transfer.signature")
    town.done("peer.lose", NODE, peer=peer, fault="timed_out")
    town.done("terms.set", actor("administrator", CITY), organisation=EAST, answer_s=1800.0, returns_max=1)


def _other_city(town: Town, of: str, category: str) -> None:
    """Another city's server, and a request of which nobody knows whether it arrived there."""
    told = {"name": "River City", "address": "https://river.example/v2"}
    river = town.done("neighbour.declare", actor("administrator", CITY), organisation=CITY, **told)
    town.done("neighbour.describe", actor("administrator", CITY), neighbour=river, codes={category: "12"})
    words = {"words": "water runs down the hill", "address": "bridge", "because": "theirs"}
    sent = town.done("forward.begin", SUPERVISOR, request=of, neighbour=river, service_code="12", **words)
    town.done("forward.try", MACHINE, forward=sent)
    town.done("forward.fail", MACHINE, forward=sent, fault="timed_out", became="unsure")


def _closed_roads(served: Served) -> None:
    """A street that is closed for works, and a flooded area."""
    done = served.town.done
    done("closure.declare", DISPATCHER, organisation=CITY, street="Pier Road", reason_code="works")
    ring = (-0.001, 0.004, 0.002, 0.004, 0.002, 0.006, -0.001, 0.006)
    outline_deg = tuple(MIDDLE[place % 2] + side for place, side in enumerate(ring))
    done("closure.declare", DISPATCHER, organisation=CITY, outline_deg=outline_deg, reason_code="flood")


def _aid_asked_for(served: Served) -> str:
    """Mutual aid that a neighbour asks for."""
    done = served.town.done
    asking = actor("dispatcher", CENTRE)
    theirs = done("incident.open", asking, category="fire.alarm", priority="emergency", area=EAST)
    words = "smoke on the stairs, use the back gate"
    return done("aid.ask", asking, incident=theirs, to=EAST, unit_kind="engine", count=1, words=words)


def _said(served: Served, fire: str) -> None:
    """What the crew and the desk said, and what was written down."""
    town, done = served.town, served.town.done
    crew = actor("crew", STATION, unit=town.units["E1"])
    done("message.send", crew, incident=fire, text="one person with us, going in")
    given = {"organisations": (EAST,), "expires_at": town.clock.now() + timedelta(hours=2)}
    done("message.broadcast", DISPATCHER, text="storm until ten", **given)
    done("note.write", DISPATCHER, case=f"incident {fire}", text="the hydrant is behind the shed", basis="fact")
