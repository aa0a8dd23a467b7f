"""The words of the page on how those who asked were served, per language."""

EN: dict[str, str] = {
    "served.title": "How people were served",
    "served.explained": "Those who asked are asked once, by another office than the one that served them. What they say is "
    "shown here only for ten or more together, and no case can be told from it.",
    "served.none": "Fewer than ten have said anything yet.",
    "served.mean": "Mean, of 5",
    "served.many": "{many} gave {point}",
    "served.undone": "Said to be not done",
    "served.undone.explained": "Each was worked on again at once. It counts for those who answered only once somebody of "
    "another office has looked.",
    "served.undone.none": "Nothing waits.",
    "served.counts": "It counts",
    "served.not_counts": "It does not count",
    "served.because": "Why",
}

ZH: dict[str, str] = {
    "served.title": "办理评价",
    "served.explained": "由承办部门以外的机构询问诉求人一次。此处仅显示十份以上合并的结果，无法从中辨认个案。",
    "served.none": "评价尚不足十份。",
    "served.mean": "平均分（满分5）",
    "served.many": "{many} 人给 {point} 分",
    "served.undone": "诉求人表示未办好",
    "served.undone.explained": "均已立即重新办理。经其他机构核查后，才计入答复部门。",
    "served.undone.none": "没有待核查的事项。",
    "served.counts": "计入",
    "served.not_counts": "不计入",
    "served.because": "理由",
}
