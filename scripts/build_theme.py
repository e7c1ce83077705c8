"""Computes the colours of the interface from OKLCH and refuses to write them when a contrast is too low.

Run with `python scripts/build_theme.py`. Writes the theme for the browser (`kernpartner/web/static/css/theme.css`, light and
dark) and the same colours for mail, PDF and the system map (`kernpartner/documents/colours.json`).
"""

from __future__ import annotations

import json
import math
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
THEME = ROOT / "kernpartner" / "web" / "static" / "css" / "theme.css"
COLOURS = ROOT / "kernpartner" / "documents" / "colours.json"

# Role: hue in degrees and chroma at full strength.
NEUTRAL = (215.0, 0.010)
PETROL = (208.0, 0.078)
BLUE = (256.0, 0.135)
ORANGE = (52.0, 0.125)
GREEN = (152.0, 0.115)
YELLOW = (92.0, 0.125)
RED = (25.0, 0.175)
ROLES = {
    "default": NEUTRAL,
    "accent-1": PETROL,
    "accent-2": ORANGE,
    "accent-3": GREEN,
    "action-1": PETROL,
    "action-2": BLUE,
    "highlight": YELLOW,
    "selected": PETROL,
    "disabled": NEUTRAL,
    "info": (248.0, 0.125),
    "positive": GREEN,
    "warning": (75.0, 0.125),
    "negative": RED,
}
# Theme tags: eight hues far enough apart, in the order of the numbers of the themes.
TAGS = (
    (150.0, 0.115),
    (262.0, 0.135),
    (88.0, 0.105),
    (42.0, 0.125),
    (206.0, 0.085),
    (305.0, 0.130),
    (352.0, 0.130),
    (230.0, 0.022),
)

# Step: lightness and share of the chroma. Dark mirrors light; the last column of a set is its inverse.
Steps = dict[str, tuple[float, float]]
LIGHT: Steps = {
    "bg-document": (1.0, 0.0),
    "bg-subtle": (0.980, 0.18),
    "bg-default": (0.955, 0.32),
    "bg-hover": (0.930, 0.45),
    "bg-active": (0.900, 0.60),
    "border-subtle": (0.875, 0.55),
    "border-default": (0.600, 0.90),
    "border-hover": (0.500, 1.0),
    "border-active": (0.420, 1.0),
    "color-default": (0.430, 1.0),
    "color-hover": (0.360, 0.95),
    "color-active": (0.300, 0.85),
    "color-subtle": (0.485, 0.90),
    "color-document": (0.250, 0.60),
}
DARK: Steps = {
    "bg-document": (0.195, 0.30),
    "bg-subtle": (0.235, 0.35),
    "bg-default": (0.275, 0.45),
    "bg-hover": (0.320, 0.52),
    "bg-active": (0.360, 0.58),
    "border-subtle": (0.380, 0.50),
    "border-default": (0.620, 0.70),
    "border-hover": (0.720, 0.75),
    "border-active": (0.790, 0.75),
    "color-default": (0.830, 0.75),
    "color-hover": (0.890, 0.55),
    "color-active": (0.930, 0.40),
    "color-subtle": (0.750, 0.55),
    "color-document": (0.945, 0.30),
}
LIGHT_INVERSE: Steps = {
    "bg-document": (0.320, 0.90),
    "bg-subtle": (0.350, 0.95),
    "bg-default": (0.410, 1.0),
    "bg-hover": (0.345, 0.95),
    "bg-active": (0.290, 0.85),
    "border-subtle": (0.480, 0.90),
    "border-default": (0.410, 1.0),
    "border-hover": (0.345, 0.95),
    "border-active": (0.290, 0.85),
    "color-default": (1.0, 0.0),
    "color-hover": (1.0, 0.0),
    "color-active": (1.0, 0.0),
    "color-subtle": (0.930, 0.20),
    "color-document": (1.0, 0.0),
}
DARK_INVERSE: Steps = {
    "bg-document": (0.860, 0.45),
    "bg-subtle": (0.840, 0.50),
    "bg-default": (0.800, 0.85),
    "bg-hover": (0.870, 0.65),
    "bg-active": (0.910, 0.45),
    "border-subtle": (0.720, 0.60),
    "border-default": (0.800, 0.85),
    "border-hover": (0.870, 0.65),
    "border-active": (0.910, 0.45),
    "color-default": (0.180, 0.40),
    "color-hover": (0.180, 0.40),
    "color-active": (0.180, 0.40),
    "color-subtle": (0.240, 0.40),
    "color-document": (0.180, 0.40),
}
# Lightness of tag background, tag text, tag dot and tag border; of the five heat steps; of the three marks.
TAG_STEPS = {
    "light": {"bg": (0.955, 0.40), "fg": (0.400, 1.0), "dot": (0.560, 1.05), "line": (0.640, 0.85)},
    "dark": {"bg": (0.290, 0.50), "fg": (0.870, 0.60), "dot": (0.760, 0.95), "line": (0.560, 0.80)},
}
HEAT = {"light": (0.960, 0.890, 0.800, 0.560, 0.400), "dark": (0.290, 0.360, 0.450, 0.700, 0.850)}
MARKS = {
    "weg": ((25.0, 0.16), (0.905, 0.480), (0.370, 0.760)),
    "let-op": ((82.0, 0.13), (0.915, 0.530), (0.360, 0.780)),
    "thema": ((152.0, 0.13), (0.915, 0.480), (0.345, 0.760)),
}

