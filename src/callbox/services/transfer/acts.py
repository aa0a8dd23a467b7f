"""What two nodes say to each other about transfers: heard and answered here, and what is to be said next.

Every statement is acted on through the gate before it is answered, and the answer is how the transfer stands here then. So
whoever gets an answer knows that this ledger holds what they said; who gets none says it again.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from callbox.kernel import gate, read
from callbox.kernel.checkpoint import Signer
from callbox.kernel.facts import Act, Actor, Id, Inputs, Ref, Refused, Value
from callbox.kernel.node import Node, current
from callbox.kernel.publish import origin
from callbox.kernel.read import Condition
from callbox.kernel.words import say
from callbox.services.request.facts import Category, Request
from callbox.services.transfer.facts import AGREED, BACK, RULED, Peer, Transfer
from callbox.services.transfer.inputs import Hear, HeardPeer, LostPeer, TakeIn, Tell, TurnedDown
from callbox.services.transfer.known import told_of
from callbox.services.transfer.rules_partners import HEARD_EVERY
from callbox.services.transfer.statements import SENDER, heard, parts_of, signed

# The node itself, on behalf of whoever signed what it hears.
NODE = Actor(organisation="", roles=frozenset({"machine"}), via="node")
UNDER_WAY = ("offered", RULED, "to_arbiter", AGREED, BACK)
# In these the receiver has no words of the case yet, or has them no more.
WITH_WORDS = ("offered", RULED)
AT_ONCE = 100
NOTHING_NEW = ("transfer.nothing_new", "record.exists")


@dataclass(frozen=True, kw_only=True)
class Message:
    """A signed statement, the words of the case where the receiver needs them, and why it was returned."""

    note: str
    known: Mapping[str, Value] | None = None
    because: str = ""


@dataclass(frozen=True, kw_only=True)
class Reply:
    """How the transfer stands here, signed; or the code of what speaks against what was said."""

    note: str = ""
    because: str = ""
    refused: Refused | None = None


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """How many transfers another node has not our last word of, since when; and how many of its answers we wait for."""

    to_say: int
    to_ask: int
    since: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What another node answered: how the transfer stands there, signed; or the code of what speaks against it there."""

    note: str = ""
    because: str = ""
    code: str = ""


def signer(node: Node) -> Signer:
    """The key that this node signs transfers with; its public half is shown to those it works with."""
    return Signer(f"{origin(node)}/transfers", node.keys.seed("transfers"))


def peers() -> tuple[Peer, ...]:
    """The other nodes, also those parted from: what is under way with them is brought to its end."""
    return read.select(NODE, "peer", order="id")


def waiting(peer: Peer) -> Waiting:
    """What waits to be told to another node: counted, not shown."""
    unsaid = Condition("peer = %s AND NOT told", (peer.id,))
    oldest = read.glance(NODE, "transfer", ["offered_at"], where=[unsaid], order="offered_at, id", most=1)
    asks = Condition("peer = %s AND told AND status = ANY(%s)", (peer.id, list(UNDER_WAY)))
    return Waiting(
        to_say=read.count(NODE, "transfer", where=[unsaid]),
        to_ask=read.count(NODE, "transfer", where=[asks]),
        since=oldest[0][0] if oldest else None,
    )


def was_heard(peer: Peer, *, took: Sequence[Id] = ()) -> None:
    """A word of it came: written down after a silence, where it takes what it turned down, and else now and then."""
    now = current().world.clock.now()
    took = tuple(one for one in took if one in peer.turned_down)
    if peer.silent_since is None and not took and peer.heard_at is not None and now - peer.heard_at < HEARD_EVERY:
        return
    gate.act(_act("peer.hear", HeardPeer(peer=peer.id, took=took)))


def was_lost(peer: Peer, fault: str) -> None:
    """It does not answer."""
    if peer.silent_since is None or peer.fault != fault:
        gate.act(_act("peer.lose", LostPeer(peer=peer.id, fault=fault)))


def was_turned_down(peer: Peer, transfer: Id, code: str) -> None:
    """It does not take what it is told of a transfer, or we cannot tell it."""
    gate.act(_act("peer.turn_down", TurnedDown(peer=peer.id, transfer=transfer, code=code)))


def hear(messages: Sequence[Message]) -> list[Reply]:
    """Act on what another node says, and answer each. What it says twice changes nothing."""
    known = peers()
    keys = {peer.vkey for peer in known}
    refused: dict[int, Refused] = {}
    acts: dict[int, Act] = {}
    for place, message in enumerate(messages):
        try:
            acts[place] = _asked(message, keys)
        except Refused as no:
            refused[place] = no
    for place, answer in zip(acts, gate.perform(list(acts.values())) if acts else (), strict=True):
        if answer.refused is not None and answer.refused.code not in NOTHING_NEW:
            refused[place] = answer.refused
    signed_by = {key for message in messages[:1] for key in keys if _is_signed(message.note, key)}
    for peer in known:
        if peer.vkey in signed_by:
            was_heard(peer)
    return [
        Reply(refused=refused[place]) if place in refused else _reply(message) for place, message in enumerate(messages)
    ]


