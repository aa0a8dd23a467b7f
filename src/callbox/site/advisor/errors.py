"""What keeps an advisor from listening: one line, in each language."""

from collections.abc import Mapping
from typing import ClassVar

from callbox.site.home import SetupError


class AdvisorError(SetupError):
    """The advisor cannot be set up."""

    words: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "advisor.unsafe": {
            "en": "{path} is not a folder of yours alone: move it away, so that the advisor can listen there",
            "zh": "{path} 不是仅供您使用的文件夹：请将其移走，以便路径服务在此监听",
        },
    }