Rgb = tuple[float, float, float]


def oklch(lightness: float, chroma: float, hue: float) -> str:
    """Give the colour as `#rrggbb`; chroma is lowered until the screen can show it (Ottosson, 2020)."""
    while True:
        rgb = _linear(lightness, chroma, hue)
        if chroma <= 0 or all(-1e-4 <= part <= 1.0001 for part in rgb):
            return "#" + "".join(f"{round(255 * _gamma(part)):02x}" for part in rgb)
        chroma -= 0.002


def _linear(lightness: float, chroma: float, hue: float) -> Rgb:
    chroma = max(chroma, 0.0)
    a = chroma * math.cos(math.radians(hue))
    b = chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _gamma(part: float) -> float:
    part = min(max(part, 0.0), 1.0)
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055


def contrast(one: str, other: str) -> float:
    """Give the contrast ratio of two `#rrggbb` colours, 1 to 21 (WCAG 2.2)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _demand(least: float, name: str, one: str, other: str) -> None:
    got = contrast(one, other)
    if got < least:
        raise SystemExit(f"{name}: contrast {got:.2f} of {one} on {other} is below {least}")


def basis(mode: str) -> dict[str, str]:
    """Give the `--basis-color-*` tokens of a mode, checked: text 4.5, borders 3, text on buttons 4.5."""
    plain, inverse = (LIGHT, LIGHT_INVERSE) if mode == "light" else (DARK, DARK_INVERSE)
    tokens: dict[str, str] = {}
    page = oklch(*_at(plain["bg-document"], NEUTRAL))
    for role, tint in ROLES.items():
        for step, at in plain.items():
            tokens[f"{role}-{step}"] = page if step == "bg-document" else oklch(*_at(at, tint))
        for step, at in inverse.items():
            tokens[f"{role}-inverse-{step}"] = oklch(*_at(at, tint))
        _check_role(mode, role, tokens)
    return {f"--basis-color-{name}": value for name, value in tokens.items()}


def _at(step: tuple[float, float], tint: tuple[float, float]) -> tuple[float, float, float]:
    return step[0], step[1] * tint[1], tint[0]


def _check_role(mode: str, role: str, tokens: dict[str, str]) -> None:
    for text in ("color-default", "color-hover", "color-active", "color-subtle", "color-document"):
        for ground in ("bg-document", "bg-subtle", "bg-default"):
            _demand(4.5, f"{mode} {role} {text}", tokens[f"{role}-{text}"], tokens[f"{role}-{ground}"])
        # A pale panel of the neutral role carries text of every other role too.
        for ground in ("bg-document", "bg-subtle", "bg-default"):
            _demand(4.5, f"{mode} {role} {text}", tokens[f"{role}-{text}"], tokens[f"default-{ground}"])
    for border in ("border-default", "border-hover", "border-active"):
        _demand(3, f"{mode} {role} {border}", tokens[f"{role}-{border}"], tokens["default-bg-subtle"])
    for state in ("default", "hover", "active"):
        text, ground = tokens[f"{role}-inverse-color-{state}"], tokens[f"{role}-inverse-bg-{state}"]
        _demand(4.5, f"{mode} {role} button {state}", text, ground)


def own(mode: str, tokens: dict[str, str]) -> dict[str, str]:
    """Give the `--kp-*` colours of a mode: tags, heat and marks, with the same checks."""
    text = tokens["--basis-color-default-color-document"]
    page = tokens["--basis-color-default-bg-document"]
    found: dict[str, str] = {}
    for number, tint in enumerate(TAGS, start=1):
        tag = {part: oklch(*_at(at, tint)) for part, at in TAG_STEPS[mode].items()}
        _demand(4.5, f"{mode} tag {number}", tag["fg"], tag["bg"])
        _demand(4.5, f"{mode} tag {number} on the page", tag["fg"], page)
        _demand(3, f"{mode} dot {number}", tag["dot"], tag["bg"])
        _demand(3, f"{mode} line {number}", tag["line"], page)
        found |= {f"--kp-tag-{number}-{part}": value for part, value in tag.items()}
    for number, lightness in enumerate(HEAT[mode], start=1):
        ground = oklch(lightness, PETROL[1] * min(1.0, 0.35 + 0.2 * number), PETROL[0])
        ink = max(("#ffffff", "#10191b"), key=lambda ink: contrast(ink, ground))
        _demand(4.5, f"{mode} heat {number}", ink, ground)
        found |= {f"--kp-heat-{number}-bg": ground, f"--kp-heat-{number}-fg": ink}
    for kind, ((hue, chroma), light, dark) in MARKS.items():
        back, line = light if mode == "light" else dark
        ground, under = oklch(back, chroma * 0.55, hue), oklch(line, chroma, hue)
        _demand(4.5, f"{mode} mark {kind}", text, ground)
        _demand(3, f"{mode} line under mark {kind}", under, page)
        found |= {f"--kp-mark-{kind}-bg": ground, f"--kp-mark-{kind}-line": under}
    return found


def _in_use(tokens: dict[str, str]) -> dict[str, str]:
    """Keep only the tokens that some style sheet reads, directly or through another token."""
    sheets = (path for path in THEME.parent.glob("*.css") if path != THEME)
    wanted = _names("".join(path.read_text(encoding="utf-8") for path in sheets))
    open_names = list(wanted)
    while open_names:
        more = _names(tokens.get(open_names.pop(), "")) - wanted
        wanted |= more
        open_names += more
    return {name: value for name, value in tokens.items() if name in wanted or name == "color-scheme"}


def _names(css: str) -> set[str]:
    return set(re.findall(r"var\(\s*(--[\w-]+)", css))


def _block(selector: str, lines: dict[str, str]) -> str:
    return selector + "{" + ";".join(f"{name}:{value}" for name, value in lines.items()) + "}\n"


def write() -> None:
    """Write the theme for the browser and the colours for mail, PDF and map."""
    modes = {}
    for mode in ("light", "dark"):
        tokens = basis(mode)
        modes[mode] = tokens | own(mode, tokens) | {"color-scheme": mode}
    COLOURS.write_text(json.dumps(modes, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    fixed = json.loads((ROOT / "scripts" / "theme_tokens.json").read_text(encoding="utf-8"))
    with_fixed = _in_use(modes["light"] | fixed)
    light = {name: value for name, value in with_fixed.items() if name not in fixed}
    dark = {name: modes["dark"][name] for name in light}
    banner = "/* Kernpartner theme. EUPL-1.2. Made by scripts/build_theme.py; change the numbers there. */\n"
    THEME.write_text(
        banner
        + _block(":root", with_fixed)
        + "@media (prefers-color-scheme:dark){"
        + _block(":root:not([data-kleuren=licht])", dark).strip()
        + "}\n"
        + _block(":root[data-kleuren=donker]", dark)
        # Paper is white whatever the screen was.
        + "@media print{"
        + _block(":root:root:root", light).strip()
        + "}\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    write()
