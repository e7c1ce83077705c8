"""Mails are whole HTML, stay readable where a program drops styles or pictures, and use nothing essential it lacks."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import html5lib
import pytest

from kernpartner.documents.mail import known_templates, render
from tests.documents.test_mail import BASE, CONTEXT

HTML = "{http://www.w3.org/1999/xhtml}"
PROGRAMS = ["gmail.*", "outlook.*", "apple-mail.*", "samsung-email.*"]
# What some of these programs do not show, by the data of caniemail.com, and why a reader does not miss it.
NOT_MISSED = {
    "decoration: corners, pointers, spacing": {
        *("border-radius", "cursor", "outline", "opacity", "transform", "word-spacing", "overflow", "text-decoration"),
        "word-break",
    },
    "dark and narrow come from a style sheet; without it the inline light styles stand, one column of at most 600": {
        *("<style> element", "@media", "Chaining selectors", "Class selector", "Type selector", "ID selector"),
        *("Descendant combinator", "!important keyword", "display:none"),
    },
    "the program puts its own page around ours": {"<body> element", "target attribute", "lang attribute"},
    "layout tables are read as text all the same": {"role attribute", "aria-label attribute"},
}


@pytest.mark.parametrize("template", sorted(known_templates()))
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_mail_is_whole_html_by_the_rules_of_browsers(template: str, language: str) -> None:
    parser = html5lib.HTMLParser(strict=True)
    page = parser.parse(render(template, CONTEXT, language=language, base_url=BASE).html)
    assert page.get("lang") in {"nl", "en"}
    assert page.find(f"{HTML}head/{HTML}title").text


@pytest.mark.parametrize("template", sorted(known_templates()))
def test_a_mail_without_styles_and_pictures_says_all_it_has_to_say(template: str) -> None:
    mail = render(template, CONTEXT, language="nl", base_url=BASE)
    bare = re.sub(r"<style.*?</style>|<!--.*?-->|<head.*?</head>", "", mail.html, flags=re.DOTALL)
    assert not re.search(r"<(img|video|svg|script|link|iframe)\b|background(-image)?:\s*url", bare)
    seen = " ".join(html5lib.parseFragment(bare).itertext())
    words = set(re.findall(r"\w{4,}", seen))
    assert set(re.findall(r"\w{4,}", re.sub(r"https?://\S+", "", mail.text))) <= words
    colours = re.findall(r"[^-]color:(#[0-9a-f]{3,6})", bare)
    assert colours, "ink and paper are said inline too"


def test_a_mail_knows_the_dark_and_a_telephone() -> None:
    made = render("digest_ready", CONTEXT, language="nl", base_url=BASE).html
    assert 'name="color-scheme" content="light dark"' in made
    assert "prefers-color-scheme: dark" in made.replace("prefers-color-scheme:dark", "prefers-color-scheme: dark")
    assert 'name="viewport" content="width=device-width' in made
    assert re.search(r"max-width:\s*600px", made)


@pytest.mark.skipif(not os.environ.get("KP_CANIEMAIL"), reason="set KP_CANIEMAIL to a folder with npm's `caniemail`")
@pytest.mark.parametrize("template", sorted(known_templates()))
def test_no_usual_mail_program_lacks_something_a_reader_needs(template: str, tmp_path: Path) -> None:
    page = tmp_path / "mail.html"
    page.write_text(render(template, CONTEXT, language="nl", base_url=BASE).html)
    code = (
        "import {caniemail} from 'caniemail'; import fs from 'fs';"
        f"const html = fs.readFileSync({json.dumps(str(page))}, 'utf8');"
        f"const found = caniemail({{clients: {json.dumps(PROGRAMS)}, html}});"
        "const titles = [...(found.issues.errors ?? new Map()).values()].flat().map(one => one.title);"
        "console.log(JSON.stringify([...new Set(titles)]));"
    )
    done = subprocess.run(
        ["node", "--input-type=module", "-e", code],
        cwd=os.environ["KP_CANIEMAIL"],
        capture_output=True,
        text=True,
        check=True,
    )
    lacking = set(json.loads(done.stdout))
    assert lacking, "this data knows no mail program that shows everything"
    assert lacking - set().union(*NOT_MISSED.values()) == set()
