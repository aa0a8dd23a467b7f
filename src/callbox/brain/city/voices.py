"""Named data: what callers say, in pairs (English, Chinese). {place} is the address."""

from typing import Final

Said = tuple[tuple[str, str], ...]

SAID: Final[dict[str, Said]] = {
    "medical.cardiac": (
        ("My father has collapsed at {place}. He is not breathing.", "我父亲在{place}倒下了，没有呼吸。"),
        ("A man fell down at {place}, no pulse. Somebody is pressing on his chest.",
         "{place}有人倒地，摸不到脉搏，有人在按压胸口。")),
    "medical.breathing": (
        ("She can hardly breathe, her lips are blue. We are at {place}.", "她喘不上气，嘴唇发紫，我们在{place}。"),
        ("My neighbour at {place} has asthma and the spray does not help.", "{place}的邻居哮喘发作，喷雾不管用。")),
    "medical.fall": (
        ("An old lady fell on the stairs at {place}. Her hip hurts and she cannot get up.",
         "{place}有位老太太从楼梯摔下，髋部疼，起不来。"),
        ("My son fell off his bicycle at {place}, his arm is bent.", "我儿子在{place}骑车摔了，胳膊变形。")),
    "medical.ill": (
        ("My wife has had a high fever since yesterday and is confused. {place}.",
         "我爱人昨天起高烧，神志不清，在{place}。"),
        ("Strong stomach pain for three hours, at {place}.", "在{place}，腹痛三个小时了。")),
    "fire.building": (
        ("Flames out of a window on the third floor at {place}! There may be people inside.",
         "{place}三楼窗户往外冒火，里面可能有人！"),
        ("Thick smoke on the stairs at {place}, we cannot get down.", "{place}楼道里全是浓烟，我们下不去。")),
    "fire.vehicle": (
        ("A car is burning at {place}, nobody in it.", "{place}一辆小车着火，车里没人。"),
        ("Smoke from a lorry's engine at {place}, the driver is out.", "{place}货车发动机冒烟，司机已下车。")),
    "fire.alarm": (
        ("The fire alarm at {place} has been ringing for five minutes. I see no smoke.",
         "{place}火警铃响了五分钟，没看到烟。"),
        ("Alarm panel shows the second floor, {place}. We are leaving the building.",
         "{place}报警主机显示二楼，我们正在撤离。")),
    "fire.outside": (
        ("Somebody's rubbish bins are burning at {place}.", "{place}垃圾桶着火了。"),
        ("Dry grass on fire near {place}, the wind blows towards the sheds.", "{place}附近干草着火，风往棚子方向吹。")),
    "rescue.lift": (
        ("Three of us are stuck in the lift at {place}, one feels faint.", "我们三个人困在{place}的电梯里，有一个快晕了。"),
        ("My grandmother is stuck in the lift at {place}, between floors.", "我奶奶困在{place}的电梯里，停在两层之间。")),
    "rescue.water": (
        ("Someone fell into the water off {place}. I threw a ring.", "{place}外面有人落水，我扔了救生圈。"),
        ("A small boat has turned over near {place}, two people hold on to it.", "{place}附近小船翻了，两个人抓着船。")),
    "gas.smell": (
        ("A strong smell of gas in the kitchen at {place}.", "{place}厨房里有很重的燃气味。"),
        ("The whole stairway at {place} smells of gas.", "{place}整个楼道都是燃气味。")),
    "traffic.injury": (
        ("Two cars have crashed at {place}, one driver is trapped.", "{place}两车相撞，一名司机被困。"),
        ("A scooter was hit at {place}. He is bleeding from the head.", "{place}电动车被撞，骑车人头部流血。")),
    "traffic.damage": (
        ("Someone drove into my parked car at {place}. Nobody hurt.", "我停在{place}的车被撞了，没人受伤。"),
        ("Two cars touched at {place}, we block one lane.", "{place}两车剐蹭，占了一条车道，没人伤。")),
    "public.fight": (
        ("Four people are hitting each other at {place}.", "{place}有四个人在打架。"),
        ("A fight outside the restaurant at {place}, one has a bottle.", "{place}饭馆门口打起来了，有人拿着酒瓶。")),
    "public.theft": (
        ("My scooter is gone from {place}. It was locked.", "我停在{place}的电动车不见了，锁了的。"),
        ("My bag was taken at {place}, perhaps an hour ago.", "我的包在{place}被拿走了，大概一小时前。")),
    "public.burglary": (
        ("I hear someone breaking the door of the flat next to mine. {place}.", "我听到隔壁有人在撬门，{place}。"),
        ("Somebody is in our shop at {place}, I see it on the camera.", "{place}我们店里进人了，监控里看得到。")),
    "public.lost": (
        ("My grandfather left {place} at noon and has not come back. He forgets things.",
         "我爷爷中午离开{place}，一直没回来，他记性不好。"),
        ("My daughter, seven, was beside me at {place} and is gone.", "我七岁的女儿刚才还在{place}，现在不见了。")),
    "public.dispute": (
        ("The people upstairs at {place} and my husband are shouting at each other again.",
         "{place}楼上和我丈夫又吵起来了。"),
        ("We quarrel about the parking place at {place}. Please send someone to talk.",
         "{place}为停车位吵架，请派人来调解。")),
    "public.help": (
        ("I am locked out at {place}, the stove is off.", "我被锁在{place}门外，灶是关的。"),
        ("An old man at {place} does not know the way home.", "{place}有位老人找不到回家的路。")),
    "water.burst": (
        ("Water shoots out of the road at {place}.", "{place}路面往外喷水。"),
        ("The street at {place} is flooded, a pipe has burst.", "{place}水管爆了，街上全是水。")),
    "water.none": (
        ("No water at {place} since this morning.", "{place}从早上开始停水。"),
        ("On the sixth floor of {place} the water only drips.", "{place}六楼水压很低，只滴水。")),
    "water.drain": (
        ("The drain at {place} is blocked and it smells.", "{place}下水道堵了，有臭味。"),
        ("Dirty water comes up at {place} whenever it rains.", "{place}一下雨就返污水。")),
    "roads.pothole": (
        ("A deep hole in the road at {place}.", "{place}路上有个深坑。"),
        ("My tyre burst in a hole at {place}.", "我的轮胎在{place}的坑里爆了。")),
    "roads.light": (
        ("Two street lights are out at {place}.", "{place}两盏路灯不亮。"),
        ("It is quite dark at {place}, the lamp flickers.", "{place}很黑，路灯一闪一闪。")),
    "roads.signal": (
        ("The traffic light at {place} shows red all the time.", "{place}红绿灯一直是红灯。"),
        ("The traffic light at {place} is dark.", "{place}红绿灯不亮了。")),
    "roads.cover": (
        ("A manhole at {place} has no cover.", "{place}井盖不见了。"),
        ("The manhole cover at {place} rattles and is broken.", "{place}井盖破了，一压就响。")),
    "parks.tree": (
        ("A tree has fallen across the pavement at {place}.", "{place}一棵树倒在人行道上。"),
        ("A big branch hangs over the bus stop at {place}.", "{place}公交站上方挂着断枝。")),
    "parks.play": (
        ("The swing at {place} is broken, a child was nearly hurt.", "{place}秋千坏了，差点伤到孩子。"),
        ("A board is missing from the slide at {place}.", "{place}滑梯缺了一块板。")),
    "sanitation.missed": (
        ("The rubbish at {place} has not been collected for three days.", "{place}的垃圾三天没人收了。"),
        ("The bins at {place} are overflowing.", "{place}垃圾桶满了溢出来。")),
    "sanitation.dumped": (
        ("Somebody has left building rubble at {place}.", "有人把建筑垃圾倒在{place}。"),
        ("An old sofa has been lying at {place} for a week.", "{place}扔着一个旧沙发，一周了。")),
    "sanitation.toilet": (
        ("The public toilet near {place} is locked in the daytime.", "{place}附近的公厕白天锁着。"),
        ("The public toilet near {place} is very dirty.", "{place}附近的公厕很脏。")),
    "housing.lift": (
        ("The lift at {place} has been out of order since Monday.", "{place}电梯从周一坏到现在。"),
        ("The lift at {place} stops with a jerk at every floor.", "{place}电梯每层都猛地一顿。")),
    "housing.heating": (
        ("It is 14 degrees in our flat at {place}, we have a baby.", "{place}屋里只有14度，家里有婴儿。"),
        ("The radiators at {place} are cold.", "{place}暖气片是凉的。")),
    "housing.leak": (
        ("Water comes through the ceiling at {place} and the landlord does nothing.",
         "{place}天花板漏水，房东不管。"),
        ("The bathroom wall at {place} is wet and mouldy.", "{place}卫生间墙面渗水发霉。")),
    "noise.building": (
        ("The building site at {place} works at night.", "{place}工地夜间施工。"),
        ("Pile driving at {place} since five in the morning.", "{place}早上五点就开始打桩。")),
    "noise.music": (
        ("Loud music from the bar at {place}.", "{place}酒吧音乐声太大。"),
        ("Loudspeakers on the square at {place}, my child cannot sleep.", "{place}广场音响太吵，孩子睡不着。")),
    "air.smell": (
        ("It smells of burnt plastic around {place}.", "{place}一带有烧塑料的味道。"),
        ("Black smoke from a chimney near {place}.", "{place}附近烟囱冒黑烟。")),
    "services.question": (
        ("Which papers do I need to register a small shop at {place}?", "在{place}开小店登记需要什么材料？"),
        ("When is the service counter near {place} open?", "{place}附近的办事窗口几点开门？")),
    "oversight.staff": (
        ("The officer at the counter was rude and sent me away twice. I live at {place}.",
         "窗口人员态度恶劣，两次让我白跑。我住{place}。"),
        ("I reported a leak at {place} three times; the man on the phone hung up on me.",
         "{place}漏水我报了三次，接电话的人挂了我电话。")),
}  # fmt: skip
"""For each incident type and service category, by code."""
