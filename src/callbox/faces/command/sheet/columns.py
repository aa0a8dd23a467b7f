"""What the spreadsheet may hold: its sheets, in the order they are taken in, and their columns."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from callbox.faces.command.sheet import cells
from callbox.faces.command.sheet.cells import Number, Parse, Words
from callbox.services.organisation.facts import LEVELS, ROLES

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

ORGANISATIONS = Sheet(
    name="organisations",
    zh="机构",
    key=("path",),
    columns=(
        PATH,
        NAME,
        NAME_ZH,
        Column(
            name="level",
            zh="级别",
            parse=Words(LEVELS),
            required=True,
            meaning=("province, city, county or station", "province（省）、city（市）、county（县区）或 station（站）"),
            example="county",
        ),
        WHAT,
        ZONE,
        CALENDAR,
    ),
)
STATIONS = Sheet(
    name="stations",
    zh="站所",
    key=("path",),
    columns=(
        replace(PATH, example="harbour/east/station-1"),
        replace(NAME, example="Station 1"),
        replace(NAME_ZH, example="一号站"),
        WHAT,
        replace(LATITUDE, meaning=("where its units wait, degrees WGS 84", "力量单元待命处，WGS 84（度）")),
        replace(LONGITUDE, meaning=("where its units wait, degrees WGS 84", "力量单元待命处，WGS 84（度）")),
    ),
)
CALENDARS = Sheet(
    name="calendars",
    zh="日历",
    key=("organisation", "name"),
    columns=(
        ORGANISATION,
        replace(NAME, meaning=("its name", "名称"), example="office days"),
        replace(ZONE, required=True),
        Column(
            name="weekly",
            zh="每周工作日",
            parse=cells.weekdays,
            meaning=("weekdays worked; empty: Mon-Fri", "每周工作日（Mon 至 Sun）；留空为 Mon-Fri"),
            example="Mon-Fri",
        ),
        Column(
            name="hours",
            zh="工作时间",
            parse=cells.hours,
            meaning=("opening hours; empty: 09:00-17:00", "工作时间；留空为 09:00-17:00"),
            example="09:00-12:00, 14:00-18:00",
        ),
        Column(
            name="holidays",
            zh="放假日",
            parse=cells.dates,
            meaning=("days off", "放假日期"),
            example="2026-01-01, 2026-01-02",
        ),
        Column(
            name="make_up",
            zh="调休上班日",
            parse=cells.dates,
            meaning=("days worked against the week", "调休上班的日期"),
            example="2026-01-04",
        ),
        Column(
            name="known_years",
            zh="已知年份",
            parse=cells.years,
            meaning=("years whose days off stand here in full", "放假安排已完整列出的年份"),
            example="2026",
        ),
    ),
)
UNITS = Sheet(
    name="units",
    zh="力量单元",
    key=("organisation", "call_sign"),
    columns=(
        replace(ORGANISATION, example="harbour/east/station-1"),
        Column(
            name="call_sign",
            zh="呼号",
            required=True,
            meaning=("what it is called on the radio", "无线电呼号"),
            example="E1",
        ),
        Column(
            name="unit_kind",
            zh="种类",
            meaning=("engine, ambulance, patrol ...", "engine、ambulance、patrol 等"),
            example="engine",
        ),
        Column(
            name="skills",
            zh="技能",
            parse=cells.items,
            meaning=("what its crew can do, apart by commas", "班组技能，以逗号分隔"),
            example="rescue, hazmat",
        ),
        replace(LATITUDE, meaning=("where it waits; empty: at its station", "待命处纬度；留空为所在站")),
        replace(LONGITUDE, meaning=("where it waits; empty: at its station", "待命处经度；留空为所在站")),
    ),
)
PEOPLE = Sheet(
    name="people",
    zh="人员",
    key=("sign_in",),
    columns=(
        Column(
            name="sign_in",
            zh="登录名",
            parse=cells.sign_in,
            required=True,
            meaning=("the name they sign in with, without spaces", "登录名，不含空格"),
            example="ann.lee",
        ),
        ORGANISATION,
        Column(name="name", zh="姓名", meaning=("their name (kept sealed)", "姓名（加密保存）"), example="Ann Lee"),
        Column(
            name="language",
            zh="语言",
            parse=Words(("en", "zh")),
            meaning=("language of their screen: en or zh", "界面语言：en 或 zh"),
            example="zh",
        ),
    ),
)
POSTS = Sheet(
    name="posts",
    zh="岗位",
    key=("organisation", "title"),
    columns=(
        ORGANISATION,
        Column(
            name="title",
            zh="职务",
            required=True,
            meaning=("title in English", "英文职务名称"),
            example="Duty dispatcher",
        ),
        Column(name="title_zh", zh="中文职务", meaning=("title in Chinese", "中文职务名称"), example="值班调度员"),
        Column(
            name="roles",
            zh="职能",
            parse=Words(ROLES, many=True),
            required=True,
            meaning=("what it is for: " + ", ".join(ROLES), "职能，取自：" + "、".join(ROLES)),
            example="dispatcher",
        ),
        Column(
            name="duties",
            zh="职责",
            meaning=("the published text that gives it the power", "赋予其权力的公开职责文本"),
            example="Dispatch rules 2026, section 3",
        ),
        Column(
            name="person",
            zh="人员",
            parse=cells.sign_in,
            meaning=("sign-in name of who holds it", "任职人员的登录名"),
            example="ann.lee",
        ),
        Column(
            name="unit",
            zh="力量单元",
            meaning=("call sign, for a crew's post", "班组岗位所属力量单元的呼号"),
            example="",
        ),
    ),
)
YES_NO = Words(("yes", "no"))
CATEGORIES = Sheet(
    name="categories",
    zh="类别",
    key=("organisation", "name"),
    columns=(
        replace(
            ORGANISATION, meaning=("path of the organisation that keeps it", "管理此类别的机构路径"), example="harbour"
        ),
        replace(NAME, meaning=("name in English", "英文名称"), example="Street light out"),
        replace(NAME_ZH, example="路灯不亮"),
        Column(
            name="department",
            zh="承办部门",
            parse=cells.path,
            required=True,
            meaning=("path of the organisation that gets such requests", "承办此类诉求的机构路径"),
            example="harbour/east",
        ),
        Column(
            name="deadline_days",
            zh="期限工作日",
            parse=Number(1, 1000, whole=True),
            meaning=("working days in which it is answered", "答复期限（工作日）"),
            example="5",
        ),
        Column(
            name="deadline_hours",
            zh="期限工作小时",
            parse=Number(0.25, 10_000),
            meaning=("or working hours; not both", "或以工作小时计，两者只填其一"),
        ),
        Column(
            name="extensions_max",
            zh="最多延期次数",
            parse=Number(0, 100, whole=True),
            meaning=("how often the deadline may be extended", "期限最多可延长的次数"),
            example="1",
        ),
        Column(
            name="extension_days_max",
            zh="每次最多延期工作日",
            parse=Number(0, 1000, whole=True),
            meaning=("working days of one extension, at most", "每次延期最多的工作日数"),
            example="10",
        ),
        Column(
            name="questions",
            zh="提问",
            parse=cells.items,
            meaning=("what is asked when one is opened, apart by semicolons", "受理时询问的问题，以分号分隔"),
            example="Number on the pole?",
        ),
        Column(
            name="closes_by",
            zh="办结标准",
            meaning=("what closes it, in words", "办结标准的文字说明"),
            example="light repaired",
        ),
        Column(
            name="public",
            zh="公开",
            parse=YES_NO,
            meaning=("residents may see its cases: yes or no", "居民可查看：yes 或 no"),
            example="yes",
        ),
        Column(
            name="protects",
            zh="保护",
            parse=YES_NO,
            meaning=("hidden from all but the department: yes or no", "仅承办部门可见：yes 或 no"),
            example="no",
        ),
        Column(
            name="danger_words",
            zh="危险词",
            parse=cells.items,
            meaning=("words that mean danger to life", "表示有生命危险的词语"),
            example="live wire, 漏电",
        ),
        Column(
            name="needs",
            zh="所需单元",
            parse=cells.needs,
            meaning=(
                "units that an incident of this name needs: kind:number, or kind:number:skills",
                "此类警情所需的力量单元：种类:数量，或 种类:数量:技能",
            ),
            example="engine:2, ambulance:1:paramedic",
        ),
    ),
)
STREETS = Sheet(
    name="streets",
    zh="街道",
    key=("organisation", "name"),
    columns=(
        replace(ORGANISATION, meaning=("path of the organisation it lies in", "所在辖区机构的路径")),
        replace(NAME, meaning=("street name", "街道名称"), example="Lighthouse Road"),
        replace(NAME_ZH, meaning=("street name in Chinese", "街道中文名称"), example="灯塔路"),
        LATITUDE,
        LONGITUDE,
    ),
)

# In the order they are taken in: what is named must be there first.
SHEETS: tuple[Sheet, ...] = (ORGANISATIONS, STATIONS, CALENDARS, UNITS, PEOPLE, POSTS, CATEGORIES, STREETS)
BY_NAME: Mapping[str, Sheet] = {name: sheet for sheet in SHEETS for name in (sheet.name, sheet.zh)}
