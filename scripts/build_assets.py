"""Builds what the browser and the PDF maker get from outside: component CSS, its token mapping, htmx and the font.

Run by hand when a version changes; the result is committed, so that running the service needs no Node:

    mkdir /tmp/assets && cp scripts/assets/package.json /tmp/assets && (cd /tmp/assets && npm install --ignore-scripts)
    uv run --no-project --with fonttools --with brotli scripts/build_assets.py /tmp/assets
    python scripts/build_theme.py
"""

# /// script
# dependencies = ["fonttools", "brotli"]
# ///

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sys
from pathlib import Path

from fontTools import subset
from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ROOT = Path(__file__).resolve().parents[1]
STATIC = ROOT / "kernpartner" / "web" / "static"
PDF_FONTS = ROOT / "kernpartner" / "documents" / "fonts"
TOKENS = "@nl-design-system-unstable/voorbeeld-design-tokens"
FONT = "@fontsource-variable/noto-sans"
# Names of people and places in use in the Netherlands outside the first Latin block: Turkish, Polish, Romanian, Welsh.
EXTENDED = "U+0100-017F,U+0218-021B,U+01E6-01E7,U+1E9E,U+20BA"
# From the first block: Latin, punctuation, arrows and the euro; what no page of ours needs is left out of the PDF font.
BASIC = "U+0020-007E,U+00A0-00FF,U+0131,U+0152-0153,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+2030,U+20AC,U+2191,U+2193,U+2212"
PDF_WEIGHTS = {"Regular": 400, "SemiBold": 600, "Bold": 700}


def components(modules: Path) -> str:
    """Give the CSS of every installed Utrecht component, each with its own banner kept."""
    parts = []
    for package in sorted((modules / "@utrecht").iterdir()):
        about = json.loads((package / "package.json").read_text(encoding="utf-8"))
        if about.get("license") != "EUPL-1.2":
            raise SystemExit(f"{about['name']} has licence {about.get('license')}: not shipped")
        css = _squeezed((package / "dist" / "index.css").read_text(encoding="utf-8"))
        parts.append(f"/* {about['name']} {about['version']}, EUPL-1.2 */\n{css}\n")
    return "".join(parts)