def _asked(message: Message, keys: Iterable[str]) -> Act:
    """The act that a statement asks for.

    Raises:
        Refused: `transfer.signature` where no node that is known here signed it.
    """
    if not any(_is_signed(message.note, key) for key in keys):
        raise Refused("transfer.signature")
    parts = parts_of(message.note)
    there = _transfer(parts["transfer"])
    inputs: Inputs
    if there is None and parts["side"] == SENDER:
        name, inputs = "transfer.take_in", _take_in(parts, message)
    elif there is None:
        raise Refused("not_found", kind="transfer", id=parts["transfer"])
    else:
        name, inputs = "transfer.hear", Hear(transfer=there.id, note=message.note, known=message.known)
    return _act(name, inputs, because=message.because)


def _act(name: str, inputs: Inputs, *, because: str = "") -> Act:
    return Act(name=name, by=NODE, at=current().world.clock.now(), inputs=inputs, because=because)


def _take_in(parts: Mapping[str, Any], message: Message) -> TakeIn:
    here = read.select(NODE, "request", where=[_named([parts["of"]])], most=1)
    return TakeIn(
        id=parts["transfer"],
        request=here[0].id if here else None,
        sender=parts["sender"],
        to=parts["to"],
        note=message.note,
        known=message.known or {},
    )


def _is_signed(note: str, key: str) -> bool:
    try:
        heard(note, key)
    except Refused:
        return False
    return True


def _reply(message: Message) -> Reply:
    there = _transfer(parts_of(message.note)["transfer"])
    if there is None:
        return Reply(refused=Refused("busy"))
    return Reply(note=signed(there, signer(current())), because=_because(there))


def _transfer(one: Id) -> Transfer | None:
    found: tuple[Transfer, ...] = read.select(NODE, "transfer", where=[_named([one])], most=1)
    return found[0] if found else None


def _named(ids: Sequence[Id]) -> Condition:
    return Condition("id = ANY(%s)", (list(ids),))


def to_say(peer: Peer, *, but: Collection[Id] = ()) -> tuple[Transfer, ...]:
    """The transfers of which another node has not our last word, without those that wait to be said again."""
    where = Condition("peer = %s AND NOT told AND NOT id = ANY(%s)", (peer.id, list(but)))
    return read.select(NODE, "transfer", where=[where], order="offered_at, id", most=AT_ONCE)


def to_ask(peer: Peer) -> tuple[Transfer, ...]:
    """The transfers of which it has, and whose answer we wait for."""
    where = Condition("peer = %s AND told AND status = ANY(%s)", (peer.id, list(UNDER_WAY)))
    return read.select(NODE, "transfer", where=[where], order="offered_at, id", most=AT_ONCE)


def message_of(transfer: Transfer, words: dict[Id, Mapping[str, Value]]) -> Message:
    """What is said of a transfer now. The words of a case are opened once for as long as `words` keeps them."""
    with_words = not transfer.incoming and not transfer.told and transfer.status in WITH_WORDS
    if with_words and transfer.id not in words:
        words[transfer.id] = _opened(transfer)
    return Message(
        note=signed(transfer, signer(current())),
        known=words[transfer.id] if with_words else None,
        because="" if transfer.told else _because(transfer),
    )


def _opened(transfer: Transfer) -> Mapping[str, Value]:
    """The words of the case. The look is in the ledger."""
    purpose = say("transfer.purpose", "en")
    case = read.opened(NODE, Ref(transfer.of_kind, transfer.of), purpose=purpose)
    category: Category | None = None
    if isinstance(case, Request):
        found: tuple[Category, ...] = read.select(NODE, "category", where=[_named([case.category])], most=1)
        category = found[0] if found else None
    return told_of(case, category)


def _because(transfer: Transfer) -> str:
    """Why the receiver returned it, while the sender may not know yet."""
    if not transfer.incoming or transfer.status != "returned" or transfer.told:
        return ""
    told = read.opened(NODE, transfer.ref, purpose=say("transfer.purpose", "en"))
    return str(told.reason or "")


def answered(said: Sequence[Transfer], replies: Sequence[Heard], words: dict[Id, Mapping[str, Value]]) -> int:
    """Act on the answers to what was said; how many changed something here."""
    acts: list[Act] = []
    for transfer, reply in zip(said, replies, strict=True):
        if reply.code:
            continue
        words.pop(transfer.id, None)
        if not transfer.told:
            acts.append(_act("transfer.tell", Tell(transfer=transfer.id, said=transfer.status)))
        acts.append(_act("transfer.hear", Hear(transfer=transfer.id, note=reply.note), because=reply.because))
    return sum(answer.ok for answer in gate.perform(acts)) if acts else 0
