"""What every test may ask for by name: the shared worlds."""

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
