"""The words that tell what a call is likely about, English and 中文. Data only; `advice.py` reads it.

A word ending in * stands for all that begin so. More words that fit weigh more; of equals the earlier line counts.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, kw_only=True)
class Line:
    """A category, how urgent it is at least, and the words that tell of it."""

    category: str
    priority: str
    en: str
    zh: str


LINES: Final = (
    Line(
        category="medical.cardiac",
        priority="life_threat",
        en="cardiac arrest, heart attack, heart stopped, no pulse, not breathing, isn't breathing, cpr, chest pain*, "
        "defibrillator, collapsed",
        zh="心脏骤停, 心脏病, 心梗, 心肌梗塞, 没有心跳, 没心跳, 没有呼吸, 没呼吸, 心肺复苏, 胸痛, 胸口痛, 猝死",
    ),
    Line(
        category="medical.breathing",
        priority="life_threat",
        en="can't breathe, cannot breathe, trouble breathing, short of breath, struggling to breathe, chok*, asthma, "
        "turning blue, allergic",
        zh="呼吸困难, 喘不过气, 喘不上气, 哮喘, 窒息, 噎住, 噎着, 卡住喉咙, 过敏",
    ),
    Line(
        category="fire.building",
        priority="life_threat",
        en="house fire, building fire, building on fire, house on fire, flat on fire, flames, kitchen fire, fire, smoke, "
        "burning, floor, apartment, roof, window*",
        zh="着火, 起火, 失火, 火灾, 房子着火, 楼里着火, 厨房着火, 冒烟, 浓烟, 火苗, 火光",
    ),
    Line(
        category="fire.vehicle",
        priority="emergency",
        en="car on fire, car fire, vehicle fire, truck on fire, bus on fire, engine on fire, vehicle on fire, fire, car",
        zh="车着火, 汽车着火, 车辆起火, 汽车起火, 车起火, 电动车着火, 货车着火, 公交车着火",
    ),
    Line(
        category="fire.outside",
        priority="non_emergency",
        en="grass fire, rubbish fire, bin on fire, bin fire, trash fire, bonfire, hedge on fire, bush fire, grass burning",
        zh="垃圾着火, 垃圾桶着火, 草地着火, 杂草, 烧垃圾, 烧荒, 树着火",
    ),
    Line(
        category="fire.alarm",
        priority="emergency",
        en="fire alarm, smoke alarm, smoke detector, alarm ringing, alarm going off",
        zh="火警器, 烟雾报警, 烟感, 火灾报警器, 警报在响, 报警器响",
    ),
    Line(
        category="gas.smell",
        priority="emergency",
        en="smell of gas, smell gas, smells of gas, gas leak*, leaking gas, gas",
        zh="煤气味, 燃气味, 天然气味, 煤气泄漏, 燃气泄漏, 天然气泄漏, 煤气漏, 漏气, 燃气异味",
    ),
    Line(
        category="rescue.water",
        priority="life_threat",
        en="drown*, fell in the water, fell in the river, in the water, in the river, in the canal, under water",
        zh="溺水, 落水, 掉进水里, 掉河里, 掉进河里, 跳河, 跳江, 水里有人",
    ),
    Line(
        category="rescue.lift",
        priority="non_emergency",
        en="stuck in a lift, stuck in the lift, stuck in an elevator, stuck in the elevator, elevator, lift",
        zh="电梯困人, 困在电梯, 被困电梯, 电梯停了, 电梯故障, 电梯",
    ),
    Line(
        category="traffic.injury",
        priority="life_threat",
        en="hit by a car, run over, knocked down, crash* hurt, crash* injur*, pedestrian, cyclist, motorbike, car crash, "
        "trapped in the car, collision, overturned",
        zh="车祸, 撞人, 被车撞, 撞倒, 撞伤, 车撞人, 翻车, 交通事故, 压伤",
    ),
    Line(
        category="traffic.damage",
        priority="non_emergency",
        en="bumper, fender, scratched, minor collision, rear-ended, nobody hurt, no one hurt, no injuries, damage only",
        zh="追尾, 剐蹭, 刮蹭, 擦碰, 碰撞, 没人受伤, 无人受伤, 车损",
    ),
    Line(
        category="medical.fall",
        priority="emergency",
        en="fell, fallen, fall, broken leg, broken arm, broken hip, broken bone*, fracture*, tripped, slipped",
        zh="摔倒, 跌倒, 摔伤, 摔下, 跌落, 骨折, 摔了, 坠落",
    ),
    Line(
        category="medical.ill",
        priority="emergency",
        en="ill, sick, fever, vomit*, faint*, dizz*, stroke, seizure*, fitting, diabetic, stomach pain*, labour, "
        "pregnant, overdose*, poison*, in pain",
        zh="生病, 发烧, 高烧, 呕吐, 晕倒, 头晕, 中风, 抽搐, 癫痫, 糖尿病, 肚子痛, 腹痛, 临产, 要生了, 中毒, 不舒服",
    ),
    Line(
        category="public.burglary",
        priority="emergency",
        en="break-in, breaking in, broke in, burglar*, intruder*, someone in my house, someone in the house",
        zh="入室, 撬门, 撬锁, 翻窗, 进贼, 有贼, 家里有人进来, 陌生人闯入",
    ),
    Line(
        category="public.fight",
        priority="emergency",
        en="fight*, punch*, attack*, beating, beaten, assault*, stabb*, brawl",
        zh="打架, 斗殴, 打人, 被打, 群殴, 砍人, 捅人, 殴打",
    ),
    Line(
        category="public.lost",
        priority="emergency",
        en="missing, lost child, child is lost, lost my son, lost my daughter, wandered off, hasn't come home",
        zh="走失, 走丢, 失踪, 找不到孩子, 孩子不见, 老人不见, 不见了",
    ),
    Line(
        category="public.theft",
        priority="non_emergency",
        en="stolen, stole, theft, thief, pickpocket*, robbed, took my bag, took my phone",
        zh="被偷, 偷了, 小偷, 盗窃, 扒手, 丢了钱包, 手机被偷, 抢了, 抢劫",
    ),
    Line(
        category="public.dispute",
        priority="routine",
        en="noise, loud music, neighbour*, neighbor*, quarrel*, argument, arguing, shouting",
        zh="噪音, 吵闹, 太吵, 扰民, 邻居, 吵架, 争吵, 纠纷",
    ),
    Line(
        category="public.help",
        priority="routine",
        en="locked out, need help, need some help, advice, question",
        zh="求助, 帮忙, 开锁, 锁在门外, 咨询",
    ),
)

# Whatever it is about, a life is in danger where one of these is said.
LIFE: Final = Line(
    category="",
    priority="life_threat",
    en="not breathing, isn't breathing, stopped breathing, can't breathe, unconscious, unresponsive, not responding, "
    "won't wake up, not moving, no pulse, heavy bleeding, bleeding heavily, bleeding badly, lots of blood, trapped, "
    "explosion, exploded, gun, shot, shooting, knife, stabb*, drowning, suicide, jump off, hanging, dying, "
    "baby is coming, people inside, children inside, someone inside",
    zh="没有呼吸, 没呼吸, 停止呼吸, 昏迷, 失去意识, 没有反应, 没反应, 叫不醒, 不动了, 没有心跳, 大出血, 流了很多血, "
    "血流不止, 被困, 爆炸, 枪, 持刀, 刀, 捅, 溺水, 自杀, 跳楼, 上吊, 快死了, 要生了, 里面有人, 有人在里面, 有孩子在里面",
)
