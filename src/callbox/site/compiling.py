"""Where machine code that the brain compiles at run time is kept, so that the next start finds it.

Each state of the brain's source has a folder of its own: what another version compiled is never looked at, and is removed
in time, so that a node does not fill up over the years.
"""

import os
import shutil
from hashlib import blake2b
from pathlib import Path
from typing import Final

from callbox import __version__

NAME: Final = "NUMBA_CACHE_DIR"
BRAIN: Final = Path(__file__).parents[1] / "brain"


def keep_compiled(home: Path) -> None:
    """Keep compiled code in the node's home, unless told where else. Before anything of the brain is imported.

    Whoever could write there could have this process run their code: the folders are ours alone.
    """
    if os.environ.get(NAME):
        return
    every = home / "cache" / "compiled"
    own = every / key(BRAIN)
    for folder in (every, own):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
    os.utime(own)
    forget(every, but=own)
    os.environ[NAME] = str(own)


def key(brain: Path) -> str:
    """Callbox's version and, in one word, what stands in the brain's source (it may be edited in place)."""
    stand = blake2b(digest_size=10)
    for path in sorted(brain.rglob("*.py")):
        stand.update(str(path.relative_to(brain)).encode() + b"\0" + path.read_bytes() + b"\0")
    return f"{__version__}-{stand.hexdigest()}"


def forget(every: Path, *, but: Path) -> None:
    """Remove what other versions compiled; the last of them stays, since it may still be at work while it is replaced."""
    others = sorted((one for one in every.iterdir() if one != but), key=_used_s)
    for one in others[:-1]:
        shutil.rmtree(one, ignore_errors=True)


def _used_s(folder: Path) -> float:
    """When it was last begun with; all parts of a node begin at once, and another may have removed it by now."""
    try:
        return folder.stat().st_mtime
    except FileNotFoundError:
        return 0.0
