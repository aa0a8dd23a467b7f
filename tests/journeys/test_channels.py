"""What is told leaves the node: by mail, by signed webhook and on paper, each at its own pace."""

import email
import email.policy
import json
import shlex
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from tests.worlds import listeners
from tests.worlds.city import CENTRE, CITY, EAST, SYSTEM, Town, actor
from tests.worlds.requests import HANDLER, PARKS, offices
from tests.worlds.requests import request as asked_for

from callbox.kernel import due, node, outbox, sequencer
from callbox.kernel.read import select
from callbox.kernel.world import Mode
from callbox.services.message import acknowledging
from callbox.services.message.paging import PAGER
from callbox.site.channels import webhook
from callbox.site.channels.office import Office
from callbox.site.configuration import Configuration
from callbox.site.worker import CONSUMERS

pytestmark = pytest.mark.enable_socket
STATION = f"{EAST}/station-1"
DISPATCHER = actor("dispatcher", CITY)
SECRET = "sixteen letters or more"
WORDS = "canary: the key is under the mat"
SOON = (0.05,)


@contextmanager
def live(town: Town) -> Iterator[None]:
    with node.using(replace(town.node, world=replace(town.node.world, mode=Mode.LIVE))):
        yield


@contextmanager
def working(town: Town, **settings: Any) -> Iterator[Callable[[], None]]:
    """An office at work; what is yielded hands on what happened."""
    ending = threading.Event()
    office = Office(lambda: Configuration(home=Path("/nowhere"), **settings), ending, SOON)

    def hand_on() -> None:
        sequencer.run()
        outbox.run(CONSUMERS)
        sequencer.run()
        while office.look():
            pass

    with live(town):
        hand_on()
        try:
            yield hand_on
        finally:
            ending.set()
            for thread in threading.enumerate():
                thread.join(5) if thread.name.startswith("channel ") else None


def channel(town: Town, carrier: str, address: str, **more: Any) -> str:
    secret = {"secret": SECRET} if carrier == "webhook" else {}
    given = {"organisation": STATION, "name": carrier, "carrier": carrier, "address": address}
    return town.done("channel.declare", SYSTEM, **given | secret | more)


def assign(town: Town, sign: str = "E1") -> tuple[str, str]:
    given = {
        "category": "fire",
        "priority": "life_threat",
        "area": EAST,
        "address": "9 Canary Pier",
        "summary": "canary",
    }
    incident = town.done("incident.open", DISPATCHER, **given)
    return incident, town.done("incident.assign", DISPATCHER, incident=incident, unit=town.units[sign])


def until(true: Callable[[], Any]) -> Any:
    for _ in range(1000):
        sequencer.run()
        if found := true():
            return found
        time.sleep(0.02)
    raise AssertionError("it did not come to pass")


def smtp(heard: listeners.Heard) -> dict[str, Any]:
    host = {"mail_host": "127.0.0.1", "mail_port": heard.port, "mail_security": "none"}
    return host | {"mail_sender": "callbox@city.example", "web_address": "https://city.example"}


def test_an_assignment_is_mailed_to_the_crew_with_a_link_and_nothing_personal(town: Town) -> None:
    with listeners.mail_server() as heard, working(town, **smtp(heard)) as hand_on:
        channel(town, "mail", "e1@station.example", unit=town.units["E1"])
        hand_on()
        incident, _ = assign(town)
        hand_on()
        until(lambda: heard.told)
    [(sender, to, body)] = heard.told
    mail = email.message_from_bytes(body, policy=email.policy.default)
    assert (sender, to) == ("callbox@city.example", "e1@station.example")
    assert mail["Subject"] == "page · E1 · threat to life · Fire · east"
    text = mail.get_content()
    assert incident in text
    assert "https://city.example/crew" in text
    assert "anary" not in body.decode()
    assert mail["Message-ID"].endswith("@city.example>")


