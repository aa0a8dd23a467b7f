"""What every test may ask for by name: the shared worlds."""

import pytest

from callbox.site import start

start.setup()

pytest_plugins = [
    "tests.worlds.postgres",
    "tests.worlds.newcomer",
    "tests.worlds.keeping",
    "tests.worlds.city",
    "tests.worlds.web",
    "tests.worlds.console",
]

# Tests that call compiled code go to one worker: on a fresh machine it is compiled once, not by every worker.
COMPILED = (
    "tests/brain/",
    "tests/unit/test_advisor",
    "tests/unit/test_simulate",
    "tests/journeys/test_advisor",
    "city_command",
)

# What reads every file of the project does so once, in one worker.
READING = "tests/architecture/"

# Of what compiles, that which takes minutes on a fresh machine: `make prove` runs it, and CI does always.
LONG_TO_COMPILE = (
    "tests/brain/roads/test_road_",
    "tests/brain/roads/test_reading_osm_vias",
    "tests/brain/simulate/",
    "tests/brain/cover/",
    "city_command",
)

# Journeys that start server after server, likewise.
LONG_TO_START = (
    "test_administrator_backs_up",
    "test_administrator_upgrades",
    "test_embedded_postgres",
    "test_erasure",
    "test_postgres_",
    "test_power_cut",
    "test_replayed_worlds",
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Group what compiles or reads, for `--dist loadgroup`, and put the longest off to the long proofs."""
    for item in items:
        if any(part in item.path.as_posix() for part in COMPILED):
            item.add_marker(pytest.mark.xdist_group("compiled"))
        if READING in item.path.as_posix():
            item.add_marker(pytest.mark.xdist_group("reading"))
        if any(part in item.path.as_posix() for part in LONG_TO_COMPILE + LONG_TO_START):
            item.add_marker(pytest.mark.slow)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a case of bytes after its argument: packed bytes hold the time, and all workers must collect equal names."""
    return argname if isinstance(val, bytes) else None
