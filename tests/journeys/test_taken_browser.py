"""What no longer holds says so: a unit that another dispatcher took, and ways past a road that was closed meanwhile."""

from collections.abc import Mapping
from typing import Any

from tests.worlds.browser import IN_BROWSER
from tests.worlds.city import CITY, actor
from tests.worlds.mapped import MIDDLE, chromium, drawn, incident, mapped
from tests.worlds.pictures import picture
from tests.worlds.web import Served
from tests.worlds.windows import window

from callbox.kernel import advisor
from callbox.kernel.advisor import Away
from callbox.kernel.chain import Json
from callbox.kernel.read import select

__all__ = ["chromium", "drawn", "mapped"]
pytestmark = IN_BROWSER
DISPATCHER = actor("dispatcher", CITY)


def asks(page: Any, case: str) -> None:
    """Open a case and ask whom to send."""
    page.goto(f"/?on={case}")
    page.wait_for_selector("body.live")
    page.wait_for_selector("#signs:focus")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-accept='1']")


def way_of(page: Any, sign: str) -> Any:
    """The first proposed way that sends a unit."""
    return page.locator(".ways > li", has_text=sign).first


def test_of_two_dispatchers_who_take_the_same_unit_the_second_is_told_before_they_accept(
    chromium: Any, mapped: Served
) -> None:
    first, second = incident(mapped), incident(mapped, "medical.cardiac", "emergency")
    dana, diao = (window(chromium, mapped, name) for name in ("dana", "diao"))
    asks(dana, first)
    asks(diao, second)
    sign = diao.inner_text(".ways li:first-child .who b")

    dana.keyboard.press(way_of(dana, sign).locator("[data-accept]").get_attribute("data-accept"))
    dana.wait_for_selector(f".sent >> text={sign}")

    diao.wait_for_selector(".ways li:first-child .gone:visible >> text=已不成立")
    assert sign in diao.inner_text(".ways li:first-child .gone")
    assert diao.locator("[data-accept='1']").is_disabled()
    picture(diao, "taken-zh")
    diao.keyboard.press("1")
    diao.keyboard.press("p")
    diao.wait_for_selector(".ways li:first-child .gone", state="hidden")
    assert diao.inner_text(".ways li:first-child .who b") != sign
    diao.wait_for_timeout(500)  # a key is for what could be seen
    diao.keyboard.press("1")
    diao.wait_for_selector(".sent li")
    assert len({one.unit for one in select(DISPATCHER, "assignment")}) == 2


def test_of_two_who_accept_the_same_unit_at_once_one_is_refused_with_the_reason(chromium: Any, mapped: Served) -> None:
    first, second = incident(mapped), incident(mapped, "medical.cardiac", "emergency")
    dana, diao = (window(chromium, mapped, name) for name in ("dana", "diao"))
    asks(dana, first)
    asks(diao, second)
    sign = diao.inner_text(".ways li:first-child .who b")
    diao.context.set_offline(True)  # so that nothing tells the second window

    dana.keyboard.press(way_of(dana, sign).locator("[data-accept]").get_attribute("data-accept"))
    dana.wait_for_selector(f".sent >> text={sign}")
    diao.context.set_offline(False)
    diao.evaluate("document.querySelector('[data-accept]').disabled = false")
    diao.evaluate("document.querySelector('[data-accept]').click()")

    diao.wait_for_selector("#panel .refused")
    assert sign in diao.inner_text("#panel .refused")
    assert [one.incident for one in select(DISPATCHER, "assignment")] == [first]


class Late:
    """An advisor that has no time: units are ranked by straight line."""

    def ask(self, question: str, told: Mapping[str, Any], *, within_s: float = 0.15) -> Mapping[str, Json]:  # noqa: ARG002
        raise Away("late")


def test_a_road_that_is_closed_is_drawn_and_what_was_proposed_before_says_so(chromium: Any, mapped: Served) -> None:
    case = incident(mapped)
    page = window(chromium, mapped, "dana", viewport={"width": 1600, "height": 900})
    with advisor.using(Late()):
        asks(page, case)
        page.keyboard.press("m")
        page.wait_for_selector("#map-pane[data-idle] canvas", timeout=20_000)
        ring = (-0.001, 0.001, 0.002, 0.001, 0.002, 0.003, -0.001, 0.003)
        outline_deg = tuple(MIDDLE[place % 2] + side for place, side in enumerate(ring))
        closed = {"organisation": CITY, "outline_deg": outline_deg, "reason_code": "flood"}
        mapped.town.done("closure.declare", DISPATCHER, **closed)

        page.wait_for_selector(".closure-mark")
        page.wait_for_selector(".ways .gone:visible >> text=a road was closed")
        assert page.locator("[data-accept='1']").is_disabled()
        picture(page, "closed-road")
        page.keyboard.press("p")
        page.wait_for_selector(".ways .gone", state="hidden")
        page.keyboard.press("1")
        page.wait_for_selector(".sent li")
