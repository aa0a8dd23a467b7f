"""Somebody who sent something in follows it by a secret link; somebody who asked about something protected has none."""

from typing import Any
from urllib.parse import urlencode

import pytest
from tests.worlds.city import CENTRE, CITY, actor
from tests.worlds.examples_follow import SENDER, leak
from tests.worlds.requests import HANDLER, WATCHER, WATER, Offices, offices
from tests.worlds.web import Reply, Served

from callbox.kernel.facts import Id, Ref
from callbox.kernel.parts import of
from callbox.kernel.read import select
from callbox.services.follow import acts
from callbox.services.follow.facts import Contact, Follow

FORM = "application/x-www-form-urlencoded"
pytestmark = pytest.mark.enable_socket


def sent(served: Served, category: Id, **more: Any) -> Follow:
    """What somebody sent in, opened as a request, and the follow that begins with it."""
    town = served.town
    report = town.done("report.receive", SENDER, channel="web", said_fact="Water in Hill Row")
    town.done("request.open", SENDER, report=report, category=category)
    return acts.begin(report, **more)


def asked(served: Served, path: str, **fields: str) -> Reply:
    """A page, or what was sent from it."""
    if not fields:
        return served.ask("GET", path, by=None)
    return served.ask("POST", path, urlencode(fields).encode(), by=None, Content_Type=FORM)


def test_whoever_asked_follows_by_their_link_alone_and_what_is_protected_has_only_a_code(served: Served) -> None:
    told: Offices = offices(served.town)
    follow = sent(served, told.leak)
    path = acts.path_of(follow)
    page = asked(served, path)
    assert (page.status, page.headers["Cache-Control"], page.headers["Referrer-Policy"]) == (
        200,
        "no-store, private",
        "no-referrer",
    )
    assert page.headers["Set-Cookie"] is None
    assert "<title>Notes</title>" in page.text
    assert "Nobody has begun yet." in page.text
    assert "Hill Row" not in page.text
    request = served.town.record("report", follow.report).request
    served.town.done("request.answer", HANDLER, request=request, answer="We mended the pipe.")
    assert "We mended the pipe." in asked(served, path).text
    wrong = [path[:-1] + ("0" if path[-1] != "0" else "1"), "/f/x", "/f/%C3%A9" + "%C3%A9" * 23]
    assert {asked(served, one).status for one in wrong} == {404}

    quiet = sent(served, told.conduct)
    assert (acts.path_of(quiet), acts.code_of(quiet)) == ("", "")
    coded = sent(served, told.conduct, linked=True)
    code = acts.code_of(coded)
    assert acts.path_of(coded) == ""
    assert asked(served, f"/f/{code}").status == 404
    assert asked(served, "/f", code=code.upper().replace("-", " ")).status == 200
    assert "Ended" in asked(served, "/f", code=code, what="end").text
    assert asked(served, "/f", code=code).status == 404


@pytest.mark.slow
def test_whoever_joins_never_sees_what_another_said_and_leaves_again(served: Served) -> None:
    town = served.town
    offices(town)
    first = sent(served, leak(town), contact=Contact(by="call", to="555 0142", hours="09:00-17:00"))
    request = town.record("report", first.report).request
    report = town.done("report.receive", SENDER, channel="web", said_fact="Our cellar too", caller_phone="555 0142")
    other = acts.join(report, request)
    alone = sent(served, leak(town), contact=Contact(by="call", to="555 0142"))
    assert town.record("report", alone.report).request != request  # one number is not one matter

    asked(served, acts.path_of(first), what="add", said="Ring at the green door", key="k1")
    asked(served, acts.path_of(first), what="add", said="Ring at the green door", key="k1")
    notes = [one for one in of(HANDLER, Ref("request", request)) if one.kind == "note"]
    assert len(notes) == 1
    town.done("request.answer", HANDLER, request=request, answer="Dear Ms Lin, your cellar is dry.")
    seen = asked(served, acts.path_of(other)).text
    assert "It was answered." in seen
    assert [one for one in ("green door", "555 0142", "Ms Lin", "Hill Row") if one in seen] == []
    assert "Ms Lin" in asked(served, acts.path_of(first)).text

    reached = acts.contacts_of(HANDLER, request, purpose="to agree on a time")
    assert [(one.contact_by, one.contact_to) for one in reached[:1]] == [("call", "555 0142")]
    assert asked(served, acts.path_of(other), what="leave").status == 302
    assert (town.record("report", report).status, town.record("report", report).request) == ("received", None)
    assert "will be looked at" in asked(served, acts.path_of(other)).text


