"""Browser windows of people at their desks, each signed in and with cookies of its own."""

from typing import Any

from tests.worlds.console import PASSWORD
from tests.worlds.web import Served

DESK = {"width": 1440, "height": 900}
# What is there once something was pressed on a page.
SHOWN = {"/cases/": ".story", "/shared/": ".task"}
PHONE = {"width": 360, "height": 740}


def sign_in(page: Any, name: str, password: str = PASSWORD) -> None:
    """Sign in as a person does: with keys."""
    page.goto("/sign-in")
    page.fill("#name", name)
    page.fill("#password", password)
    page.press("#password", "Enter")
    page.wait_for_selector("form[action='/sign-out']", state="attached")


def window(browser: Any, served: Served, name: str, **more: Any) -> Any:
    """Somebody's own window, signed in; what goes wrong in it is in `page.faults`."""
    return opened(browser, f"http://localhost:{served.port}", name, **more)


def stranger(browser: Any, served: Served, **more: Any) -> Any:
    """A window in which nobody has signed in."""
    return _page(browser, f"http://localhost:{served.port}", **more)


def opened(browser: Any, address: str, name: str, password: str = PASSWORD, **more: Any) -> Any:
    """A window on the node at an address."""
    page = _page(browser, address, **more)
    sign_in(page, name, password)
    return page


def walked(page: Any, address: str, button: str = "") -> None:
    """Go to a page, and press something there."""
    page.goto(address)
    page.wait_for_load_state("load")
    if button:
        page.locator(button).first.click()
        shown = next((told for part, told in SHOWN.items() if part in address), "#proposal p")
        page.wait_for_selector(shown)


def _page(browser: Any, address: str, **more: Any) -> Any:
    page = browser.new_context(**{"viewport": DESK, "base_url": address} | more).new_page()
    page.faults = []
    page.on("pageerror", lambda fault: page.faults.append(str(fault)))
    page.on("console", lambda said: page.faults.append(said.text) if said.type == "error" else None)
    return page
