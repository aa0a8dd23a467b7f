"""A process that receives reports and says which it acknowledged, until it is killed. Run by the breaking tests."""

import os
import sys
from pathlib import Path

from callbox.kernel.facts import Act, Actor
from callbox.kernel.world import Mode
from callbox.site import start
from callbox.site.home import ensure
from callbox.site.postgres import account, ensure_running

TAKER = Actor(organisation="coast", roles=frozenset({"call_taker"}), person="taker", via="console")


KEPT = ("LD_PRELOAD", "POWER_CUT_ROOT", "POWER_CUT_UNDO")


def keep_the_shim() -> None:
    """The server is started in a clean environment; here the disk that forgets must come along."""
    clean = account.clean_environment
    account.clean_environment = lambda environ: (
        clean(environ) | {name: environ[name] for name in KEPT if name in environ}
    )


def main(home: Path, *, first: int) -> None:
    """Acknowledge one report after another on standard output: `<number> <id>`."""
    start.setup()
    keep_the_shim()
    info = ensure_running(ensure(home), environ=os.environ)
    from callbox.kernel import gate  # noqa: PLC0415  lazy: needs Django's apps, which `setup` makes ready
    from callbox.services.report.inputs import Receive  # noqa: PLC0415  lazy: as above

    if not (start.folder_of(home, "live") / start.MARK).exists():
        start.make_world(home, info, name="live", mode=Mode.LIVE, zone="UTC")
    node = start.open_world(home, info, "live")
    print("ready", flush=True)
    for number in range(first, first + 100_000):
        inputs = Receive(id=node.ids.new(), channel="call", source_number=f"n{number}", said_fact="smoke from a roof")
        act = Act(name="report.receive", by=TAKER, at=node.world.clock.now(), inputs=inputs, key=f"key-{number}")
        print(number, gate.act(act).ref.id, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), first=int(sys.argv[2]))
