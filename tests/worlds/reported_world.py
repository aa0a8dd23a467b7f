"""Makes a live world in `$CALLBOX_HOME` and prints a token that may report there. Run by the breaking tests."""

from callbox.kernel.facts import Act, Actor
from callbox.kernel.world import Mode
from callbox.site import start
from callbox.site.node_site import NodeSite

SETUP = Actor(organisation="", roles=frozenset({"administrator"}), via="setup")
ORGANISATION = "coast"


def main() -> None:
    """One world, one token."""
    start.setup()
    # lazy: they reach tables, which can be imported only once Django is set up
    from callbox.kernel import gate  # noqa: PLC0415
    from callbox.services.organisation.acts import digest_of, new_secret  # noqa: PLC0415
    from callbox.services.organisation.inputs import Found, Issue  # noqa: PLC0415

    site = NodeSite()
    site.make("live", mode=Mode.LIVE, zone="UTC")
    node = site.open("live")
    secret, now = new_secret(), node.world.clock.now()
    digest = digest_of(secret)
    founded = Found(id=ORGANISATION, name="Coast", level="city", what="bureau", zone="UTC")
    issued = Issue(id=node.ids.new(), organisation=ORGANISATION, name="sender", roles=("reporter",), digest=digest)
    for name, inputs in (("organisation.found", founded), ("token.issue", issued)):
        _ = gate.act(Act(name=name, by=SETUP, at=now, inputs=inputs)).ref
    print(secret)


if __name__ == "__main__":
    main()
