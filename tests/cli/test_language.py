"""Texts go in and come out as JSON lines; a bad line is named without its words, and good ones go on."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from kernpartner.cli import main

PHONE = "Bel moeder op 06-91234567 over de toetsdruk in groep 8."


def run(command: str, given: str | bytes) -> Result:
    """Run a command on these lines."""
    return CliRunner().invoke(main, [command], input=given)


def line(**fields: object) -> str:
    """Write one line."""
    return json.dumps(fields) + "\n"


def test_what_identifies_is_replaced_and_found_at_its_code_points() -> None:
    text = "𝄞 " + PHONE
    done = run("deidentify", line(id="a", text=text))
    answer = json.loads(done.stdout)
    (finding,) = answer["findings"]
    assert done.exit_code == 0
    assert list(answer) == ["id", "text", "findings", "hints"]
    assert text[finding["start"] : finding["end"]] == "06-91234567"
    assert finding["label"] == "phone" and finding["replacement"] in answer["text"]
    assert "06-91234567" not in answer["text"]


def test_themes_come_with_the_words_that_caused_them() -> None:
    done = run(
        "suggest-themes", line(id=7, text="Groep 8 praat alleen nog over het advies en over de lage score van juni.")
    )
    answer = json.loads(done.stdout)
    assert list(answer) == ["id", "verdict", "themes", "factors"]
    assert (answer["id"], answer["verdict"]) == (7, "suggested")
    for theme in answer["themes"]:
        assert list(theme) == ["id", "confidence", "because"]
        assert 0 < theme["confidence"] <= 1 and theme["because"]


def test_a_text_about_nothing_of_this_fits_nothing() -> None:
    answer = json.loads(run("suggest-themes", line(id="x", text="De printer op de gang is stuk.")).stdout)
    assert answer == {"id": "x", "verdict": "nothing_fits", "themes": [], "factors": []}


@pytest.mark.parametrize("command", ["deidentify", "suggest-themes"])
@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b"Mila Jansen\n", "not JSON"),
        (b"\xff\xfe\n", "not UTF-8 at byte 0"),
        (b'["Mila"]\n', "not an object"),
        (b'{"id": "b"}\n', '"text" is missing'),
        (b'{"text": "Mila"}\n', '"id" is missing'),
        (b'{"id": true, "text": "Mila"}\n', '"id" is missing'),
        (b'{"id": "b", "text": 5}\n', '"text" is missing or no text'),
        (b"[" * 100_000 + b"\n", "nested too deeply"),
    ],
)
def test_a_bad_line_is_named_with_its_reason_and_the_good_ones_go_on(command: str, bad: bytes, reason: str) -> None:
    good = [line(id=name, text="Rustige dag.").encode() for name in ("a", "c")]
    done = run(command, good[0] + bad + b"\n" + good[1])
    assert [json.loads(found)["id"] for found in done.stdout.splitlines()] == ["a", "c"]
    assert done.stderr.startswith("line 2: ") and reason in done.stderr
    assert "Mila" not in done.stderr
    assert done.exit_code == 1


def test_half_a_character_is_a_bad_line_and_no_crash() -> None:
    done = run("deidentify", b'{"id": "\\ud800", "text": "dag"}\n' + line(id="b", text="dag").encode())
    assert json.loads(done.stdout)["id"] == "b"
    assert done.stderr.startswith("line 1: holds half a character")


@pytest.mark.parametrize("command", ["deidentify", "suggest-themes"])
def test_half_a_character_within_a_text_ends_no_run(command: str) -> None:
    done = run(command, b'{"id": "a", "text": "x Jan\\ud800"}\n' + line(id="b", text="Rustige dag.").encode())
    assert [json.loads(found)["id"] for found in done.stdout.splitlines()] == ["b"]
    assert done.stderr == "line 1: holds half a character (a lone surrogate)\n"
    assert done.exit_code == 1


def test_no_line_gives_no_line() -> None:
    done = run("deidentify", "")
    assert (done.stdout, done.stderr, done.exit_code) == ("", "", 0)
