"""An empty node becomes a live one, and its first administrator comes in by a code."""

import re

import pytest
from django.contrib.auth import authenticate
from tests.worlds.keeping import Desk

from callbox.kernel import gate, node
from callbox.kernel.facts import Act, Actor
from callbox.kernel.world import Mode
from callbox.services.message.inputs import Declare, Fail
from callbox.services.organisation import sign_in
from callbox.services.organisation.acts import actor_of_person, person_of

PASSWORD = "a long walk by the harbour"


def code_in(text: str) -> str:
    found = re.search(r"one-time code (\S+),", text)
    assert found
    return found[1]


def test_the_first_administrator_comes_in_by_the_code_that_init_prints(desk: Desk) -> None:
    said = desk.done("init", "--organisation", "coast/harbour", "--name", "Harbour", "--zone", "UTC")
    sign_in.redeem_code("administrator", code_in(said), PASSWORD)
    assert authenticate(username="administrator", password=PASSWORD) is not None
    actor = actor_of_person("administrator")
    assert (actor.organisation, set(actor.roles)) == ("coast/harbour", {"administrator"})
    assert node.current().world.mode == "live"
    assert code_in(said) not in "".join(
        path.read_text(errors="replace") for path in desk.site.home.rglob("*") if path.is_file()
    )


@pytest.mark.parametrize(("told", "reads"), [((), "en"), (("--language", "zh"), "zh")])
def test_the_first_administrator_reads_the_language_they_were_given(
    desk: Desk, told: tuple[str, ...], reads: str
) -> None:
    desk.done("init", "--organisation", "harbour", "--name", "Harbour", "--zone", "UTC", *told)
    person = person_of("administrator")
    assert person is not None
    assert person.language == reads


def test_who_is_invited_reads_the_language_they_are_invited_in(live: Desk) -> None:
    def language() -> str:
        person = person_of("administrator")
        assert person is not None
        return person.language

    live.done("invite", "administrator", "--language", "zh")
    assert language() == "zh"
    live.done("invite", "administrator", "--language", "zh")
    live.done("invite", "administrator")
    assert language() == "zh"
    live.done("invite", "administrator", "--language", "en")
    assert language() == "en"
    assert live.status("invite", "administrator", "--language", "fr") == 2


def test_a_live_node_is_never_begun_again(live: Desk) -> None:
    assert live.run("init", "--organisation", "other", "--name", "Other") == 1
    assert "a live world is already here (live)" in live.said


def test_what_a_cut_left_half_done_is_finished_by_a_second_init(desk: Desk) -> None:
    desk.site.keeper.write_settings()
    desk.site.make("live", mode=Mode.LIVE, zone="UTC")
    assert desk.run("doctor") == 1
    assert "nobody holds an administrator's post" in desk.said
    desk.done("init", "--organisation", "harbour", "--name", "Harbour City")
    assert desk.run("doctor") == 0


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (("--organisation", "Harbour City", "--name", "x"), "--organisation: Harbour City must be small letters"),
        (("--organisation", "a/b/c/d/e", "--name", "x"), "at most four parts"),
        (("--organisation", "a", "--name", "x", "--zone", "Moon"), "--zone: Moon is not a time zone"),
        (("--organisation", "a", "--name", "x", "--administrator", "a b"), "--administrator: a b must be"),
        (("--name", "x"), "give --organisation"),
    ],
)
def test_a_wrong_beginning_is_refused_before_anything_is_made(desk: Desk, line: tuple[str, ...], says: str) -> None:
    assert desk.run("init", *line) == 2
    assert says in desk.said
    assert not (desk.site.home / "worlds").exists()


def test_somebody_who_forgot_their_password_is_given_a_new_code(live: Desk) -> None:
    sign_in.redeem_code("administrator", code_in(live.done("invite", "administrator")), PASSWORD)
    assert authenticate(username="administrator", password=PASSWORD) is not None
    assert live.run("invite", "nobody.here") == 2
    assert "nobody here who signs in as nobody.here" in live.said


def test_a_practice_world_has_the_organisations_and_never_reaches_outside(live: Desk) -> None:
    said = live.done("practice")
    assert "1 organisations, 0 units" in said
    world = node.current().world
    assert (world.mode, world.may_reach_outside) == ("practice", False)
    sign_in.redeem_code("trainer", code_in(said), PASSWORD)
    assert live.run("practice") == 2


def test_the_doctor_says_which_channel_does_not_get_through(live: Desk) -> None:
    machine = Actor(organisation="", roles=frozenset({"machine"}), via="channels")
    administrator = Actor(organisation="", roles=frozenset({"administrator"}), via="setup")
    declared = Declare(id="c", organisation="harbour", name="Kitchen printer", carrier="printer")
    now = node.current().world.clock.now()
    assert gate.act(Act(name="channel.declare", by=administrator, at=now, inputs=declared)).ok
    assert "channels that get through: 1" in live.done("doctor")
    failed = Fail(channel="c", fault="not_set_up")
    assert gate.act(Act(name="channel.fail", by=machine, at=now, inputs=failed)).ok
    assert live.run("doctor") == 1
    assert "channel Kitchen printer (printer) has not got through since" in live.said
    assert "the node's settings for it are missing" in live.said


def test_the_doctor_names_what_is_wrong_and_what_to_do(live: Desk) -> None:
    home = live.site.home
    live.done("doctor")
    (home / "callbox.toml").write_text("[web]\nport = 0\n")
    (home / "worlds/live/keys/slots.bin").write_bytes(b"")
    assert live.run("doctor") == 1
    assert "web.port = 0: must be a whole number" in live.said
    assert "put the newest copy of the keys back" in live.said
    (home / "worlds/live/keys/master.key").unlink()
    assert live.run("doctor") == 1
    assert "restore the keys from their own backup" in live.said
    home.chmod(0o766)
    assert live.run("doctor") == 1
    assert "run `chmod go-rw" in live.said
