"""What axe-core finds on a page: WCAG 2.2 AA and good practice, in both themes."""

from typing import Any

import pytest

axe: Any = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="axe is not installed (requirements/browser.txt)"
)
LOOKED_AT = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
THEMES = ("light", "dark")


def findings(page: Any, where: str) -> list[str]:
    """What axe finds on the page as it stands, in both themes."""
    found = []
    for theme in THEMES:
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        # A button is pale while its answer is on the way.
        page.wait_for_function("() => !document.querySelector('.htmx-request')")
        for one in axe.Axe().run(page, options=LOOKED_AT).response["violations"]:
            nodes = "; ".join(node["html"][:160] for node in one["nodes"][:3])
            found.append(f"{where} ({theme}): {one['id']}, {one['help']}: {nodes}")
    return found
