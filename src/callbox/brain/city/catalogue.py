"""Named data: service categories, incident types and kinds of unit, in English and Chinese, with their shares."""

from typing import Final

from .facts import Category, IncidentType, Name, Need, Trade

UNIT_KINDS: Final[dict[str, tuple[str, str, Trade, str]]] = {
    # kind: English, Chinese, whose, first letter of call signs
    "engine": ("Engine", "消防车", "fire", "E"),
    "ladder": ("Ladder", "云梯车", "fire", "L"),
    "rescue": ("Rescue", "抢险车", "fire", "R"),
    "ambulance": ("Ambulance", "救护车", "ambulance", "A"),
    "patrol": ("Patrol", "巡逻车", "police", "P"),
    "foot": ("Foot patrol", "步巡组", "police", "F"),
    "duty": ("Duty car", "值班指挥车", "fire", "D"),
}

DEPARTMENTS: Final[tuple[tuple[str, str, str], ...]] = (
    ("water", "Water Bureau", "水务局"),
    ("roads", "Roads and Lighting Bureau", "道路与照明局"),
    ("parks", "Parks Bureau", "园林局"),
    ("sanitation", "Sanitation Bureau", "环卫局"),
    ("housing", "Housing Bureau", "住房局"),
    ("environment", "Environment and Noise Bureau", "环境与噪声局"),
    ("services", "Public Services Bureau", "公共服务局"),
)


def _category(code: str, en: str, zh: str, department: str, *, days: int = 0, hours: int = 0, share: float) -> Category:
    return Category(code, Name(en, zh), department, days or None, hours or None, department == "oversight", share)


CATEGORIES: Final[tuple[Category, ...]] = (
    _category("water.burst", "Burst water main", "水管爆裂", "water", hours=4, share=0.03),
    _category("water.none", "No water or low pressure", "停水或水压低", "water", hours=24, share=0.05),
    _category("water.drain", "Blocked drain", "下水道堵塞", "water", hours=48, share=0.07),
    _category("roads.pothole", "Hole in the road", "路面坑洞", "roads", days=5, share=0.09),
    _category("roads.light", "Street light out", "路灯不亮", "roads", days=3, share=0.08),
    _category("roads.signal", "Traffic light out of order", "交通信号灯故障", "roads", hours=4, share=0.03),
    _category("roads.cover", "Manhole cover missing", "井盖缺失", "roads", hours=2, share=0.03),
    _category("parks.tree", "Fallen or dangerous tree", "树木倒伏或有危险", "parks", hours=24, share=0.05),
    _category("parks.play", "Playground damaged", "儿童游乐设施损坏", "parks", days=5, share=0.02),
    _category("sanitation.missed", "Rubbish not collected", "垃圾未清运", "sanitation", hours=48, share=0.11),
    _category("sanitation.dumped", "Rubbish dumped", "乱倒垃圾", "sanitation", days=3, share=0.08),
    _category("sanitation.toilet", "Public toilet dirty or shut", "公厕脏污或关闭", "sanitation", hours=24, share=0.02),
    _category("housing.lift", "Lift out of order", "电梯故障", "housing", hours=24, share=0.05),
    _category("housing.heating", "No heating", "供暖不热", "housing", hours=24, share=0.05),
    _category("housing.leak", "Leak in a rented flat", "租住房屋漏水", "housing", days=5, share=0.04),
    _category("noise.building", "Noise from a building site", "工地噪声", "environment", hours=4, share=0.07),
    _category("noise.music", "Noise from music", "音响噪声", "environment", hours=2, share=0.05),
    _category("air.smell", "Smell or smoke in the air", "异味或烟尘", "environment", hours=24, share=0.03),
    _category("services.question", "Question about a service", "办事咨询", "services", days=1, share=0.04),
    _category("oversight.staff", "Complaint about staff", "投诉工作人员", "oversight", days=15, share=0.01),
)


def _incident(
    code: str, en: str, zh: str, needs: str, *, priority: int, share: float, on_scene_min: float, transport: float = 0.0
) -> IncidentType:
    kinds = needs.split()
    wanted = tuple(Need(kind, kinds.count(kind)) for kind in dict.fromkeys(kinds))
    return IncidentType(code, Name(en, zh), priority, wanted, share, on_scene_min, transport)


INCIDENT_TYPES: Final[tuple[IncidentType, ...]] = (
    _incident("medical.cardiac", "Cardiac arrest", "心脏骤停", "ambulance engine",
              priority=1, share=0.02, on_scene_min=32, transport=0.75),
    _incident("medical.breathing", "Trouble breathing", "呼吸困难", "ambulance",
              priority=1, share=0.08, on_scene_min=18, transport=0.8),
    _incident("medical.fall", "Fall with injury", "跌倒受伤", "ambulance",
              priority=2, share=0.11, on_scene_min=20, transport=0.6),
    _incident("medical.ill", "Person ill", "人员患病", "ambulance",
              priority=3, share=0.17, on_scene_min=19, transport=0.55),
    _incident("fire.building", "Building on fire", "建筑火灾", "engine engine ladder ambulance duty",
              priority=1, share=0.012, on_scene_min=95, transport=0.08),
    _incident("fire.vehicle", "Vehicle on fire", "车辆起火", "engine",
              priority=2, share=0.013, on_scene_min=40),
    _incident("fire.alarm", "Fire alarm ringing", "火灾报警器鸣响", "engine ladder",
              priority=2, share=0.06, on_scene_min=16),
    _incident("fire.outside", "Rubbish or grass burning", "垃圾或杂草燃烧", "engine",
              priority=3, share=0.03, on_scene_min=22),
    _incident("rescue.lift", "Person stuck in a lift", "电梯困人", "rescue",
              priority=2, share=0.02, on_scene_min=28),
    _incident("rescue.water", "Person in the water", "人员落水", "rescue ambulance patrol",
              priority=1, share=0.005, on_scene_min=50, transport=0.6),
    _incident("gas.smell", "Smell of gas", "燃气异味", "engine rescue",
              priority=1, share=0.02, on_scene_min=35),
    _incident("traffic.injury", "Traffic collision with injury", "交通事故有人受伤", "ambulance patrol engine",
              priority=1, share=0.04, on_scene_min=40, transport=0.65),
    _incident("traffic.damage", "Traffic collision, damage only", "交通事故仅车损", "patrol",
              priority=3, share=0.12, on_scene_min=35),
    _incident("public.fight", "Fight", "打架斗殴", "patrol patrol",
              priority=1, share=0.04, on_scene_min=30),
    _incident("public.theft", "Theft reported", "盗窃报案", "patrol",
              priority=4, share=0.09, on_scene_min=45),
    _incident("public.burglary", "Break-in now", "正在入室盗窃", "patrol patrol",
              priority=1, share=0.02, on_scene_min=50),
    _incident("public.lost", "Person missing", "人员走失", "patrol foot",
              priority=2, share=0.03, on_scene_min=60),
    _incident("public.dispute", "Quarrel between neighbours", "邻里纠纷", "foot",
              priority=3, share=0.07, on_scene_min=35),
    _incident("public.help", "Help wanted", "求助", "foot",
              priority=4, share=0.05, on_scene_min=25),
)  # fmt: skip
