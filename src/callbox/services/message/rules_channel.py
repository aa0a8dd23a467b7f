"""The rules of channels.

1. An administrator declares whom a channel serves, by what it reaches them, what it carries, and whether only those who
   may read of cases see what comes out of it. Nothing else decides what leaves the node.
2. Where it leads is sealed: an address tells of a person, a secret is one.
3. Which channel is used first, and in which hours one is quiet, is declared too; a page is carried at any hour.
4. What tells residents that there is news tells nothing else: by mail, or by a webhook that texts it on. The address of such
   a mail channel is where answers and trials go.
5. A channel that does not get through says so until it does; it goes on trying, and holds up nobody else.
"""

import re

from callbox.kernel.facts import Act, Change, Changes, New, Record, Refused, Value
from callbox.services.message.facts import CASE, RESIDENTS, Channel
from callbox.services.message.inputs import Arrange, Declare, EndChannel, Fail, OfChannel, Recover
from callbox.services.unit.facts import Unit

# What an address must look like. A printer without one is the one that the node's own settings name.
ADDRESSES = {
    "mail": re.compile(r"[^\s@<>,;:\"]{1,64}@[A-Za-z0-9.-]{1,250}"),
    "webhook": re.compile(r"https?://[A-Za-z0-9.\[\]:-]{1,260}(/[\x21-\x7e]{0,1000})?"),
    "printer": re.compile(r"|[A-Za-z0-9.\[\]:-]{1,250}:[0-9]{4,5}"),
    "voice": re.compile(r"|https?://[A-Za-z0-9.\[\]:-]{1,260}(/[\x21-\x7e]{0,1000})?"),
}
# These are posted, so they are signed.
SIGNED = ("webhook", "voice")
AFTER_MOST_S = 3_600.0
SECRET_LEAST = 16


def declare(act: Act[Declare], *, organisation: Record, unit: Unit | None) -> Changes:
    """A channel leads out of the node."""
    given = act.inputs
    if not given.name.strip():
        raise Refused("field.empty", field="name")
    if unit is not None and unit.organisation != organisation.id:
        raise Refused("channel.other_unit", unit=unit.call_sign)
    if not ADDRESSES[given.carrier].fullmatch(given.address) or not _port_fits(given):
        raise Refused("channel.address", carrier=given.carrier)
    if given.carrier in SIGNED and given.address and len(given.secret or "") < SECRET_LEAST:
        raise Refused("channel.secret", least=SECRET_LEAST)
    if CASE in given.tells and (given.carrier != "webhook" or given.unit is not None):
        raise Refused("channel.cases")
    if RESIDENTS in given.tells and not _may_tell_residents(given):
        raise Refused("channel.residents")
    _must_be_times(given)
    channel = Channel(
        id=given.id,
        status="working",
        organisation=organisation.id,
        unit=given.unit,
        name=given.name.strip(),
        carrier=given.carrier,
        tells=given.tells,
        confidential=given.confidential,
        address=given.address,
        secret=given.secret,
        after_s=given.after_s,
        quiet_from_h=given.quiet_from_h,
        quiet_until_h=given.quiet_until_h,
    )
    return [New(channel, "channel.declared")]


def arrange(act: Act[Arrange], *, channel: Channel) -> Changes:
    """When a channel is used changes."""
    _must_be_there(channel)
    _must_be_times(act.inputs)
    given = act.inputs
    wanted: dict[str, Value] = {
        "after_s": given.after_s,
        "quiet_from_h": given.quiet_from_h,
        "quiet_until_h": given.quiet_until_h,
    }
    if all(getattr(channel, name) == told for name, told in wanted.items()):
        raise Refused("nothing_changed")
    return [Change(channel, "channel.arranged", wanted)]


def try_out(act: Act[OfChannel], *, channel: Channel) -> Changes:
    """Somebody wants to see whether it gets through: a trial goes out, over this channel alone."""
    _must_be_there(channel)
    return [Change(channel, "channel.tried", {"tried_at": act.at})]


def passed(act: Act[OfChannel], *, channel: Channel) -> Changes:
    """The trial got through."""
    _must_be_there(channel)
    sets: dict[str, Value] = {"status": "working", "failing_since": None, "fault": "", "passed_at": act.at}
    return [Change(channel, "channel.passed", sets)]


def _must_be_there(channel: Channel) -> None:
    if channel.status == "ended":
        raise Refused("channel.ended")


def _must_be_times(given: Declare | Arrange) -> None:
    if not 0 <= given.after_s <= AFTER_MOST_S:
        raise Refused("channel.after", most=int(AFTER_MOST_S))
    hours = (given.quiet_from_h, given.quiet_until_h)
    if hours != (None, None) and not all(hour is not None and 0 <= hour <= 23 for hour in hours):
        raise Refused("channel.quiet")


def end(act: Act[EndChannel], *, channel: Channel) -> Changes:
    """A channel carries nothing from now on; where it led is forgotten."""
    if channel.status == "ended":
        raise Refused("channel.ended")
    return [Change(channel, "channel.ended", {"status": "ended", "address": None, "secret": None})]


def fail(act: Act[Fail], *, channel: Channel) -> Changes:
    """A channel does not get through."""
    if channel.status == "ended":
        raise Refused("channel.ended")
    sets: dict[str, Value] = {"status": "failing", "fault": act.inputs.fault}
    sets["failing_since"] = channel.failing_since or act.at
    if act.inputs.gives_up:
        return [Change(channel, "channel.gave_up", {**sets, "given_up": channel.given_up + 1})]
    if (channel.status, channel.fault) == ("failing", act.inputs.fault):
        raise Refused("nothing_changed")
    return [Change(channel, "channel.failed", sets)]


def recover(act: Act[Recover], *, channel: Channel) -> Changes:
    """A channel gets through again."""
    if channel.status != "failing":
        raise Refused("nothing_changed")
    return [Change(channel, "channel.recovered", {"status": "working", "failing_since": None, "fault": ""})]


def _may_tell_residents(given: Declare) -> bool:
    return given.tells == (RESIDENTS,) and given.unit is None and given.carrier in ("mail", "webhook")


def _port_fits(given: Declare) -> bool:
    """A printer's port: never one below 1024, behind which a machine keeps its own services."""
    port = given.address.rpartition(":")[2]
    return given.carrier != "printer" or not port.isdigit() or 1024 <= int(port) <= 65_535
