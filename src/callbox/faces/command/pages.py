"""Pages of the documentation that are drawn from the services' declarations, in both languages at once. Pure.

`docs/lifecycles.md`: how each kind of record may move. `docs/acts.md`: what may be done, with what. `docs/permissions.md`:
who may do it. A test fails when a page is no longer what the declarations say.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from callbox.kernel import registry
from callbox.kernel.declare import ActSpec, ClockSpec, KindSpec, Lifecycle, Scope, Service
from callbox.kernel.facts import Field, fields_of
from callbox.kernel.words import input_code, say

Lines = Iterator[str]
NOTICE = "Written by `callbox document` from the services' declarations. · 由 `callbox document` 根据各服务的声明生成。"
REACH = {
    Scope.OWN: "own organisation and those below · 本机构及下级",
    Scope.PARTY: "also where the organisation has a part · 另含本机构参与的",
    Scope.UNIT: "what their own unit is on · 本力量单元所在的",
    Scope.ANY: "every record that is not protected · 除受保护者外的全部",
}


def both(code: str) -> str:
    """A code in both languages."""
    return f"{say(code, 'en')} · {say(code, 'zh')}"


def titled(code: str) -> str:
    """A code in both languages, as a heading."""
    text = both(code)
    return text[:1].upper() + text[1:]


def cell(text: str) -> str:
    """A text that cannot break out of its cell of a table."""
    return text.replace("|", "\\|").replace("\n", " ")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Lines:
    """A Markdown table."""
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    yield from (f"| {' | '.join(cell(one) for one in row)} |" for row in rows)
    yield ""


def coded(names: Iterable[str]) -> str:
    """Names as they are written in code."""
    return ", ".join(f"`{name}`" for name in names)


def heading(service: Service) -> str:
    """A service by the kinds of records it keeps."""
    return f"## {', '.join(titled(f'kind.{spec.kind}') for spec in service.kinds)}"


# How each kind of record may move


def lifecycles() -> Lines:
    """The state diagram of every kind, and what may happen in each status without a change."""
    yield from ("# Lifecycles · 生命周期", "", NOTICE, "")
    yield "The gate refuses whatever is not drawn here, whichever rule asks for it. `=`: the status stays."
    yield "未在此列出的变动，无论由何规则提出，一律拒绝。`=`：状态不变。"
    yield ""
    for service in registry.services():
        for spec in service.kinds:
            yield from _lifecycle(spec)


def _lifecycle(spec: KindSpec) -> Lines:
    yield from (f"## {titled(f'kind.{spec.kind}')}", "", "```mermaid", "stateDiagram-v2")
    yield from diagram(spec.lifecycle)
    yield from ("```", "")
    yield from table(("event · 事件", "", "from · 自", "to · 至"), _events(spec.lifecycle))
    if spec.clocks:
        yield from table(
            ("clock · 时限", "", "starts · 开始", "stops · 停止", "pauses, resumes · 暂停、恢复", "when due · 到期时"),
            (_clock(clock) for clock in spec.clocks),
        )


def diagram(lifecycle: Lifecycle) -> Lines:
    """The lines of a Mermaid state diagram. Between two statuses stands one arrow with all its events."""
    for status in lifecycle.statuses:
        yield f'    state "{both(f"value.{status}")}" as {status}'
    arrows: dict[tuple[str, str], list[str]] = {}
    for event, statuses in lifecycle.begins.items():
        for status in statuses:
            arrows.setdefault(("[*]", status), []).append(event)
    for move in lifecycle.moves:
        for before in move.before:
            for after in move.after:
                arrows.setdefault((before, after), []).append(move.event)
    for (before, after), events in arrows.items():
        yield f"    {before} --> {after} : {', '.join(event.rpartition('.')[2] for event in dict.fromkeys(events))}"
    yield from (f"    {status} --> [*]" for status in lifecycle.ends)


def _events(lifecycle: Lifecycle) -> Iterator[Sequence[str]]:
    for event, statuses in lifecycle.begins.items():
        yield f"`{event}`", both(f"event.{event}"), "", coded(statuses)
    for move in lifecycle.moves:
        yield f"`{move.event}`", both(f"event.{move.event}"), coded(move.before), coded(move.after) or "="


def _clock(clock: ClockSpec) -> Sequence[str]:
    held = coded((*clock.pauses, *clock.resumes))
    return (
        f"`{clock.name}`",
        both(f"clock.{clock.name}"),
        coded(clock.starts),
        coded(clock.stops),
        held,
        f"`{clock.on_due}`",
    )


# What may be done


def acts() -> Lines:
    """Every act: what it means, who may, what it is given."""
    yield from ("# Acts · 操作", "", NOTICE, "")
    yield "Every act may also carry `at` (when it really happened), `because` (why) and an idempotency key."
    yield "每项操作还可带有 `at`（实际发生时间）、`because`（原因）和幂等键。"
    yield ""
    for service in registry.services():
        yield from (heading(service), "")
        for spec in service.acts:
            yield from _act(spec)


def _act(spec: ActSpec) -> Lines:
    yield from (f"### {titled(f'act.{spec.name}')}", "", f"`{spec.name}`: {_meaning(spec)}", "")
    may = [f"{both('value.' + role)} ({scope})" for role, scope in spec.grants.items()]
    yield f"- who may · 权限：{', '.join(may)}"
    if spec.touches:
        yield f"- locks · 锁定：{coded(spec.touches.values())}"
    if spec.looks:
        yield f"- looks at · 参阅：{coded(spec.looks.values())}"
    if spec.needs_reason:
        yield "- needs a reason · 必须说明原因"
    clocks = ((kind.kind, clock) for kind in registry.kinds() for clock in kind.clocks)
    due = [f"`{kind}.{clock.name}`" for kind, clock in clocks if clock.on_due == spec.name]
    if due:
        yield f"- done when a clock falls due · 时限到期时执行：{', '.join(due)}"
    yield ""
    head = ("given · 输入", "", "meaning", "type · 类型")
    yield from table(head, (_input(spec, declared) for declared in fields_of(spec.inputs).values()))


def _meaning(spec: ActSpec) -> str:
    return " ".join((spec.inputs.__doc__ or "").split())


def _input(spec: ActSpec, declared: Field) -> Sequence[str]:
    needed = "" if declared.required else " (may be left out · 可省略)"
    return f"`{declared.name}`{needed}", both(input_code(spec.name, declared)), declared.meaning, _type(declared)


def _type(declared: Field) -> str:
    """What a field holds: its choices, the kind it names, or its plain type; and whether it is sealed."""
    if declared.choice:
        told = coded(declared.choice.words)
    elif declared.links:
        told = f"id: {declared.links.kind}"
    else:
        told = "list · 列表" if declared.many else getattr(declared.type, "__name__", "object").lower()
    return told + (" · sealed · 加密" if declared.personal else "")


# Who may


def permissions() -> Lines:
    """The table of role by act for each service, and who may see each kind."""
    yield from ("# Who may do what · 权限", "", NOTICE, "")
    yield from table(
        ("in the table · 表中", "reaches · 范围"), ((f"**{scope}**", text) for scope, text in REACH.items())
    )
    yield "Two rules stand above every grant: a record about an organisation is out of its reach, and a protected record"
    yield "is seen only by its holder and its parties."
    yield "两条规则高于一切授权：涉及某机构的记录，该机构不得触及；受保护的记录仅主办机构与参与方可见。"
    yield ""
    for service in registry.services():
        yield from (heading(service), "")
        yield from _grants(service)


def _grants(service: Service) -> Lines:
    rows: dict[str, Mapping[str, Scope]] = {
        f"{both(f'act.{spec.name}')} `{spec.name}`": spec.grants for spec in service.acts
    }
    rows |= {f"*see · 查看* {both(f'kind.{spec.kind}')} `{spec.kind}`": spec.reads for spec in service.kinds}
    roles = sorted({role for grants in rows.values() for role in grants})
    head = ("", *(f"{say(f'value.{role}', 'en')}<br>{say(f'value.{role}', 'zh')}" for role in roles))
    yield from table(head, ((name, *(grants.get(role, "") for role in roles)) for name, grants in rows.items()))


PAGES: Mapping[str, Callable[[], Lines]] = {
    "lifecycles.md": lifecycles,
    "acts.md": acts,
    "permissions.md": permissions,
}


def page(name: str) -> str:
    """The text of one page."""
    return "\n".join(PAGES[name]()).rstrip() + "\n"
