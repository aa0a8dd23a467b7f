"""What the spreadsheet may hold: its sheets, in the order they are taken in, and their columns."""

from collections.abc import Mapping
from dataclasses import replace

from callbox.faces.command.sheet import cells
from callbox.faces.command.sheet.categories import CATEGORIES
from callbox.faces.command.sheet.cells import Words
from callbox.faces.command.sheet.column import (
    CALENDAR,
    LATITUDE,
    LONGITUDE,
    NAME,
    NAME_ZH,
    ORGANISATION,
    PATH,
    WHAT,
    ZONE,
    Column,
    Sheet,
)
from callbox.services.organisation.facts import LEVELS, ROLES

__all__ = ["BY_NAME", "CATEGORIES", "SHEETS", "Column", "Sheet"]

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
