"""What the demo city's categories are called by residents, what they ask and what closes them. Pure data.

Written as an administrator would: the groups of the page of services, the words people use for a thing in any language,
and questions only where the answer changes who goes or how soon.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

WATER, STREETS, GREEN = "Water and drains / 供水排水", "Streets and lights / 道路照明", "Parks and trees / 公园绿化"
CLEAN, HOME, NOISE = "Waste and cleaning / 环卫", "Homes / 住房", "Noise and air / 噪声与空气"
CITY_HALL: Final = "City hall / 政务服务"

BLOCKED: Final = (
    "blocks | singlevaluelist | optional | What does it block? | 挡住了什么？ |"
    " road=The road / 车道;path=The pavement / 人行道;entrance=An entrance / 出入口;nothing=Nothing / 没有"
)
DEPTH: Final = (
    "depth | singlevaluelist | optional | How deep is the water? | 水有多深？ |"
    " ankle=To the ankle / 到脚踝;knee=To the knee / 到膝盖;more=Deeper / 更深"
)
POLE: Final = "pole | string | optional | Number on the pole, if you see one | 杆上的编号（如能看到）"
FLAT: Final = "flat | string | required | Building, entrance and floor | 楼栋、单元和楼层"
SINCE: Final = "since | datetime | optional | Since when? | 从什么时候开始？"


@dataclass(frozen=True)
class Asked:
    """What a category says besides its name, its department and its deadline."""

    group: str
    keywords: tuple[str, ...]
    questions: tuple[str, ...] = ()
    closes_by: str = ""
    by_area: bool = False
    danger_words: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def told(self) -> dict[str, Any]:
        """As `category.create` is given it."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


