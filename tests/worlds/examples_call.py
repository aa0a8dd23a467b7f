"""Examples of the acts on calls."""

from datetime import timedelta
from typing import Any

from tests.worlds.city import CENTRE, Town, actor
from tests.worlds.examples import DIGEST, MACHINE, example, post

from callbox.kernel.facts import Act, Actor, Id

EXCHANGE = Actor(organisation=CENTRE, roles=frozenset({"reporter"}), via="api")
TAKER = actor("call_taker")
SUPERVISOR = actor("supervisor", CENTRE)
PLACE: dict[str, Any] = {"device_latitude_deg": 31.23, "device_longitude_deg": 121.47, "device_radius_m": 40.0}


def ringing(town: Town, **more: Any) -> Id:
    """A call that rings, on a line of its own."""
    told: dict[str, Any] = {"line": town.node.ids.new(), "number": "13800001111"}
    return town.done("call.ring", EXCHANGE, **(told | more))


def answered(town: Town, by: Any = TAKER) -> Id:
    return town.done("call.answer", by, call=ringing(town))


def abandoned(town: Town) -> Id:
    return town.done("call.hang_up", EXCHANGE, call=ringing(town))


def _of(name: str, by: Any, call: Any, **more: Any) -> None:
    """Register the example of an act on a call that stands so."""
    example(f"call.{name}")(lambda town: town.asked(f"call.{name}", by, call=call(town), **more))


@example("call.ring")
def _ring(town: Town) -> "Act[Any]":
    return town.asked("call.ring", EXCHANGE, line=town.node.ids.new(), number="13800001111", language="zh", **PLACE)


_of("answer", TAKER, ringing, extension="201")
_of("hold", TAKER, answered)
_of("resume", TAKER, lambda town: town.done("call.hold", TAKER, call=answered(town)))
_of("hang_up", EXCHANGE, answered)
_of("locate", EXCHANGE, ringing, **PLACE)
_of("identify", EXCHANGE, lambda town: ringing(town, number=None), number="13800002222", language="en")
_of("say", EXCHANGE, ringing, said="there is smoke")
_of("ask", TAKER, answered, question="ask_hurt")
_of("open_page", TAKER, answered)
_of("blank", EXCHANGE, answered, black=True)
_of("ask_interpreter", TAKER, answered, language="ru")
_of("silent", TAKER, answered)
_of("could_not_get_through", TAKER, answered)
_of("try_back", TAKER, abandoned, result="no_answer")
_of("close_unreached", TAKER, abandoned, because="the number is out of service")
_of("help", TAKER, answered)
_of("listen", SUPERVISOR, answered)
_of("whisper", SUPERVISOR, answered)
_of("take_over", SUPERVISOR, answered)
_of("leave", SUPERVISOR, lambda town: town.done("call.listen", SUPERVISOR, call=answered(town)))
_of("attach_recording", EXCHANGE, answered, link="https://recorder.example/1", sha256=DIGEST, length_s=61.5)


@example("call.transfer")
def _transfer(town: Town) -> "Act[Any]":
    return town.asked("call.transfer", TAKER, call=answered(town), post=post(town))


@example("call.overdue")
def _overdue(town: Town) -> "Act[Any]":
    call = ringing(town)
    town.clock.put(town.clock.now() + timedelta(seconds=30))
    return town.asked("call.overdue", MACHINE, call=call, clock="pick_up")


@example("call.reach")
def _reach(town: Town) -> "Act[Any]":
    saying = town.node.ids.new()
    town.done("call.ask", TAKER, id=saying, call=answered(town), said="are you hurt")
    return town.asked("call.reach", EXCHANGE, saying=saying)