def _squeezed(css: str) -> str:
    """Take comments and needless white space out of CSS; the licence is named in our own banner."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    css = re.sub(r"@charset[^;]+;", "", css)
    css = re.sub(r"\s+", " ", css)
    return re.sub(r"\s*([{};,])\s*", r"\1", css).replace(";}", "}").strip()


def mapping(modules: Path, used_by: str) -> str:
    """Give the tokens that tie the components to `--basis-*`, only those that the components can reach."""
    source = (modules / TOKENS / "dist" / "theme.css").read_text(encoding="utf-8")
    tokens = dict(re.findall(r"^\s*(--[\w-]+):\s*(.+?);(?:\s*/\*.*\*/)?\s*$", source, flags=re.M))
    open_names = set(re.findall(r"var\(\s*(--[\w-]+)", used_by))
    kept: dict[str, str] = {}
    while open_names:
        name = open_names.pop()
        # Colours of the example house style are not ours: our own theme sets every `--basis-color-*`.
        if name in kept or name not in tokens or name.startswith(("--voorbeeld-", "--basis-color-")):
            continue
        kept[name] = tokens[name]
        open_names |= set(re.findall(r"var\(\s*(--[\w-]+)", tokens[name]))
    version = json.loads((modules / TOKENS / "package.json").read_text(encoding="utf-8"))["version"]
    body = ";".join(f"{name}:{value}" for name, value in sorted(kept.items()))
    return f"/* {TOKENS} {version}, EUPL-1.2, pruned to what the components use */\n:root{{{body}}}\n"


def _subset(source: Path, target: Path, unicodes: str, *, flavor: str | None) -> TTFont:
    options = subset.Options(flavor=flavor, layout_features=["kern", "mark", "mkmk", "ccmp", "tnum", "locl"])
    options.name_IDs = ["*"]
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=subset.parse_unicodes(unicodes))
    cutter.subset(font)
    subset.save_font(font, str(target), options)
    return font


def web_fonts(modules: Path) -> None:
    """Copy the Latin variable font and cut the extended one down to names that occur here."""
    files = modules / FONT / "files"
    shutil.copy(files / "noto-sans-latin-wght-normal.woff2", STATIC / "fonts" / "noto-sans-latin.woff2")
    _subset(
        files / "noto-sans-latin-ext-wght-normal.woff2",
        STATIC / "fonts" / "noto-sans-latin-ext.woff2",
        EXTENDED,
        flavor="woff2",
    )


def pdf_fonts(modules: Path, scratch: Path) -> None:
    """Make a TrueType file per weight, Latin and extended together, for PDF, map and measuring."""
    files = modules / FONT / "files"
    for style, weight in PDF_WEIGHTS.items():
        parts = []
        for name, unicodes in (("latin", BASIC), ("latin-ext", EXTENDED)):
            part = scratch / f"{name}-{weight}.ttf"
            _subset(files / f"noto-sans-{name}-wght-normal.woff2", part, unicodes, flavor=None)
            font = TTFont(part)
            instantiateVariableFont(font, {"wght": weight}, inplace=True)
            font.save(part)
            parts.append(str(part))
        merged = Merger().merge(parts)
        _rename(merged, style, weight)
        merged["head"].created = merged["head"].modified = 3_800_000_000
        merged.recalcTimestamp = False
        merged.save(PDF_FONTS / f"NotoSans-{style}.ttf")


def _rename(font: TTFont, style: str, weight: int) -> None:
    names = font["name"]
    names.names = [record for record in names.names if record.nameID in (0, 5, 7, 8, 13, 14)]
    legacy = "Noto Sans" if style in ("Regular", "Bold") else f"Noto Sans {style}"
    values = {1: legacy, 2: style if style in ("Regular", "Bold") else "Regular", 4: f"Noto Sans {style}"}
    values |= {6: f"NotoSans-{style}", 16: "Noto Sans", 17: style}
    for number, value in values.items():
        names.setName(value, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    font["OS/2"].fsSelection = 0x20 if style == "Bold" else 0x40
    font["head"].macStyle = 1 if style == "Bold" else 0
    if "STAT" in font:
        del font["STAT"]


def licences(modules: Path) -> None:
    """Put the licence text of each source beside what was built from it."""
    target = STATIC / "licences"
    shutil.copy(modules / "@utrecht" / "root-css" / "LICENSE.md", target / "EUPL-1.2.md")
    shutil.copy(modules / FONT / "LICENSE", target / "OFL-1.1-noto-sans.txt")
    shutil.copy(modules / "htmx.org" / "LICENSE", target / "0BSD-htmx.txt")
    shutil.copy(modules / FONT / "LICENSE", PDF_FONTS / "OFL.txt")


def overview(modules: Path) -> str:
    """Give a table of what came from where, with version, licence and hash of each built file."""
    lines = ["# Built files from outside", "", "| package | version | licence |", "| --- | --- | --- |"]
    packages = [
        *sorted((modules / "@utrecht").iterdir()),
        modules / TOKENS,
        modules / FONT,
        modules / "htmx.org",
    ]
    for package in packages:
        about = json.loads((package / "package.json").read_text(encoding="utf-8"))
        lines.append(f"| `{about['name']}` | {about['version']} | {about['license']} |")
    lines += ["", "| built file | SHA-256 |", "| --- | --- |"]
    built = [
        "css/components.css",
        "js/htmx.min.js",
        "fonts/noto-sans-latin.woff2",
        "fonts/noto-sans-latin-ext.woff2",
    ]
    for name in built:
        lines.append(f"| `{name}` | {hashlib.sha256((STATIC / name).read_bytes()).hexdigest()} |")
    return "\n".join(lines) + "\n"


def main(folder: Path) -> None:
    """Build everything from a folder in which the packages were installed."""
    modules = folder / "node_modules"
    css = components(modules)
    sheet = STATIC / "css" / "components.css"
    banner = (
        "/* Components of the Utrecht Design System, (c) Frameless B.V. and Gemeente Utrecht, EUPL-1.2,\n"
        "   joined by scripts/build_assets.py. No house style of anybody is in here. See ../licences. */\n"
    )
    own = (STATIC / "css" / "app.css").read_text(encoding="utf-8")
    sheet.write_text(banner + css + mapping(modules, css + own), encoding="utf-8")
    shutil.copy(modules / "htmx.org" / "dist" / "htmx.min.js", STATIC / "js" / "htmx.min.js")
    web_fonts(modules)
    pdf_fonts(modules, folder)
    licences(modules)
    (STATIC / "licences" / "README.md").write_text(overview(modules), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
