"""What is known of a neighbour's server, and of a request that is sent on to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated, ClassVar, Final

from callbox.kernel.facts import Choice, Id, Links, Personal, Record

# Why a request did not arrive, as far as it is known.
FAULTS: Final = ("no_connection", "timed_out", "not_trusted", "turned_down", "answered_badly", "cut_off")
# So long after each try it is tried again, the last ever after.
AGAIN_S: Final = (0.0, 10.0, 30.0, 120.0, 600.0, 3_600.0)


@dataclass(frozen=True, kw_only=True)
class Neighbour(Record):
    """Another city's server that takes requests in as Open311 GeoReport v2 says."""

    kind: ClassVar[str] = "neighbour"

    organisation: Annotated[str, "The organisation that keeps it", Links("organisation")]
    name: Annotated[str, "What it is called"]
    address: Annotated[str, "The address of its interface, such as https://city.example.org/open311/v2"]
    jurisdiction: Annotated[str, "The jurisdiction it is asked for; empty: it serves one"] = ""
    keeps_keys: Annotated[bool, "Whether it takes in once what comes twice under one Idempotency-Key"] = False
    codes: Annotated[Mapping[str, str], "Which of their services is meant by each of our categories"] = field(
        default_factory=dict
    )
    api_key: Annotated[str | None, "What opens it", Personal()] = None


@dataclass(frozen=True, kw_only=True)
class Forward(Record):
    """A request that is sent on to a neighbour, in the words that a person chose for it."""

    kind: ClassVar[str] = "forward"

    organisation: Annotated[str, "The organisation that holds the request", Links("organisation")]
    request: Annotated[Id, "The request", Links("request")]
    neighbour: Annotated[Id, "To whom it goes", Links("neighbour")]
    service_code: Annotated[str, "Which of their services it is for"]
    begun_at: Annotated[datetime, "When a person sent it on"]
    tries: Annotated[int, "How often it was tried"] = 0
    tried_at: Annotated[datetime | None, "When it was last tried"] = None
    fault: Annotated[str, "Why it did not arrive", Choice(FAULTS)] = ""
    number: Annotated[str, "Its number with them"] = ""
    token: Annotated[str, "What leads to its number, where they gave none at once"] = ""
    sent_at: Annotated[datetime | None, "When they took it in"] = None
    their_status: Annotated[str, "How it stands with them: open or closed"] = ""
    heard_at: Annotated[datetime | None, "When that was last heard"] = None

    words: Annotated[str | None, "What they are told", Personal()] = None
    address: Annotated[str | None, "Where, in words", Personal()] = None
    latitude_deg: Annotated[float | None, "Where, WGS 84", Personal()] = None
    longitude_deg: Annotated[float | None, "Where, WGS 84", Personal()] = None

    @property
    def again_at(self) -> datetime | None:
        """When it is tried the next time; None where it is not, or has not been tried."""
        if self.status != "waiting" or self.tried_at is None:
            return None
        return self.tried_at + timedelta(seconds=AGAIN_S[min(self.tries, len(AGAIN_S) - 1)])
