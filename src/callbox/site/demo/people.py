"""Who works in the demo city: for each role a post with its published duties, and somebody to sign in as. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from callbox.brain.city import City
from callbox.site.demo.watches import WATCHES

PASSWORD: Final = "callbox-demo"  # noqa: S105  shown to everybody: a demo world holds nobody's data
# Whom the sign-in page offers, with the role that they are known by there.
SHOWN: Final[Mapping[str, str]] = {
    "calltaker": "call_taker",
    "dispatcher": "dispatcher",
    "neighbour": "dispatcher",
    "supervisor": "supervisor",
    "handler": "handler",
    "leader": "leader",
    "administrator": "administrator",
    "oversight": "oversight",
    "crew-e01": "crew",
}


@dataclass(frozen=True)
class Office:
    """What a post of a role is called, and the published text that gives it its power."""

    title: str
    title_zh: str
    duties: str
    duties_zh: str


OFFICES: Final[Mapping[str, Office]] = {
    "call_taker": Office(
        "Call taker, Emergency Line", "紧急热线接警员",
        "Takes every call, writes down where and what, opens a case or closes the contact with a reason.",
        "接听每一个来电，记录地点与情况，立案，或说明理由后结束来电。"),
    "dispatcher": Office(
        "Dispatcher, Emergency Line", "紧急热线调度员",
        "Decides which units go, sends, diverts and calls them off, and closes incidents.",
        "决定派出哪些力量单元，负责派遣、改派与撤回，并结案。"),
    "supervisor": Office(
        "Watch supervisor", "值班主管",
        "Leads the watch, agrees as second person where two must decide, takes what runs over its time.",
        "主持值班；须两人决定时作为第二人确认；处理超时事项。"),
    "handler": Office(
        "Case handler", "办事员",
        "Deals with the requests of the department, answers the person who asked and closes the case.",
        "办理本部门的诉求，答复诉求人并结案。"),
    "leader": Office(
        "Deputy head of the city", "分管领导",
        "Sets tasks, sees where they stand, decides between departments.",
        "下达任务，了解进展，裁定部门分工。"),
    "administrator": Office(
        "System administrator", "系统管理员",
        "Keeps organisations, posts, people, units and calendars. Sees no case.",
        "维护机构、岗位、人员、力量单元和日历，不接触案件。"),
    "oversight": Office(
        "Oversight officer", "监督员",
        "Independent: sees everything the city did, reviews every breaking of the glass, acts on nothing.",
        "独立监督：可查看全部处置过程，复核每次紧急调阅，不参与办理。"),
    "crew": Office(
        "Crew", "出勤人员",
        "Goes where the unit is sent and says at each step where it stands.",
        "随力量单元出勤，并逐步报告状态。"),
    "mediator": Office(
        "Mediator", "调解员",
        "Hears both sides of a dispute and writes down what they agree on.",
        "听取双方意见，记录达成的协议。"),
    "planner": Office(
        "Duty planner", "排班员",
        "Plans shifts and cover for operations and holidays.",
        "安排班次，以及活动和节假日的勤务。"),
    "analyst": Office(
        "Analyst", "分析员",
        "Turns what happened into figures that can be opened down to their records.",
        "把发生的事汇成可追溯到记录的统计。"),
    "reporter": Office(
        "Reporting desk", "报送岗",
        "Passes on contacts that other systems received.",
        "转报其他系统收到的来件。"),
}  # fmt: skip


@dataclass(frozen=True)
class Seat:
    """One post with whoever holds it. `office` is the organisation's id in the generated city."""

    sign_in: str
    role: str
    office: str
    language: str = "en"
    unit: str | None = None


CITY_SEATS: Final = (
    Seat("calltaker", "call_taker", "c"),
    Seat("calltaker-2", "call_taker", "c", "zh"),
    Seat("dispatcher", "dispatcher", "c"),
    Seat("dispatcher-2", "dispatcher", "c", "zh"),
    Seat("supervisor", "supervisor", "c"),
    Seat("supervisor-2", "supervisor", "c", "zh"),
    Seat("leader", "leader", "c"),
    Seat("planner", "planner", "c"),
    Seat("analyst", "analyst", "c"),
    Seat("reporter", "reporter", "c"),
    Seat("mediator", "mediator", "c"),
    Seat("hotline", "call_taker", "c.hotline"),
    Seat("administrator", "administrator", "p"),
    Seat("oversight", "oversight", "p.oversight"),
    Seat("oversight-city", "oversight", "c.oversight"),
    Seat("complaints", "handler", "c.oversight"),
)


def seats(city: City) -> Iterator[Seat]:
    """Everybody: the city's desks, a handler in each department of city and districts, a crew for each unit and watch."""
    yield from CITY_SEATS
    departments = [office for office in city.organisations if office.trade == "department" and office.level == "city"]
    for number, office in enumerate(departments):
        code = office.id.partition(".")[2]
        yield Seat("handler" if number == 0 else f"handler-{code}", "handler", office.id)
    for office in city.organisations:
        if office.trade == "department" and office.level == "district":
            yield Seat(f"handler-{office.id.partition('.')[0]}", "handler", office.id)
    for unit in city.units:
        name = f"crew-{unit.call_sign.casefold()}"
        for sign_in in (name, *(f"{name}-{watch}" for watch in range(2, WATCHES + 1))):
            yield Seat(sign_in, "crew", unit.station, unit=unit.call_sign)
