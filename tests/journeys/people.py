"""Lets people enter the running stack with a real Chromium that hears every complaint, and takes their pictures."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import APIRequestContext, APIResponse, Browser, BrowserContext, ConsoleMessage, Page

from tests.browser.conftest import EXPECTED
from tests.browser.looking import looked
from tests.journeys.neighbourhood import Neighbourhood

LIMIT = 200_000
PHONE = 390
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass
class People:
    """Who came in, through which windows, and what the browser complained about."""

    browser: Browser
    url: str
    place: Neighbourhood
    pictures: Path | None
    contexts: list[BrowserContext] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def window(self, width: int = 1280, height: int = 900, **more: Any) -> Page:
        """Open a window of somebody who is not signed in."""
        context = self.browser.new_context(
            base_url=self.url, viewport={"width": width, "height": height}, locale="nl-NL", **more
        )
        context.set_default_timeout(60_000)
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(f"page error: {error}"))
        return page

    def enter(self, who: str, start: str = "/", **more: Any) -> Page:
        """Open a window and sign in through the form on the way to `start`, as one does from the link in a mail."""
        page = self.window(**more)
        page.goto(start)
        page.get_by_label("E-mailadres").fill(self.place.emails[who])
        page.get_by_label("Wachtwoord").fill(self.place.password)
        page.get_by_role("button", name="Inloggen").click()
        page.wait_for_selector("h1:not(:has-text('Inloggen'))")
        return page

    def visitor(self, who: str) -> APIRequestContext:
        """Sign in without a screen, for what somebody only has to answer."""
        context = self.browser.new_context(base_url=self.url)
        self.contexts.append(context)
        asks = context.request
        fields = {"email": self.place.emails[who], "password": self.place.password}
        assert post(asks, "/inloggen", fields, seen="/inloggen").ok
        return asks

    def cookies(self) -> list[Mapping[str, object]]:
        """Give every cookie that anybody has now."""
        return [dict(cookie) for context in self.contexts for cookie in context.cookies()]

    def accessible(self, page: Page, name: str) -> None:
        """Hold the page on the screen against WCAG 2.2 AA, in both widths and both colours, and leave it as it was."""
        before = page.viewport_size
        assert looked(page, name) == []
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        if before is not None:
            page.set_viewport_size(before)

    def shot(self, page: Page, name: str, *, tall: int = 0) -> None:
        """Keep a picture of the screen, or of the page down to `tall`, when somebody asked for pictures."""
        if self.pictures is not None:
            self.pictures.mkdir(parents=True, exist_ok=True)
            path = self.pictures / f"{name}.png"
            before = page.viewport_size
            assert before is not None
            if tall:
                # Not `full_page`: what sticks to the lower edge of the window would stand halfway the picture.
                height = page.evaluate("document.documentElement.scrollHeight")
                page.set_viewport_size({"width": before["width"], "height": min(height, tall)})
                page.evaluate("scrollTo(0, 0)")
            page.screenshot(path=path, animations="disabled")
            page.set_viewport_size(before)
            small(path)

    def paper(self, pdf: bytes, name: str) -> None:
        """Keep a picture of the first page of a PDF, when somebody asked for pictures."""
        if self.pictures is not None:
            self.pictures.mkdir(parents=True, exist_ok=True)
            command = ["pdftoppm", "-png", "-r", "80", "-f", "1", "-singlefile", "-", str(self.pictures / name)]
            subprocess.run(command, input=pdf, check=True)
            small(self.pictures / f"{name}.png")

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(EXPECTED):
            self.complaints.append(f"{message.type}: {message.text}")


def post(asks: APIRequestContext, path: str, fields: Mapping[str, str], *, seen: str) -> APIResponse:
    """Post a form as the page `seen` would, with its token."""
    token = _TOKEN.search(asks.get(seen).text())
    assert token, f"no form at {seen}"
    return asks.post(path, form={"csrf_token": token.group(1), **fields})


def agree_to_all(asks: APIRequestContext) -> None:
    """Agree to the digests that the list shows: with its one button, or, where one waits, on the page of that one."""
    seen = "/themaberichten/tekenen"
    page = asks.get(seen).text()
    read = re.search(r'name="read" value="([^"]+)"', page)
    if read is not None:
        assert post(asks, f"{seen}/alles", {"read": read.group(1)}, seen=seen).ok
        return
    for path in set(re.findall(rf'href="({seen}/[0-9a-f-]{{36}})"', page)):
        content = re.search(r'name="hash" value="([0-9a-f]+)"', asks.get(path).text())
        assert content is not None
        assert post(asks, path, {"choice": "agree", "hash": content.group(1)}, seen=path).ok


def small(path: Path) -> None:
    """Write a picture small, and hold it to the limit."""
    # By coverage, so that a colour that is rare on the page (a theme's dot) stays the colour that it is.
    seen = Image.open(path).convert("RGB")
    seen.quantize(256, method=Image.Quantize.MAXCOVERAGE, kmeans=2, dither=Image.Dither.NONE).save(path, optimize=True)
    assert path.stat().st_size < LIMIT, f"{path.name} has {path.stat().st_size} bytes"
