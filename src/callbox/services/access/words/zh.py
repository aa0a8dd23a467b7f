"""Chinese."""

WORDS: dict[str, str] = {
    "kind.reading": "查阅记录",
    "act.reading.record": "查阅个人信息",
    "act.reading.review": "复核紧急查阅",
    "event.reading.made": "个人信息已查阅",
    "event.reading.reviewed": "紧急查阅已复核",
    "event.reading.erased": "查阅目的中的个人信息已抹除",
    "field.reading.found": "搜索所得",
    "field.reading.about": "所查阅内容涉及的机构",
    "field.reading.protected": "所查阅内容受保护",
    "field.reading.organisation": "查阅机构",
    "field.reading.of_kind": "所查记录的类别",
    "field.reading.of": "所查记录",
    "field.reading.glass": "紧急查阅",
    "field.reading.reviewed_by": "复核机构",
    "field.reading.justified": "是否合理",
    "value.made": "已登记",
    "value.to_review": "待复核",
    "value.reviewed": "已复核",
    "refused.reading.nothing_to_review": "此查阅记录无需复核",
    "refused.reading.other_organisation": "查阅必须由查阅机构以外的机构复核",
}
