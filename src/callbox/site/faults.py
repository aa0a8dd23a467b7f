"""What a log may say of an error: its kind and its place, never its text, which could hold somebody's values."""

import traceback
from pathlib import Path

FRAMES = 3


def where(wrong: BaseException) -> str:
    """`OperationalError at utils.py:105 < base.py:92 < gate.py:44`: the last frames, innermost first."""
    frames = traceback.extract_tb(wrong.__traceback__)[-FRAMES:]
    place = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames))
    return f"{type(wrong).__name__} at {place}"
