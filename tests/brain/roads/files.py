"""Real files for the tests of reading, where they are present."""

import os
from pathlib import Path

import pytest

DATA = Path(os.environ.get("CALLBOX_DATA", Path(__file__).resolve().parents[4] / "shared" / "data"))


def needed(name: str) -> bytes:
    """The bytes of a file of the shared data, or a skipped test that names it."""
    file = DATA / name
    if not file.exists():
        pytest.skip(f"{name} is missing: put the data under ../shared/data or name its folder in CALLBOX_DATA")
    return file.read_bytes()
