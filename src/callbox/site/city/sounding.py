"""A Chinese name as it sounds: in letters, whole and by the first letter of each character, as people type them. Pure."""

import importlib
import re
from functools import cache
from typing import Any, Final

CHINESE: Final = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")


def sounds(name: str) -> tuple[str, ...]:
    """How a name is typed without an input method, `renminlu` and `rml`; nothing where no letter of it is Chinese.

    A character that is said in several ways is taken as it is said in this word (Chongqing, not Zhongqing). The ü that a
    keyboard lacks is a v, as every input method has it.
    """
    if not CHINESE.search(name):
        return ()
    syllables: list[str] = _said()(name, errors="ignore")
    return ("".join(syllables), "".join(one[0] for one in syllables))


@cache
def _said() -> Any:
    # Its dictionaries take half a second to read, and most cities' names need none.
    return importlib.import_module("pypinyin").lazy_pinyin
