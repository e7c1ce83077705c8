"""Every text that the house can keep and every field it reads is declared: cleaned, copied, or no text, with why."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import ARRAY, JSON, LargeBinary, String

from kernpartner.db.base import Base
from tests.house import typed
from tests.house.test_canary import free_texts

ROOT = Path(__file__).resolve().parents[2]
TEXTS = (String, JSON, ARRAY, LargeBinary)
# What the views call the posted fields.
FORMS = {"request.form", "request.values", "form", "values", "typed", "given", "fields"}


def _columns() -> set[str]:
    for path in sorted((ROOT / "kernpartner").rglob("models*")):
        if path.suffix == ".py" or (path.is_dir() and (path / "__init__.py").exists()):
            importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    return {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, TEXTS)
    }


def test_every_text_column_is_declared_once_and_no_declaration_is_left_over() -> None:
    declared = [*typed.CLEANED, *typed.COPIED, *typed.NOT_TYPED]
    assert len(declared) == len(set(declared))
    assert _columns() - set(declared) == set(), "say in tests/house/typed.py what cleans it, or why nobody types it"
    assert set(declared) - _columns() == set(), "these columns are gone"


@pytest.mark.parametrize(("column", "module"), typed.CLEANED.items())
def test_what_people_type_is_cleaned_where_it_is_said_to_be(column: str, module: str) -> None:
    place = ROOT / "kernpartner" / Path(*module.split("."))
    files = [place.with_suffix(".py")] if place.with_suffix(".py").exists() else sorted(place.glob("*.py"))
    source = "".join(path.read_text(encoding="utf-8") for path in files)
    assert re.search(r"\b_?clean(ed)?\(", source), f"{module} cleans nothing"
    subject = ROOT / "kernpartner" / module.split(".", maxsplit=1)[0]
    named = rf"\b{column.split('.')[1]}\b"
    assert any(re.search(named, path.read_text(encoding="utf-8")) for path in subject.rglob("*.py"))


def test_every_field_that_a_page_has_or_a_view_reads_is_a_text_or_a_choice() -> None:
    texts, chosen = free_texts(), _chosen_fields()
    assert texts & set(typed.CHOSEN) == set(), "what somebody types is no choice"
    fields = {name.split("-")[0] for name in _read_fields()} | _written_fields()
    # `f"contact_{name}"` reads the texts that begin so.
    fields -= {name for name in fields if name.endswith("_") and any(one.startswith(name) for one in texts)}
    assert fields - texts - chosen - set(typed.CHOSEN) == set(), (
        "a new field: make it with `area` or `field` when people type in it, or say in typed.py that it is a choice"
    )


def test_nothing_about_anybody_is_asked_for_in_an_address() -> None:
    asked = {
        name
        for path in (ROOT / "kernpartner" / "web").rglob("*.py")
        for name in re.findall(
            r"""request\.args(?:\.get|\.getlist)?[(\[]\s*"([\w-]+)\"""", path.read_text(encoding="utf-8")
        )
    }
    assert "wie" in asked
    # What people type in a box that ends up in an address: shown in a history, kept by whoever logs addresses.
    assert (asked & free_texts()) - set(typed.ASKED) == set()


def test_a_forgotten_field_would_be_seen() -> None:
    tree = ast.parse('request.form.get("story")\nvalues.getlist(f"story-{number}")\ngiven["tale"]\nother["no"]')
    assert set(_fields_of(tree)) == {"story", "story-", "tale"}


def _read_fields() -> set[str]:
    return {
        name
        for path in (ROOT / "kernpartner" / "web").rglob("*.py")
        for name in _fields_of(ast.parse(path.read_text(encoding="utf-8")))
    }


def _fields_of(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {"get", "getlist"}:
            holder, key = node.func.value, node.args[0] if node.args else None
        elif isinstance(node, ast.Subscript):
            holder, key = node.value, node.slice
        else:
            continue
        if ast.unparse(holder) not in FORMS:
            continue
        if isinstance(key, ast.JoinedStr):
            # `f"contact_{name}"`: the front says what it is.
            key = key.values[0]
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            yield key.value


def _chosen_fields() -> set[str]:
    """Give the names of what is ticked, picked or carried along: nobody types there."""
    found: set[str] = set()
    for source in _templates():
        found |= set(re.findall(r'\b(?:radios|checks|select)\("([a-z_]+)', source))
        found |= set(re.findall(r'\bbutton\([^)]*\bname="([a-z_]+)"', source))
        for tag in re.findall(r"<(?:input|select|button)\b[^>]*>", source):
            if tag.startswith(("<select", "<button")) or re.search(r'type="(hidden|checkbox|radio|file)"', tag):
                found |= _names(tag)
    return found


def _written_fields() -> set[str]:
    """Give the names of the inputs that the templates write out."""
    return {
        name
        for source in _templates()
        for tag in re.findall(r"<(?:input|textarea|select|button)\b[^>]*>", source)
        for name in _names(tag)
    }


def _names(tag: str) -> set[str]:
    return {name.rstrip("-").split("-")[0] for name in re.findall(r'\bname="([a-z][\w-]*)', tag)}


def _templates() -> Iterator[str]:
    for path in sorted((ROOT / "templates").rglob("*.html")):
        yield path.read_text(encoding="utf-8")