@pytest.mark.slow
def test_ten_verdicts_reach_those_they_are_about_as_one_tally_and_nine_as_nothing(served: Served) -> None:
    town = served.town
    offices(town)
    supervisor, hotline = actor("supervisor", WATER), actor("supervisor", CENTRE)
    for number in range(10):
        assert select(supervisor, "tally") == ()
        follow = sent(served, leak(town))
        request = town.record("report", follow.report).request
        town.done("request.answer", HANDLER, request=request, answer="Mended.")
        town.done("request.close", HANDLER, request=request, disposition="done")
        page = asked(served, acts.path_of(follow)).text
        assert 'name="points"' in page
        assert "checked" not in page.partition('name="points"')[2].partition("</fieldset>")[0]
        asked(served, acts.path_of(follow), what="verdict", points=str(1 + number % 5), said="so it was")
        assert 'name="points"' not in asked(served, acts.path_of(follow)).text
    [tally] = select(supervisor, "tally")
    assert (tally.verdicts, tally.points) == (10, (2, 2, 2, 2, 2))
    assert select(supervisor, "verdict") == ()
    assert len(select(hotline, "verdict")) == 10


@pytest.mark.slow
def test_not_done_opens_it_again_at_once_and_counts_only_after_another_has_looked(served: Served) -> None:
    town = served.town
    told = offices(town)
    follow = sent(served, told.leak)
    request = town.record("report", follow.report).request
    town.done("request.answer", HANDLER, request=request, answer="Mended.")
    asked(served, acts.path_of(follow), what="not_done", said="It still drips")
    assert town.record("request", request).status == "in_work"
    [undone] = select(actor("supervisor", WATER), "undone")
    assert undone.status == "waiting"
    mine = town.act("undone.review", actor("supervisor", WATER), undone=undone.id, counts=False, because="no")
    assert not mine.ok
    town.done("undone.review", actor("supervisor", CENTRE), undone=undone.id, counts=True, because="it does drip")
    assert town.record("undone", undone.id).status == "counts"

    quiet = sent(served, told.conduct, linked=True)
    held = town.record("report", quiet.report).request
    town.done("request.answer", WATCHER, request=held, answer="Looked into.")
    assert "worked on again" in asked(served, "/f", code=acts.code_of(quiet), what="not_done").text
    assert len(select(actor("oversight", CITY), "undone")) == 1


@pytest.mark.slow
def test_a_duplicate_is_followed_as_the_one_that_survives_until_somebody_says_it_was_not(served: Served) -> None:
    town = served.town
    offices(town)
    first, second = sent(served, leak(town)), sent(served, leak(town))
    surviving, same = (town.record("report", one.report).request for one in (first, second))
    town.done("request.close", HANDLER, request=same, disposition="duplicate", same_as=surviving)
    town.done("request.take_up", HANDLER, request=surviving)
    assert "It is being worked on." in asked(served, acts.path_of(second)).text
    town.done("request.answer", HANDLER, request=surviving, answer="Dear Ms Lin, your cellar is dry.")
    assert "Ms Lin" not in asked(served, acts.path_of(second)).text
    town.done("request.reopen", HANDLER, request=same, because="another pipe")
    assert "It was answered." not in asked(served, acts.path_of(second)).text
