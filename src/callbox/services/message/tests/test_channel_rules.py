"""The rules of channels, asked by themselves."""

from dataclasses import replace
from typing import Any

import pytest
from tests.worlds.pure import CENTRE, EAST, NOON, applied, asked, minute, refusal

from callbox.kernel.facts import New
from callbox.services.message import rules_channel
from callbox.services.message.facts import Channel
from callbox.services.message.inputs import Declare, EndChannel, Fail, Recover
from callbox.services.organisation.facts import Organisation
from callbox.services.unit.facts import Unit

OFFICE = Organisation(id=CENTRE, status="active", name="Centre", level="county")
E1 = Unit(id="e1", status="available", organisation=EAST, call_sign="E1")


def declared(**more: Any) -> Declare:
    given: dict[str, Any] = {"id": "c", "organisation": CENTRE, "name": "Desk", "carrier": "mail", "address": "a@b.org"}
    return Declare(**given | more)


@pytest.mark.parametrize(
    ("carrier", "address"),
    [
        ("mail", "not an address"),
        ("mail", "a@b.org\nBcc: c@d.org"),
        ("webhook", "ftp://files.example.org"),
        ("webhook", "desk@example.org"),
        ("printer", "printer.local:25"),
        ("printer", "lp -d kitchen"),
    ],
)
def test_an_address_that_cannot_be_one_is_refused(carrier: str, address: str) -> None:
    act = asked(declared(carrier=carrier, address=address, secret="x" * 16))
    assert refusal(rules_channel.declare, act, organisation=OFFICE, unit=None) == "channel.address"


def test_a_webhook_without_a_secret_to_sign_with_is_refused() -> None:
    act = asked(declared(carrier="webhook", address="https://sms.example.org/", secret="short"))
    assert refusal(rules_channel.declare, act, organisation=OFFICE, unit=None) == "channel.secret"


def test_a_channel_to_a_unit_lies_with_the_units_own_organisation() -> None:
    act = asked(declared(unit="e1"))
    assert refusal(rules_channel.declare, act, organisation=OFFICE, unit=E1) == "channel.other_unit"


def test_a_printer_may_be_the_one_that_the_node_names() -> None:
    [new] = rules_channel.declare(asked(declared(carrier="printer", address="")), organisation=OFFICE, unit=None)
    assert isinstance(new, New)


def test_a_channel_says_since_when_it_does_not_get_through_until_it_does() -> None:
    channel = Channel(id="c", status="working", organisation=CENTRE, name="Desk", carrier="mail")
    first = asked(Fail(channel="c", fault="no_connection"))
    later = asked(Fail(channel="c", fault="timed_out", gives_up=True), at=minute(60))
    failing = applied(rules_channel.fail(first, channel=channel), {channel.ref: channel})[channel.ref]
    assert refusal(rules_channel.fail, first, channel=failing) == "nothing_changed"
    gone = applied(rules_channel.fail(later, channel=failing), {channel.ref: failing})[channel.ref]
    assert (gone.failing_since, gone.fault, gone.given_up) == (NOON, "timed_out", 1)
    well = applied(rules_channel.recover(asked(Recover(channel="c")), channel=gone), {channel.ref: gone})[channel.ref]
    assert (well.status, well.failing_since, well.fault) == ("working", None, "")


def test_where_an_ended_channel_led_is_forgotten() -> None:
    channel = Channel(id="c", status="working", organisation=CENTRE, name="D", carrier="mail", address="a@b.org")
    [change] = rules_channel.end(asked(EndChannel(channel="c")), channel=channel)
    assert replace(channel, **change.sets).address is None  # type: ignore[union-attr]
