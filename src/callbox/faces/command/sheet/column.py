"""What a column and a sheet are, and the columns that stand in several sheets."""

from dataclasses import dataclass

from callbox.faces.command.sheet import cells
from callbox.faces.command.sheet.cells import Number, Parse

Text = tuple[str, str]  # English, 中文


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column. `zh` is its other heading, so that a sheet may be filled in Chinese."""

    name: str
    zh: str
    meaning: Text
    parse: Parse = cells.text
    required: bool = False
    example: str = ""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One sheet. `key` are the columns by which a row is known again at the next import."""

    name: str
    zh: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def column(self, heading: str) -> Column | None:
        """The column under a heading, in either language; None: there is none of that name."""
        told = heading.strip().casefold().replace(" ", "_")
        return next((each for each in self.columns if told in (each.name, each.zh)), None)


PATH = Column(
    name="path",
    zh="路径",
    parse=cells.path,
    required=True,
    meaning=(
        "its place in the tree: small letters, digits, hyphens; a slash between levels",
        "在机构树中的位置：小写字母、数字、连字符，各级以斜杠分隔",
    ),
    example="harbour/east",
)
NAME = Column(name="name", zh="名称", required=True, meaning=("name in English", "英文名称"), example="East District")
NAME_ZH = Column(name="name_zh", zh="中文名称", meaning=("name in Chinese", "中文名称"), example="东区")
WHAT = Column(
    name="what",
    zh="类型",
    meaning=("what it is: bureau, fire, ambulance, water ...", "机构类型，例如 bureau、fire、ambulance、water"),
    example="fire",
)
ORGANISATION = Column(
    name="organisation",
    zh="机构",
    parse=cells.path,
    required=True,
    meaning=("path of the organisation it belongs to", "所属机构的路径"),
    example="harbour/east",
)
LATITUDE = Column(
    name="latitude_deg",
    zh="纬度",
    parse=Number(-90, 90),
    meaning=("WGS 84 latitude in degrees, such as 31.2304", "WGS 84 纬度（度），例如 31.2304"),
    example="31.2304",
)
LONGITUDE = Column(
    name="longitude_deg",
    zh="经度",
    parse=Number(-180, 180),
    meaning=("WGS 84 longitude in degrees, such as 121.4737", "WGS 84 经度（度），例如 121.4737"),
    example="121.4737",
)
ZONE = Column(
    name="zone",
    zh="时区",
    parse=cells.zone,
    meaning=("time zone (IANA)", "时区（IANA）"),
    example="Asia/Shanghai",
)
CALENDAR = Column(
    name="calendar",
    zh="日历",
    meaning=("name of the calendar it works by (see sheet calendars)", "所用日历的名称（见 calendars 表）"),
    example="office days",
)
