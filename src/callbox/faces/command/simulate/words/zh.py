"""Chinese."""

WORDS: dict[str, str] = {
    "command.simulate": "让各策略面对城市的同样日子",
    "simulate.what": "请指明操作：run、compare 或 watch（callbox simulate --help）",
    "simulate.help.run": "在一座城市上运行一种策略并给出结果",
    "simulate.help.compare": "让多种策略面对同样的日子，并写出报告",
    "simulate.help.watch": "生成播放某一模拟日的网页",
    "simulate.option.city": "城市文件夹、演示世界的名称，或 demo:节点数（生成的城市）",
    "simulate.option.policy": "策略名称",
    "simulate.option.policies": "策略名称，以逗号分隔（默认全部）",
    "simulate.option.load": "来电量的倍数",
    "simulate.option.loads": "来电量的倍数，以逗号分隔",
    "simulate.option.json": "以 JSON 输出",
    "simulate.option.out": "将 report.html、图与 result.json 写入此文件夹",
    "simulate.option.page": "要写出的网页",
    "simulate.option.world": "重演此世界账本中的警情",
    "simulate.option.since": "与 --world 同用：自此日起的警情",
    "simulate.option.until": "与 --world 同用：此日之前的警情",
    "simulate.city_or_world": "城市与 --world 只能给出一个",
    "simulate.dates_need_world": "--from 与 --until 须与 --world 同用",
    "simulate.load_of_recorded": "记录的来电按原样重演：--load 与 --loads 须为 1",
    "simulate.option.calls": "重演此文件中的来电（`callbox replay` 可读的格式）",
    "simulate.purpose": "以往警情的策略模拟",
    "simulate.wrong.calls_where": "{form}：记录的来电只能配合旧金山模型或由世界重演",
    "simulate.wrong.watched": "网页只展示抽样的日子：记录的来电会显示人们来电的地点",
    "simulate.assumed.same_calls": (
        "策略依据抽样的日子设定，其地点与时段取自这些来电。时间自接报起算；录入后再过通常的派遣用时，即可派出单元。"
    ),
    "simulate.assumed.own_stations": "力量单元保留原有驻点；“固定驻点”即该方案，并非最优。",
    "simulate.report.recorded": (
        "实际记录：同一批来电真实记下的时间。班组如何移动、对不紧急的来电先等候再出动、自行撤销或补记时间，"
        "模拟无从得知。"
    ),
    "simulate.option.days": "天数，另加一天预热",
    "simulate.option.seed": "一切随机数由此而来",
    "simulate.option.zones": "来电归并的分区数上限",
    "simulate.option.turning": "另加多少个路线常经的路网节点，供途中单元转向",
    "simulate.option.crowding": "用于 JEMSS：每个节点按 500 米内节点数的此次幂加权（0：全部相同）",
    "simulate.option.late_s": "超过此时间到场即为迟到",
    "simulate.option.turnout_s": "从接令到出动的平均时间",
    "simulate.option.on_scene_min": "现场处置的平均时间",
    "simulate.option.handover_min": "在医院交接的平均时间",
    "simulate.option.transport": "送医的比例，0 至 1",
    "simulate.option.calls_a_day": "仅有路网时：每日来电数",
    "simulate.option.units": "另定力量单元数，分布于各站",
    "simulate.option.stations": "仅有路网时：站所数",
    "simulate.no_city": "请给出要模拟的城市，或用 --world 指明世界",
    "simulate.no_policy": "没有策略 {name}；可用的有 {known}",
    "simulate.number": "{option}：{value} 应在 {least} 至 {most} 之间",
    "simulate.loads": "{option}：{value} 应为大于 0 且不超过 {most} 的数，以逗号分隔，例如 0.75,1,1.5",
    "simulate.date": "{option}：{value} 应为日期，例如 2026-03-02",
    "simulate.not_written": "无法写入 {path}：{reason}",
    "simulate.no_drawer": "绘图需要 vl-convert-python：请执行 `pip install 'callbox[reports]'`",
    "simulate.written": "已写入：{path}",
    "simulate.line": "{where}{line}",
    "simulate.wrong.nowhere": "{city} 不是文件夹，也不是演示世界或 demo:节点数",
    "simulate.wrong.folder": (
        "{path} 中没有城市模型：需要 roads.zip（JEMSS）、.gr 与 .co（DIMACS）或 grid_definitions.geojson"
    ),
    "simulate.wrong.unreadable": "无法读取 {path}：{reason}",
    "simulate.wrong.fleet.unknown_station": "第 {line} 行：没有站所 {station}",
    "simulate.wrong.demand.no_places": "没有可能来电的地点",
    "simulate.wrong.demand.unknown_mode": "某组引用了不存在的需求模式 {mode}",
    "simulate.wrong.line.not_a_rate": "第 {line} 行：{value} 不是来电数",
    "simulate.wrong.line.off_globe": "第 {line} 行：该地点不在地球上",
    "simulate.wrong.line.unknown_zone": "第 {line} 行：没有分区 {zone}",
    "simulate.wrong.feature.geometry": "第 {feature} 个要素：应为 {wanted}，而非 {found}",
    "simulate.wrong.feature.lacks_number": "第 {feature} 个要素的 {property} 没有编号",
    "simulate.wrong.nodes": "demo:{nodes}：生成的城市应有 {least} 至 {most} 个节点",
    "simulate.wrong.no_calls": "没有带地点与力量单元、可供重演的警情",
    "simulate.wrong.no_roads": "世界 {world} 还没有路网：请用 `callbox city import 文件` 导入",
    "simulate.wrong.no_units": "世界 {world} 没有带待命地点的力量单元",
    "simulate.step.reading": "读取城市与行驶时间",
    "simulate.step.tuning": "负荷 {load}：布置力量单元，测定忙碌程度",
    "simulate.step.running": "负荷 {load}：{policy}",
    "simulate.step.day": "推演一日",
    "simulate.head": (
        "{city}：{stations} 个站所，{hospitals} 家医院，{units} 个力量单元；{nodes} 个路网节点上的 {zones} 个分区；"
        "{days} 天，种子 {seed}"
    ),
    "simulate.head_without_roads": (
        "{city}：{stations} 个站所，{hospitals} 家医院，{units} 个力量单元；{zones} 个分区；{days} 天，种子 {seed}"
    ),
    "simulate.load": "负荷 × {load}：{calls} 起来电，每日 {a_day} 起；超过 {minutes} 分钟为迟到",
    "simulate.column.policy": "策略",
    "simulate.column.priority": "等级",
    "simulate.column.calls": "来电",
    "simulate.column.late": "迟到 %",
    "simulate.column.late_change": "变化 %",
    "simulate.column.mean": "平均",
    "simulate.column.mean_change": "变化 %",
    "simulate.column.p90": "90%",
    "simulate.column.moves": "每日调防",
    "simulate.column.busy": "忙碌比例",
    "simulate.intervals": (
        "括号内为 95% 区间：对 {days} 天整天重抽（自助法，1,000 次）；各策略面对相同来电，变化按同日配对计算。"
    ),
    "simulate.intervals_short": "±：95% 区间较长的一半，对 {days} 天整天重抽得出；变化按同日配对：各策略面对相同来电。",
    "simulate.overloaded": "始终忙碌：等待逐日加长，平均与分位数没有意义",
    "simulate.line_of_policy": "{policy} · 每日调防 {moves} 次 · 单元忙碌 {busy} %",
    "simulate.recorded": "实际记录",
    "simulate.priority.every": "全部",
    "simulate.priority.all": "全部",
    "simulate.priority.highPriority": "高",
    "simulate.priority.medPriority": "中",
    "simulate.priority.lowPriority": "低",
    "simulate.priority.1": "1 级（最急）",
    "simulate.priority.2": "2 级",
    "simulate.priority.3": "3 级",
    "simulate.priority.4": "4 级",
    "simulate.policy.static": "固定驻点，派最近空闲",
    "simulate.policy.relieve": "派最近并可换派",
    "simulate.policy.redeploy": "动态待命（DMEXCLP）",
    "simulate.policy.dispatch": "按时间与覆盖派遣",
    "simulate.policy.both": "动态待命并按覆盖派遣",
    "simulate.policy.move-up": "再加调防",
    "simulate.policy.ahead": "前瞻",
    "simulate.policy.ahead-capped": "前瞻（有上限）",
    "simulate.policy.ahead-still": "前瞻（不调防）",
    "simulate.about.static": (
        "派道路上最近的空闲力量单元，完成后回本站；驻点按期望覆盖最优（MEXCLP，Daskin 1983）。不调防，已出动者不改派。"
    ),
    "simulate.about.relieve": "同固定驻点，但途中可改派：转赴更急的来电，或由附近刚空出的单元接替。",
    "simulate.about.redeploy": (
        "空出的单元前往当时增加期望覆盖最多之处待命（DMEXCLP；Jagtenberg、Bhulai 与 van der Mei 2015）；可换派。"
    ),
    "simulate.about.dispatch": "派行驶时间与覆盖损失之和最小的单元，完成后回本站；可换派。",
    "simulate.about.both": "动态待命，并按时间与覆盖派遣。",
    "simulate.about.move-up": "同上，且待命单元可调防补位，每班次数有限。",
    "simulate.about.ahead": (
        "按未来两个时刻预计的迟到决定派谁、在哪里待命、谁调防；可换派。有界：每次变化至多调防两次，"
        "每单元十二小时至多八次。"
    ),
    "simulate.about.ahead-capped": "同上，且对最急的来电，不派比最快者晚到一分钟以上的单元。",
    "simulate.about.ahead-still": "同上但不调防：只有空出的单元可去别处待命。",
    "simulate.assumed.even_nodes": "假定：每个可能有住户的路网节点来电机会相同（文件引用的人口栅格未随附）。",
    "simulate.assumed.crowded_nodes": (
        "假定：来电出自可能有住户的路网节点，按 500 米内此类节点数的 {power} 次幂加权，代替未随附的人口栅格。"
    ),
    "simulate.assumed.beyond": (
        "{share} 的来电所在处，即使道路畅通，也没有站所能在 {minutes} 分钟内到达：在站所待命的单元几乎无法及时到场。"
    ),
    "simulate.assumed.roads_alone": (
        "因仅有路网而假定：以 k 均值在节点上设 {stations} 个站所（种子 {seed}），{units} 个力量单元，每日 {calls} "
        "起来电，各节点、各时段机会相同。"
    ),
    "simulate.assumed.turnout": "假定：从接令到出动 {seconds} 秒。",
    "simulate.assumed.on_scene": "假定：现场平均 {minutes} 分钟，对数正态分布，标准差与均值之比 {cv}。",
    "simulate.assumed.carried": "假定：{share} 的来电送往最近医院，在院平均 {minutes} 分钟。",
    "simulate.assumed.generated": "生成的城市，自带需求：所需单元、现场时间与时段分布均随之而来；每日 {calls} 起来电。",
    "simulate.assumed.not_by_distance": "{zones} 个分区的模型时间与距站所远近无关，故不用作行驶时间。",
    "simulate.assumed.straight_model": (
        "行驶时间：直线每小时 {speed} 公里，另加起步与停车 {fixed} 秒；以 {trips} 个分区的模型时间拟合（R² {fit}）。"
    ),
    "simulate.assumed.straight_trips": (
        "行驶时间：直线每小时 {speed} 公里，另加起步与停车 {fixed} 秒；以 {trips} 次由站所出发的实际行程拟合（R² "
        "{fit}，单次行程偏差较大）。"
    ),
    "simulate.assumed.straight_slow": "赴不紧急的来电：每小时 {speed} 公里，以 {trips} 次此类行程拟合。",
    "simulate.assumed.straight_assumed": "假定行驶时间：直线每小时 {speed} 公里，另加起步与停车 {fixed} 秒。",
    "simulate.assumed.counted": "各分区来电按 demand.csv 的计数（文件未说明时段），每日 {calls} 起，各时段相同。",
    "simulate.assumed.ledger": (
        "自 {since} 至 {until} 记录的 {calls} 起警情；各取其实际到场的单元、现场与在院时间。另有 {left} "
        "起因缺少地点、单元或结束时间而略去。"
    ),
    "simulate.assumed.shifts": "{units} 个力量单元；轮班者自首次出动前一小时至末次完成后一小时在班。",
    "simulate.assumed.no_hospital": "医院位置未知：送医途中与在院时间计入现场时间。",
    "simulate.plot.load": "负荷 × {load} · n = {calls}",
    "simulate.plot.late": "超过 {minutes} 分钟到场的比例，%，95% 区间",
    "simulate.plot.change": "迟到相对“{baseline}”的变化，%，95% 区间，配对",
    "simulate.plot.minutes": "从来电到首个单元到场的分钟数",
    "simulate.plot.within": "此时已到场的来电比例，%",
    "simulate.plot.limit": "{minutes} 分钟",
    "simulate.plot.moves": "每单元每日调防次数",
    "simulate.figure.late": "迟到比例，全部等级。圆点：{days} 天；横条：95% 区间；虚线：基准。",
    "simulate.figure.differences": (
        "各策略在相同日子里带来的变化：全部来电（圆点）与最急等级（菱形）。虚线左侧为更好；横条跨过虚线，则 {days} "
        "天不足以判断。"
    ),
    "simulate.figure.responses": "负荷 × {load} 时，在各时间内到场的来电比例。",
    "simulate.figure.tradeoff": "调动的代价与所得：越靠左调动越少，越靠下迟到越少。",
    "simulate.report.title": "派谁去、在哪里待命：各策略面对同样的日子",
    "simulate.report.lead": "各策略面对完全相同的来电。除另有说明外均为模拟结果；数字附 95% 区间。",
    "simulate.report.cards": (
        "负荷 × {load} 时的迟到（超过 {minutes} 分钟），n = {calls} 起：比例、95% 区间、相对基准的变化（%）。"
    ),
    "simulate.report.is_baseline": "基准",
    "simulate.report.plots": "概览",
    "simulate.report.tables": "全部数字",
    "simulate.report.assumed": "依据与假定",
    "simulate.report.policies": "各策略",
    "simulate.report.baseline": "基准：“{baseline}”；所有变化均相对于它。",
    "simulate.report.tuned": "策略在另外的日子上设定；其间力量单元忙碌的时间比例：{busy}。",
    "simulate.report.seed": "种子 {seed}：同样的命令得到同样的数字。",
    "simulate.report.again": "生成本报告的命令：",
    "simulate.said.ASSIGNED": "单元 {unit} 赴来电 {call}（{priority}）；路程 {eta}，{among} 个中最近",
    "simulate.said.NEXT": "单元 {unit} 赴等待中的来电 {call}（{priority}）",
    "simulate.said.RELIEVES": "附近空出的单元 {unit} 接替处理来电 {call}（{priority}）",
    "simulate.said.LOST": "来电 {call}（{priority}）交由邻区：没有空闲单元",
    "simulate.said.CHOSEN": (
        "单元 {unit} 赴来电 {call}（{priority}）；路程 {eta}，虽然 {other} 只需 {best}：如此保留更多覆盖"
    ),
    "simulate.said.CALLED_OFF": "单元 {unit} 不再赴来电 {call}",
    "simulate.said.QUEUED": "来电 {call}（{priority}）等待：没有空闲单元",
    "simulate.said.OPENED": "来电 {call}（{priority}）",
    "simulate.said.FREE": "单元 {unit} 已空闲",
    "simulate.said.CARRIED": "单元 {unit} 将来电 {call} 的病人送往医院",
    "simulate.said.PLACED": "单元 {unit} 前往站所 {station} 待命",
    "simulate.said.PLACED_HOME": "单元 {unit} 返回本站 {station}",
    "simulate.said.MOVED": "单元 {unit} 调防至站所 {station}：补上缺口",
    "simulate.watch.title": "一个模拟日",
    "simulate.watch.play": "播放",
    "simulate.watch.pause": "暂停",
    "simulate.watch.speed": "速度",
    "simulate.watch.calls": "处置中的来电",
    "simulate.watch.free": "空闲单元",
    "simulate.watch.late": "已迟到",
    "simulate.watch.decisions": "决定与理由",
    "simulate.watch.station": "站所",
    "simulate.watch.hospital": "医院",
    "simulate.watch.waiting": "待命",
    "simulate.watch.rolling": "前往待命",
    "simulate.watch.responding": "赶赴来电",
    "simulate.watch.on_scene": "在现场",
    "simulate.watch.carrying": "送医及在院",
    "simulate.watch.call": "来电",
    "simulate.watch.call_late": "超时仍无单元到场的来电",
    "simulate.watch.note": "模拟结果，非实际记录。路网节点之间按直线绘制。",
    "simulate.wrong.own_file": "无法读取 {file}：{why}",
    "simulate.wrong.own_size": "{file} 超过 {most} 字节：策略文件不会这么长",
    "simulate.wrong.own_runs": "{file} 不是策略：{why}",
    "simulate.wrong.own_answer": "{file} 给出了不可能的答案：{why}",
    "simulate.option.posts": "另设若干街头待命点，供调动单元的策略使用",
    "simulate.option.busy": "估算覆盖所用的忙碌比例：全体共用一个（默认），或按单元与时段分别取值",
    "simulate.assumed.busy_by_unit": "覆盖按每个单元在一天各时段的忙碌比例估算，取自另外日子的模拟。",
    "simulate.option.hours": "一天中各时段相对畅通道路的车速：7 至 9 时为 0.7，依此类推",
    "simulate.option.demand_wrong": "策略按实际来电的若干倍来估算",
    "simulate.option.demand_scatter": "策略对每个片区来电的估计偏高或偏低这一比例，0 至 0.9",
    "simulate.option.speeds_wrong": "策略按实际车速的若干倍来估算",
    "simulate.option.speeds_scatter": "策略对每个片区车速的估计偏高或偏低这一比例，0 至 0.9",
    "simulate.option.close_stations": "方案定下之后关闭若干站所",
    "simulate.hours": "--hours：{value} 应为时段与车速（{least} 至 {most}），以逗号分隔，例如 7-9:0.7,16-18:0.6",
    "simulate.wrong.speeds_where": "{form}：只有在路网已知、来电为抽样时，才能让策略误判车速",
    "simulate.wrong.all_closed": "--close-stations：关闭 {closed} 个将使 {stations} 个站所无一开放",
    "simulate.assumed.posts": (
        "{posts} 个街头待命点，每处容一个单元，依据已知需求按期望覆盖选定。力量、站所与需求不变；"
        "“静态”仍是仅用站所的最佳方案，只有安置或调动单元的策略会用到待命点。"
    ),
    "simulate.assumed.hours": "各时段车速为畅通道路的 {slowest} 至 {fastest} 倍；选派单元按当时用时，覆盖按畅通道路估算。",
    "simulate.assumed.demand_wrong": "误判：方案与全部策略按实际来电的 {value} 倍估算。",
    "simulate.assumed.demand_scatter": (
        "误判：20 个片区中，方案与全部策略将一半的来电估高 {percent}%，另一半估低 {percent}%。"
    ),
    "simulate.assumed.speeds_wrong": "误判：方案与全部策略按实际车速的 {value} 倍估算。",
    "simulate.assumed.speeds_scatter": (
        "误判：20 个片区中，方案与全部策略将一半的车速估高 {percent}%，另一半估低 {percent}%。"
    ),
    "simulate.assumed.close_stations": "方案定下之后，按种子抽取 {value} 个站所关闭：其单元归最近的开放站所。",
    "simulate.said.PLACED_POST": "单元 {unit} 前往街头待命点 {station} 待命",
    "simulate.said.MOVED_POST": "单元 {unit} 调防至街头待命点 {station}：补上缺口",
    "simulate.watch.post": "街头待命点",
    "simulate.option.close": (
        "封闭道路：街道名、“纬度,经度,米”或 GeoJSON 文件；@7-19 表示每天的这些时段；:0.2 表示不封闭而降至这一比例的车速；"
        "可多次给出（南纬写作 --close=-36.8,174.7,300）"
    ),
    "simulate.close": (
        "--close：{value} 须为街道名、“纬度,经度,米”（至多 {most} 米）或 .geojson 文件，其后可加 0 至 24 的时段如 @7-19，"
        "以及小于 1 的车速比例如 :0.2"
    ),
    "simulate.close_many": "--close：至多 {most} 处",
    "simulate.wrong.close_where": "{form}：只有道路已知时才能封闭道路",
    "simulate.wrong.close_nothing": "--close：{where} 没有道路",
    "simulate.wrong.close_no_names": "--close：这些道路没有名称，找不到 {where}：请给出“纬度,经度,米”",
    "simulate.assumed.closed": "每天 {from}:00 至 {until}:00 封闭：{where}。",
    "simulate.assumed.closed_all_day": "全程封闭：{where}。",
    "simulate.assumed.slow": "每天 {from}:00 至 {until}:00 车速降至 {percent}%：{where}。",
    "simulate.assumed.slow_all_day": "全程车速降至 {percent}%：{where}。",
    "simulate.assumed.close_known": (
        "事先无人知晓：站所、街头驻点和覆盖都按道路畅通估算。到时人人知晓：选派与行驶都按当时的道路，"
        "途中单元从下一路口起改道，别无他路时获准通行。{share} 的呼叫来自被隔断之处：须等到有单元能到达。"
    ),
}
