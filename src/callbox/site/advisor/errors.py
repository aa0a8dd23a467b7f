"""What keeps an advisor from listening: one line, in each language."""

from collections.abc import Mapping
from typing import ClassVar

from callbox.site.home import SetupError


class AdvisorError(SetupError):
    """The advisor cannot be set up."""

    words: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "advisor.unseen": {
            "en": "advice.replayed: {path} shows no run of {policy} on the world {world}; {used} is used instead",
            "zh": "advice.replayed：{path} 中没有 {policy} 在世界 {world} 上的运行；改用 {used}",
        },
        "advisor.unsafe": {
            "en": "{path} is not a folder of yours alone: move it away, so that the advisor can listen there",
            "zh": "{path} 不是仅供您使用的文件夹：请将其移走，以便路径服务在此监听",
        },
    }