def test_a_webhook_is_signed_and_its_receiver_can_tell(town: Town) -> None:
    with listeners.webhook_receiver() as heard, working(town) as hand_on:
        channel(town, "webhook", f"http://127.0.0.1:{heard.port}/sms?from=callbox")
        hand_on()
        assign(town)
        hand_on()
        until(lambda: heard.told)
    [(headers, body)] = heard.told
    told = {name.lower(): text for name, text in headers.items()}
    signed = webhook.signature(SECRET, id=told["webhook-id"], second=told["webhook-timestamp"], body=body)
    assert told["webhook-signature"] == signed
    assert (
        webhook.signature(SECRET, id=told["webhook-id"], second=told["webhook-timestamp"], body=body + b" ") != signed
    )
    assert json.loads(body)["to"] == "E1"
    assert json.loads(body)["id"] == told["webhook-id"]
    assert b"anary" not in body


def test_the_example_of_the_specification_has_its_signature() -> None:
    """Standard Webhooks 1.0, the test vector of its reference libraries."""
    body = b'{"test": 2432232314}'
    told = {"id": "msg_p5jXN8AQM9LWM0D4loKWxJek", "second": "1614265330"}
    expected = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert webhook.signature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", **told, body=body) == expected


def test_a_printer_gets_a_sheet_for_each_of_its_stations_units(town: Town) -> None:
    with listeners.printer() as heard, working(town) as hand_on:
        channel(town, "printer", f"127.0.0.1:{heard.port}")
        hand_on()
        assign(town)
        assign(town, "M1")
        hand_on()
        until(lambda: len(heard.told) == 2)
    sheets = [sheet.decode() for sheet in heard.told]
    assert ["E1" in sheets[0], "M1" in sheets[1]] == [True, True]
    assert all(sheet.endswith("\f") and "anary" not in sheet for sheet in sheets)


