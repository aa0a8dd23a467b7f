"""Where machine code that the brain compiles at run time is kept, so that the next start finds it."""

import os
from pathlib import Path

NAME = "NUMBA_CACHE_DIR"


def keep_compiled(home: Path) -> None:
    """Keep compiled code in the node's home, unless told where else. Before anything of the brain is imported.

    Whoever could write there could have this process run their code: the folder is ours alone.
    """
    if os.environ.get(NAME):
        return
    folder = home / "cache" / "compiled"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    os.environ[NAME] = str(folder)
