"""The sheet of categories: what departments are asked for, as residents meet it."""

from dataclasses import replace

from callbox.faces.command.sheet import cells
from callbox.faces.command.sheet.cells import Number, Words
from callbox.faces.command.sheet.column import NAME, NAME_ZH, ORGANISATION, Column, Sheet, Text

QUESTIONS: Text = (
    (
        "what is asked when one is opened: one a line, or plain ones apart by semicolons; in columns: "
        "code | datatype | required or optional | English | Chinese | key=Name / Chinese name;key=Name"
    ),
    (
        "受理时询问的问题：每行一个，纯文字的也可用分号分隔；分栏写法："
        "代码 | 数据类型 | required 或 optional | 英文 | 中文 | 键=英文 / 中文;键=英文"
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
            name="names",
            zh="其他语言名称",
            parse=cells.names,
            meaning=(
                "names in further languages, each as pt: name, apart by semicolons",
                "其他语言的名称，形如 pt: 名称，以分号分隔",
            ),
            example="pt: Candeeiro apagado; fr: Lampadaire éteint",
        ),
        Column(
            name="group",
            zh="分组",
            meaning=("the group residents find it in: English / Chinese", "居民查找时所在的分组：英文 / 中文"),
            example="Streets / 道路",
        ),
        Column(
            name="keywords",
            zh="关键词",
            parse=cells.items,
            meaning=("words that residents use for it, in any language", "居民常用的说法，语言不限"),
            example="lamp, dark street, 路灯, 天黑",
        ),
        Column(
            name="department",
            zh="承办部门",
            parse=cells.path,
            required=True,
            meaning=("path of the organisation that gets such requests", "承办此类诉求的机构路径"),
            example="harbour/east",
        ),
        Column(
            name="by_area",
            zh="按地点分派",
            parse=YES_NO,
            meaning=("it goes to whoever serves the place, by the boundaries: yes or no", "按服务地界分派：yes 或 no"),
            example="no",
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
            parse=cells.questions,
            meaning=QUESTIONS,
            example="pole | string | optional | Number on the pole? | 灯杆编号？",
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
