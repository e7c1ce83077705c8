"""Looks at one page with axe (WCAG 2.2, A and AA), light and dark, narrow and wide."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}


def violations(page: Page, name: str) -> list[str]:
    """Give what axe finds on a page as it stands, and whether it scrolls sideways."""
    found = Axe().run(page, options=OPTIONS)
    problems = [
        f"{name}: {violation['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ]
    across = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if across > 0:
        problems.append(f"{name}: scrolls {across} pixels sideways")
    return problems


def looked(page: Page, name: str) -> list[str]:
    """Give what is wrong with a page at 1280 and 320 pixels, light and dark; the width stays at 320."""
    problems = []
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            # A colour that is still fading has the contrast of neither end.
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            problems += violations(page, f"{name} {width} {scheme}")
    if page.locator("h1").count() != 1:
        problems.append(f"{name}: {page.locator('h1').count()} first headings")
    if page.get_by_role("main").count() != 1:
        problems.append(f"{name}: no main landmark")
    return problems
