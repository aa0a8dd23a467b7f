"""What Callbox promises never to do, as far as it can be read off the declarations of all services.

The README names the promises. Fields are held by test_glossary; that what is hidden is hidden in every way, by
tests/kernel/test_visibility.py and test_no_word_leaks.py.
"""

import re

from callbox.kernel import registry
from callbox.kernel.declare import Scope
from callbox.kernel.facts import fields_of

# Every act that happens without a person, and why none of them closes, lowers or delays a call.
BY_ITSELF = {
    "report.receive": "a call comes in",
    "report.flag": "a doubt is added; nothing is taken away",
    "report.overdue": "escalates",
    "call.overdue": "escalates",
    "call.hang_up": "the exchange tells that a caller hung up; who was not answered waits to be called back",
    "incident.overdue": "escalates",
    "incident.stand_in_area": "somebody who is there watches the district, or it says that nobody does",
    "incident.stand_in": "somebody who is there watches it, or it escalates; it is never left without",
    "aid.overdue": "escalates",
    "aid.end": "the incident is closed, so what was lent for it is given back",
    "request.overdue": "escalates",
    "transfer.overdue": "escalates",
    "share.overdue": "escalates",
    "transfer.take_in": "a case is offered by another node; a life in danger is in the queue at once",
    "transfer.hear": "what another node signed is written down; the receiver of a case let go has it already",
    "transfer.tell": "that another node heard is written down",
    "peer.hear": "that another node answered is written down",
    "peer.lose": "that another node does not answer is written down; its cases are told again",
    "peer.turn_down": "what another node does not take is written down; it is told again, and the clock runs on",
    "shift.overdue": "escalates",
    "handover.overdue": "escalates",
    "closure.run_out": "ends as declared",
    "place_note.run_out": "ends as declared",  # it is shown as expired from then on
    "place_note.lapse": "ends as declared",
    "article.run_out": "ends as declared",  # whoever answers for it is asked to look
    "notice.propose": "a person is asked to look it over; nothing is shown",
    "notice.remove": "what was shown long enough is shown no longer; the request is as it was",
    "message.page": "a crew is told of its assignment",
    "message.page_officer": "somebody is told; nothing is taken away",
    "message.acknowledge": "the key that somebody pressed on their telephone is written down",
    "message.notify": "somebody is told; nothing is taken away",
    "message.page_move": "a crew is told where a dispatcher wants it to wait",
    "message.deliver": "a channel's receipt is written down",
    "message.overtake": "a page ends because its crew set out; the assignment is as it was",
    "message.escalate": "escalates",
    "message.expire": "ends as declared",
    "channel.fail": "what a channel could not do is written down",
    "channel.recover": "that it can again is written down",
    "channel.confirm": "that a trial got through is written down",
    "alarm.escalate": "escalates",
    "check.begin": "a crew on scene will be asked whether it is safe",
    "check.ask": "escalates",
    "check.alarm": "escalates",
    "check.end": "nobody is asked who has left the scene",
    "reading.record": "somebody's look is written down",
    "person.redeem": "somebody chose their password, whom the one-time code names",
    "forward.try": "that a request is sent to a neighbour, as a person said, is written down before it is",
    "forward.arrive": "that a neighbour took it in is written down; the request stays where it is",
    "forward.fail": "that it did not arrive is written down; it is sent again, or a person looks",
    "forward.hear": "how it stands with a neighbour is written down; nothing is closed by it",
    "verdict.add_up": "what at least ten people said is added up; no case is touched",
    "news.tell": "that there is news for whoever asked is written down; nothing is sent by it",
    "news.ask": "that whoever asked is to be asked how they were served is written down",
    "news.try": "that news is sent to whoever asked for it, within safe contact, is written down before it is",
    "news.arrive": "that it was taken is written down",
    "news.fail": "that it did not get through is written down; nothing that may have arrived is sent again",
    "erasure.carry_out": "an erasure that a person began is done again after a backup was put back",
}
# Seen through the case they are part of, by whoever sees that.
PARTS = {"note", "attachment", "recording", "saying", "follow", "news"}
PARTS |= {"application", "paper", "paper_use", "appointment", "decision"}


def test_the_machine_by_itself_does_only_what_neither_closes_lowers_nor_delays_a_call() -> None:
    assert {spec.name for spec in registry.acts() if "machine" in spec.grants} == set(BY_ITSELF)


def test_a_deadline_escalates_or_reopens_a_road_when_a_person_said_it_would() -> None:
    due = {clock.on_due for spec in registry.kinds() for clock in spec.clocks}
    assert due
    assert {name for name in due if BY_ITSELF.get(name) not in ("escalates", "ends as declared")} == set()


def test_every_kind_of_record_is_open_to_oversight_wherever_it_lies() -> None:
    closed = {spec.kind for spec in registry.kinds() if spec.reads.get("oversight") is not Scope.ANY}
    assert closed == PARTS


def test_a_number_is_never_blocked() -> None:
    """Who rings is taken in without a look at anything that was before, and nothing keeps a word about a number."""
    ring = registry.act("call.ring")
    assert (dict(ring.touches), dict(ring.looks)) == ({}, {})
    barring = re.compile(r"block|barr|banned|blacklist|denied|nuisance|spam|reject|declin")
    named = [f"{spec.kind}.{name}" for spec in registry.kinds() for name in fields_of(spec.record)]
    named += [event for spec in registry.kinds() if spec.kind == "call" for event in spec.lifecycle.begins]
    named += [move.event for move in registry.kind("call").lifecycle.moves]
    named += [spec.name for spec in registry.acts()]
    assert [name for name in named if name.startswith("call.") and barring.search(name)] == []
    assert [name for name in named if "number" in name and barring.search(name)] == []
