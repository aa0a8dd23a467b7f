"""Named data: words that imaginary places are called by, in pairs (English, Chinese). No real place is meant."""

from typing import Final

Pair = tuple[str, str]

CITY: Final[Pair] = ("Lanport", "澜港")
PROVINCE: Final[Pair] = ("Wanlan", "湾澜")

OLD_TOWN: Final[Pair] = ("Old Town", "老城")
HARBOUR: Final[Pair] = ("Harbourside", "港岸")
CITY_DISTRICTS: Final[tuple[Pair, ...]] = (
    ("Northgate", "北闸"),
    ("Heronfield", "鹭田"),
    ("Maple Ridge", "枫岭"),
    ("Westwater", "西汀"),
    ("Millbrook", "磨溪"),
    ("Cedarholm", "杉屿"),
    ("Southbank", "南浦"),
    ("Gull Point", "鸥角"),
)
COUNTIES: Final[tuple[Pair, ...]] = (
    ("Upper Lan", "上澜"),
    ("Long Meadow", "长甸"),
    ("Stonewell", "石井栏"),
    ("Saltmarsh", "盐滩"),
)

RINGS: Final[tuple[Pair, ...]] = (
    ("Old Wall", "旧垣环"),
    ("First Ring", "一环"),
    ("Second Ring", "二环"),
    ("Third Ring", "三环"),
    ("Fourth Ring", "四环"),
    ("Fifth Ring", "五环"),
)
RING_PARTS: Final[tuple[Pair, ...]] = (("Road North", "北路"), ("Road West", "西路"), ("Road South", "南路"))
RADIALS: Final[tuple[Pair, ...]] = (
    ("Market Avenue", "集市大道"),
    ("Lighthouse Avenue", "灯塔大道"),
    ("Ropewalk Avenue", "缆绳大道"),
    ("Harbour Road", "海港路"),
    ("North Gate Road", "北闸路"),
    ("Signal Hill Road", "旗台路"),
    ("Granary Road", "粮仓路"),
    ("Westwater Road", "西汀路"),
    ("Ferry Road", "渡口路"),
    ("Shipyard Road", "船坞路"),
)
SHORE: Final[Pair] = ("Seafront Road", "滨海路")
BANKS: Final[tuple[Pair, ...]] = (("North Embankment", "江北堤路"), ("South Embankment", "江南堤路"))
PIERS: Final[tuple[Pair, ...]] = (
    ("Coal Pier", "煤码头"),
    ("Grain Pier", "粮码头"),
    ("Container Pier", "箱码头"),
    ("Fish Pier", "鱼码头"),
    ("Ferry Pier", "轮渡码头"),
)

FIRSTS: Final[tuple[Pair, ...]] = (
    ("Willow", "柳"), ("Plum", "梅"), ("Orchid", "兰"), ("Pine", "松"), ("Maple", "枫"), ("Bamboo", "竹"),
    ("Lotus", "荷"), ("Crane", "鹤"), ("Gull", "鸥"), ("Egret", "鹭"), ("Swallow", "燕"), ("Moon", "月"),
    ("Cloud", "云"), ("Morning", "晨"), ("Mist", "雾"), ("Snow", "雪"), ("Rain", "雨"), ("Breeze", "风"),
    ("Long", "长"), ("Broad", "阔"), ("Silver", "银"), ("Amber", "琥珀"), ("Pearl", "珠"), ("Copper", "铜"),
    ("Iron", "铁"), ("Salt", "盐"), ("Tea", "茶"), ("Rice", "稻"), ("Mulberry", "桑"), ("Peach", "桃"),
    ("Apricot", "杏"), ("Pear", "梨"), ("Orange", "橘"), ("Elm", "榆"), ("Birch", "桦"), ("Laurel", "桂"),
    ("Cedar", "杉"), ("Reed", "苇"), ("Fern", "蕨"), ("Carp", "鲤"), ("Shell", "贝"), ("Coral", "珊瑚"),
    ("Sail", "帆"), ("Anchor", "锚"), ("Oar", "桨"), ("Bell", "铃"), ("Lamp", "灯"), ("Drum", "鼓"),
)  # fmt: skip
SECONDS: Final[tuple[Pair, ...]] = (
    ("Hill", "山"), ("Brook", "溪"), ("Field", "田"), ("Bridge", "桥"), ("Gate", "门"), ("Spring", "泉"),
    ("Lake", "湖"), ("Bay", "湾"), ("Island", "屿"), ("Shore", "岸"), ("Ford", "渡"), ("Garden", "园"),
    ("Grove", "林"), ("Tower", "楼"), ("Pavilion", "亭"), ("Terrace", "台"), ("Valley", "谷"), ("Cliff", "崖"),
    ("Well", "井"), ("Mill", "坊"), ("Court", "庭"), ("Sand", "沙"), ("Stone", "石"), ("Peak", "峰"),
    ("Pond", "塘"), ("Ridge", "岭"), ("Bank", "堤"), ("Meadow", "甸"), ("Hollow", "坳"), ("Isle", "洲"),
)  # fmt: skip
TYPES: Final[dict[str, tuple[Pair, ...]]] = {
    "secondary": (("Road", "路"), ("Avenue", "大街"), ("Parade", "大路")),
    "street": (("Street", "街"), ("Row", "里"), ("Walk", "径")),
    "lane": (("Lane", "巷"), ("Alley", "弄"), ("Passage", "胡同")),
    "country": (("Track", "乡道"), ("Way", "乡路"), ("Drove", "村道")),
}
SIDES: Final[tuple[Pair, ...]] = (
    ("", ""), ("East ", "东"), ("West ", "西"), ("South ", "南"), ("North ", "北"),
    ("Upper ", "上"), ("Lower ", "下"), ("New ", "新"),
)  # fmt: skip

HOSPITALS: Final[tuple[Pair, ...]] = (
    ("Lanport General Hospital", "澜港市总医院"),
    ("Heronfield Hospital", "鹭田医院"),
    ("Seafront Hospital", "滨海医院"),
    ("Children's Hospital of Lanport", "澜港市儿童医院"),
    ("Westwater Hospital", "西汀医院"),
    ("Maple Ridge Hospital", "枫岭医院"),
    ("Upper Lan County Hospital", "上澜县医院"),
    ("Southbank Hospital", "南浦医院"),
    ("Millbrook Hospital", "磨溪医院"),
    ("Long Meadow County Hospital", "长甸县医院"),
)

FAMILY: Final[tuple[Pair, ...]] = (
    ("Lin", "林"), ("Zhou", "周"), ("Shen", "沈"), ("Tang", "唐"), ("Fang", "方"), ("Qiao", "乔"),
    ("Gu", "顾"), ("Luo", "罗"), ("Song", "宋"), ("Pan", "潘"), ("Yu", "于"), ("Bai", "白"),
)  # fmt: skip
GIVEN: Final[tuple[Pair, ...]] = (
    ("Wen", "文"), ("Lan", "岚"), ("Hai", "海"), ("Jing", "静"), ("Ming", "鸣"), ("Yun", "云"),
    ("Xin", "欣"), ("Tao", "涛"), ("Rui", "睿"), ("Fei", "飞"), ("Qing", "晴"), ("Bo", "波"),
)  # fmt: skip
