"""Makes a live world in `$CALLBOX_HOME` with units and people who can sign in; prints its tokens. Run by journeys.

Two dispatchers and a supervisor, whose password is `PASSWORD`; a token that brings calls, one that takes them and one that
sends units and enters what crews say.
"""

import json
from typing import Any

from callbox.kernel.facts import Act, Actor
from callbox.kernel.world import Mode
from callbox.site import start
from callbox.site.node_site import NodeSite

WORLD, ORGANISATION, PASSWORD = "shift", "harbour", "a shift of 200 calls"
SEATS = {"dora": "dispatcher", "dirk": "dispatcher", "sue": "supervisor"}
TOKENS = ("reporter", "call_taker", "dispatcher")
SIGNS = tuple(f"E{number}" for number in range(1, 17))
SETUP = Actor(organisation="", roles=frozenset({"administrator"}), via="setup")


def main() -> None:
    """One world, its units, people and tokens."""
    start.setup()
    # lazy: they reach tables, which can be imported only once Django is set up
    from django.contrib.auth import get_user_model  # noqa: PLC0415
    from django.contrib.auth.hashers import make_password  # noqa: PLC0415

    from callbox.kernel import gate, registry  # noqa: PLC0415
    from callbox.services.organisation.acts import digest_of, new_secret  # noqa: PLC0415

    site = NodeSite()
    site.make(WORLD, mode=Mode.LIVE, zone="UTC")
    node = site.open(WORLD)

    def done(act: str, /, **told: Any) -> str:
        wanted = registry.act(act).inputs
        if "id" in wanted.__dataclass_fields__:
            told.setdefault("id", node.ids.new())
        return gate.act(Act(name=act, by=SETUP, at=node.world.clock.now(), inputs=wanted(**told))).ref.id

    done("organisation.found", id=ORGANISATION, name="Harbour", level="city", what="centre", zone="UTC")
    for number, sign in enumerate(SIGNS):
        place = {"home_latitude_deg": 22.5 + number / 500, "home_longitude_deg": 114.1}
        done("unit.commission", organisation=ORGANISATION, call_sign=sign, **place)
    hashed = make_password(PASSWORD)
    for name, role in SEATS.items():
        person = done("person.admit", organisation=ORGANISATION, sign_in=name, name=name)
        post = done("post.create", organisation=ORGANISATION, title=f"{role} {name}", roles=(role,))
        done("post.appoint", post=post, person=person)
        get_user_model()(username=name, password=hashed).save()
    secrets = {}
    for role in TOKENS:
        secrets[role] = new_secret()
        done("token.issue", organisation=ORGANISATION, name=role, roles=(role,), digest=digest_of(secrets[role]))
    print(json.dumps(secrets))


if __name__ == "__main__":
    main()
