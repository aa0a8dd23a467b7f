"""What every test may ask for by name: the shared worlds."""

pytest_plugins = ["tests.worlds.postgres"]
