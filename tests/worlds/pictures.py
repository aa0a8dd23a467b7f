"""Pictures that tests keep of what they saw, so that a change can be looked at: `build/pictures`, or $CALLBOX_PICTURES."""

import os
from pathlib import Path
from typing import Any

FOLDER = Path(os.environ.get("CALLBOX_PICTURES") or Path(__file__).parents[2] / "build" / "pictures")


def picture(page: Any, name: str, *, whole: bool = False) -> None:
    """Keep what the page shows now; `whole`: also what lies beneath the edge of the screen."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(FOLDER / f"{name}.png"), full_page=whole, animations="disabled")