ASKED: Final[Mapping[str, Asked]] = {
    "water.burst": Asked(
        WATER,
        ("burst pipe", "water everywhere", "flooded street", "fountain in the road", "水管爆了", "路上冒水", "淹水"),
        (DEPTH,),
        "water shut off and main repaired",
        danger_words=("electric", "in the cellar", "漏电", "有人被困"),
    ),
    "water.none": Asked(
        WATER,
        ("no water", "tap is dry", "low pressure", "brown water", "没水", "停水", "水小", "水发黄"),
        (
            (
                "whole | singlevaluelist | required | Only your flat or the whole building? | 只有您家还是整栋楼？ |"
                " flat=Only the flat / 只有我家;building=The building / 整栋楼;street=The street / 整条街"
            ),
            SINCE,
        ),
        "water runs again",
    ),
    "water.drain": Asked(
        WATER,
        ("blocked drain", "sewer", "gully", "stinking water", "下水道堵了", "污水", "反水", "积水"),
        (DEPTH,),
        "drain runs free",
    ),
    "roads.pothole": Asked(
        STREETS,
        ("pothole", "hole", "road broken", "sunken road", "坑", "路坏了", "塌陷", "坑洼"),
        (
            (
                "size | singlevaluelist | optional | How large is it? | 有多大？ |"
                " hand=A hand / 巴掌大;wheel=A wheel / 车轮大;car=Larger / 更大"
            ),
            BLOCKED,
        ),
        "hole filled",
        danger_words=("sinkhole",),
    ),
    "roads.light": Asked(
        STREETS,
        ("street lamp", "lamp out", "dark street", "light flickers", "路灯不亮", "路灯坏了", "太黑"),
        (POLE,),
        "light burns",
        danger_words=("live wire", "bare cable", "漏电", "电线裸露"),
    ),
    "roads.signal": Asked(
        STREETS, ("traffic light", "signal", "lights at the crossing", "红绿灯", "信号灯"), (POLE,), "signal runs"
    ),
    "roads.cover": Asked(
        STREETS,
        ("manhole", "cover gone", "open shaft", "井盖", "井盖没了", "没有盖子"),
        (BLOCKED,),
        "cover in place",
        danger_words=("fell in", "child fell", "掉进去", "掉下去"),
    ),
    "parks.tree": Asked(
        GREEN,
        ("tree down", "fallen tree", "branch", "tree leaning", "树倒了", "树枝断了", "断树"),
        (
            BLOCKED,
            "wires | singlevaluelist | required | Does it touch wires? | 碰到电线了吗？ | yes=Yes / 是;no=No / 否",
        ),
        "tree cleared or made safe",
        by_area=True,
        danger_words=("on a car with", "under the tree", "压到人", "电线"),
    ),
    "parks.play": Asked(
        GREEN,
        ("playground", "swing", "slide", "broken bench", "滑梯", "秋千", "健身器材"),
        ("part | string | optional | What is damaged? | 什么坏了？",),
        "repaired or closed off",
        by_area=True,
    ),
    "sanitation.missed": Asked(
        CLEAN,
        ("bins not emptied", "rubbish not collected", "bin full", "garbage", "垃圾没人收", "垃圾桶满了", "垃圾未清"),
        (
            (
                "bins | multivaluelist | optional | Which bins? | 哪种垃圾？ |"
                " kitchen=Kitchen / 厨余;other=Other / 其他;paper=Recyclable / 可回收;hazard=Hazardous / 有害"
            ),
        ),
        "collected",
        by_area=True,
    ),
    "sanitation.dumped": Asked(
        CLEAN,
        ("dumped rubbish", "mattress", "sofa on the street", "building waste", "乱扔垃圾", "建筑垃圾", "沙发"),
        (
            (
                "amount | singlevaluelist | optional | How much is it? | 有多少？ |"
                " bag=A bag / 一袋;car=A car full / 一车;lorry=A lorry full / 一卡车"
            ),
            BLOCKED,
        ),
        "removed",
        by_area=True,
    ),
    "sanitation.toilet": Asked(
        CLEAN,
        ("public toilet", "toilet dirty", "toilet locked", "公厕", "厕所脏", "厕所锁了"),
        (),
        "clean and open",
        by_area=True,
    ),
    "housing.lift": Asked(
        HOME,
        ("lift", "elevator", "stuck lift", "电梯坏了", "电梯停了", "电梯"),
        (FLAT,),
        "lift runs",
        danger_words=("stuck inside", "trapped", "困在电梯", "困人"),
    ),
    "housing.heating": Asked(
        HOME,
        ("heating", "radiator cold", "cold flat", "暖气不热", "没暖气", "供暖"),
        (FLAT, "degrees | number | optional | How warm is the room, in degrees? | 室内多少度？"),
        "18 degrees in the room",
    ),
    "housing.leak": Asked(
        HOME,
        ("leak from above", "wet ceiling", "dripping", "楼上漏水", "天花板滴水", "渗水"),
        (FLAT, SINCE),
        "leak stopped",
    ),
    "noise.building": Asked(
        NOISE,
        ("building site", "drilling at night", "jackhammer", "工地噪音", "夜间施工", "打桩"),
        (SINCE,),
        "site checked, noise within the limit",
    ),
    "noise.music": Asked(
        NOISE, ("loud music", "party", "square dance", "karaoke", "音响太吵", "广场舞", "扰民"), (SINCE,), "quiet"
    ),
    "air.smell": Asked(
        NOISE,
        ("smell", "stink", "smoke", "burning smell", "臭味", "异味", "烟"),
        ("like | string | optional | What does it smell of? | 像什么气味？",),
        "source found",
        danger_words=("gas", "dizzy", "燃气", "煤气", "头晕"),
    ),
    "services.question": Asked(
        CITY_HALL,
        ("opening hours", "which papers", "where do I apply", "几点上班", "需要什么材料", "在哪办"),
        (),
        "answered",
    ),
    "oversight.staff": Asked(
        CITY_HALL,
        ("rude", "complaint about an officer", "bribe", "态度恶劣", "投诉工作人员"),
        ("when | datetime | optional | When was it? | 什么时候发生的？",),
        "looked into and answered",
    ),
}