def test_a_sheet_goes_through_the_nodes_own_command(town: Town, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet"
    keeps = f"import sys; open({str(sheet)!r}, 'wb').write(sys.stdin.buffer.read())"
    with working(town, printer_command=shlex.join([sys.executable, "-c", keeps])) as hand_on:
        channel(town, "printer", "")
        hand_on()
        assign(town)
        hand_on()
        until(lambda: sheet.exists() and sheet.read_text())
    assert "E1" in sheet.read_text()


def test_what_somebody_said_leaves_only_by_a_channel_that_is_confidential(town: Town) -> None:
    with listeners.printer() as open_one, listeners.printer() as closed, working(town) as hand_on:
        channel(town, "printer", f"127.0.0.1:{open_one.port}", tells=("message",))
        channel(town, "printer", f"127.0.0.1:{closed.port}", tells=("message",), confidential=True)
        hand_on()
        incident, _ = assign(town)
        town.done("message.send", DISPATCHER, incident=incident, text=WORDS)
        hand_on()
        until(lambda: open_one.told and closed.told)
    assert "canary" not in open_one.told[0].decode()
    assert WORDS in closed.told[0].decode()


def test_a_dead_channel_says_so_and_holds_up_nobody_and_goes_on_where_it_was(town: Town) -> None:
    with listeners.printer() as heard, listeners.webhook_receiver() as dead, working(town) as hand_on:
        dead.turns_down = 503
        hook = channel(town, "webhook", f"http://127.0.0.1:{dead.port}/")
        channel(town, "printer", f"127.0.0.1:{heard.port}")
        hand_on()
        for sign in ("E1", "E2", "M1"):
            assign(town, sign)
        hand_on()
        until(lambda: len(heard.told) == 3)
        until(lambda: town.record("channel", hook).status == "failing")
        assert (dead.told, town.record("channel", hook).fault) == ([], "turned_down")

        dead.turns_down = 0

        until(lambda: len(dead.told) == 3)
        until(lambda: town.record("channel", hook).status == "working")
    signs = [json.loads(body)["to"] for _, body in dead.told]
    assert signs == ["E1", "E2", "M1"]


def test_what_is_turned_down_for_good_is_given_up_and_counted(town: Town) -> None:
    with listeners.mail_server() as heard, working(town, **smtp(heard)) as hand_on:
        heard.turns_down = 550
        one = channel(town, "mail", "gone@station.example")
        hand_on()
        assign(town)
        hand_on()
        until(lambda: town.record("channel", one).given_up == 1)
    assert town.record("channel", one).status == "failing"


def test_delivered_is_in_the_receipt_and_seen_is_not(town: Town) -> None:
    with listeners.printer() as heard, working(town) as hand_on:
        channel(town, "printer", f"127.0.0.1:{heard.port}")
        hand_on()
        assign(town)
        hand_on()
        until(lambda: _page(town).receipts[f"unit {town.units['E1']}"].get("delivered"))
    receipt = _page(town).receipts[f"unit {town.units['E1']}"]
    assert receipt["by"] == "printer"
    assert "seen" not in receipt


def test_a_restart_goes_on_where_each_channel_was(town: Town) -> None:
    with listeners.printer() as heard:
        with working(town) as hand_on:
            channel(town, "printer", f"127.0.0.1:{heard.port}")
            hand_on()
            assign(town)
            hand_on()
            until(lambda: _page(town).receipts[f"unit {town.units['E1']}"].get("delivered"))
        assign(town, "E2")
        with working(town):
            until(lambda: len(heard.told) == 2)
    assert ["E1" in heard.told[0].decode(), "E2" in heard.told[1].decode()] == [True, True]


def test_an_alarm_is_read_aloud_to_the_officer_on_duty_whose_key_says_they_have_it(town: Town) -> None:
    with listeners.webhook_receiver() as heard, working(town) as hand_on:
        channel(town, "voice", f"http://127.0.0.1:{heard.port}/call", organisation=CITY, secret=SECRET)
        hand_on()
        town.done("alarm.raise", actor("call_taker", CITY), latitude_deg=22.5123)
        hand_on()
        until(lambda: heard.told)
        told = json.loads(heard.told[0][1])
        page = _page(town)
        assert (page.sort, page.cause, page.status) == ("page", "panic", "sent")
        key = urlsplit(told["answer_at"]).path.rpartition("/")[2]
        to = parse_qs(urlsplit(told["answer_at"]).query)["to"][0]
        assert not acknowledging.is_told(page.id, to, secret="0" * 32)
        assert acknowledging.is_told(page.id, to, secret=key)
        reply = Client(SERVER_NAME="localhost").post(told["answer_at"], {"key": "1"}, content_type="application/json")
        assert (reply.status_code, reply.json()) == (200, {"acknowledged": True})
    assert (_page(town).status, _page(town).receipts[f"organisation {CITY}"]["by"]) == ("seen", "voice")
    assert told["say"].startswith("page, harbour, The help button was pressed.")
    assert told["say"].endswith("Press 1 to say that you have it.")
    assert told["keys"] == {"1": "acknowledged"}
    assert "22.5123" not in heard.told[0][1].decode()


def test_a_command_that_calls_tells_the_key_at_once_and_the_next_in_line_is_called_otherwise(town: Town) -> None:
    """Nobody presses a key at the centre; half a minute later the city above is called, and somebody does."""
    said = 'import json, sys; told = json.load(sys.stdin); print(1 if told["to"] == "harbour" else "")'
    with working(town, voice_command=shlex.join([sys.executable, "-c", said])) as hand_on:
        for organisation in (CENTRE, CITY):
            channel(town, "voice", "", organisation=organisation)
        hand_on()
        town.done("message.page_officer", actor("call_taker", CENTRE), cause="silent")
        hand_on()
        until(lambda: _page(town).receipts[f"organisation {CENTRE}"].get("delivered"))
        assert _page(town).status == "sent"
        town.clock.put(town.clock.now() + timedelta(seconds=31))
        due.fire(town.clock.now())
        hand_on()
        until(lambda: _page(town).status == "seen")
    assert "seen" not in _page(town).receipts[f"organisation {CENTRE}"]
    assert _page(town).receipts[f"organisation {CITY}"]["by"] == "voice"


def test_a_channel_that_is_second_in_line_waits_and_a_quiet_one_carries_pages_only(town: Town) -> None:
    with listeners.printer() as first, listeners.printer() as second, working(town) as hand_on:
        channel(town, "printer", f"127.0.0.1:{first.port}", quiet_from_h=11, quiet_until_h=13)
        later = channel(town, "printer", f"127.0.0.1:{second.port}", after_s=60.0)
        hand_on()
        incident, _ = assign(town)
        town.done("message.send", DISPATCHER, incident=incident, text=WORDS)
        hand_on()
        until(lambda: first.told)
        town.done("channel.try_out", SYSTEM, channel=later)
        hand_on()
        assert second.told == []
        town.clock.put(town.clock.now() + timedelta(seconds=61))
        until(lambda: len(second.told) == 3)
        until(lambda: town.record("channel", later).passed_at)
    assert [b"page" in sheet for sheet in first.told] == [True]


def test_an_alarm_in_hand_pages_nobody_any_more(town: Town) -> None:
    with working(town) as hand_on:
        alarm = town.done("alarm.raise", actor("call_taker", CITY))
        hand_on()
        assert _page(town).status == "sent"
        town.done("alarm.answer", DISPATCHER, alarm=alarm)
        hand_on()
    assert _page(town).status == "overtaken"


@pytest.mark.parametrize("mode", [Mode.DEMO, Mode.PRACTICE, Mode.REPLAY])
def test_nothing_leaves_a_world_that_is_not_live(town: Town, mode: Mode) -> None:
    with listeners.printer() as heard, node.using(replace(town.node, world=replace(town.node.world, mode=mode))):
        channel(town, "printer", f"127.0.0.1:{heard.port}")
        assign(town)
        sequencer.run()
        outbox.run(CONSUMERS)
        sequencer.run()
        office = Office(lambda: Configuration(home=Path("/nowhere")), threading.Event(), SOON)
        assert office.look() == 0
        assert (office.lines, heard.told) == ({}, [])


def _page(town: Town) -> Any:
    return select(PAGER, "message")[0]


@pytest.mark.slow
def test_what_happens_to_cases_goes_signed_to_who_asked_for_it_and_of_none_that_are_hidden(town: Town) -> None:
    rooms = offices(town)
    with listeners.webhook_receiver() as heard, working(town) as hand_on:
        channel(town, "webhook", f"http://127.0.0.1:{heard.port}/", organisation=CITY, tells=("case",))
        channel(town, "webhook", f"http://127.0.0.1:{heard.port}/", organisation=PARKS, tells=("case",))
        hand_on()
        leak = asked_for(town, rooms.leak, wanted=WORDS)
        asked_for(town, rooms.conduct, wanted=WORDS)
        town.done("request.take_up", HANDLER, request=leak)
        hand_on()
        until(lambda: len(heard.told) >= 2)
        time.sleep(0.3)

    bodies = [json.loads(body) for _, body in heard.told]
    assert [(one["type"], one["data"]["id"], one["data"]["status"]) for one in bodies] == [
        ("request.opened", leak, "open"),
        ("request.taken_up", leak, "in_work"),
    ]
    (told, body), *_ = heard.told
    headers = {name.lower(): text for name, text in told.items()}
    signed = webhook.signature(SECRET, id=headers["webhook-id"], second=headers["webhook-timestamp"], body=body)
    assert headers["webhook-signature"] == signed
    assert WORDS.encode() not in b"".join(body for _, body in heard.told)


@pytest.mark.slow
def test_only_a_webhook_of_an_organisation_carries_what_happens_to_cases(town: Town) -> None:
    given: dict[str, Any] = {"organisation": STATION, "name": "paper", "carrier": "printer", "tells": ("case",)}
    answer = town.act("channel.declare", SYSTEM, **given, address="")
    assert answer.refused is not None
    assert answer.refused.code == "channel.cases"
