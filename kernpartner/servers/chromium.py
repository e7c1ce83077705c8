"""Finds the Chromium that the browser tests drive, installs the system's package when it may, or says why not."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = ("/usr/bin/chromium", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


@dataclass(frozen=True)
class Browser:
    """Where it is, or why there is none; exactly one of the two is filled."""

    path: str = ""
    reason: str = ""


def browser(*, install: bool = True) -> Browser:
    """Give `KP_BROWSER`, else the system's Chromium, else one that apt-get installs (`KP_NO_INSTALL` forbids)."""
    if found := find():
        return Browser(path=found)
    if not install or os.environ.get("KP_NO_INSTALL"):
        return Browser(reason="no Chromium on this machine, and installing one was not allowed")
    apt = shutil.which("apt-get")
    if apt is None or os.getuid() != 0:
        return Browser(
            reason="no Chromium on this machine, and only root with apt-get can install it; set KP_BROWSER to one"
        )
    return _installed(apt)


def find() -> str:
    """Give the path of a Chromium or Chrome on this machine, or nothing."""
    wanted = os.environ.get("KP_BROWSER", "")
    for name in (wanted, *NAMES):
        if name and (found := shutil.which(name)):
            return found
    return next((place for place in PLACES if Path(place).exists()), "")


def _installed(apt: str) -> Browser:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for step in (("update", "-qq"), ("install", "-y", "-qq", "--no-install-recommends", "chromium")):
        done = subprocess.run(
            [apt, *step], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
        if done.returncode:
            words = " ".join(done.stdout.split())[-200:]
            return Browser(reason=f"no Chromium on this machine, and apt-get {step[0]} failed: {words}")
    found = find()
    return Browser(path=found) if found else Browser(reason="apt-get installed chromium, but it is nowhere to be found")
