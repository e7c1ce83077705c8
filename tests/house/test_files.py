"""The house about itself: sizes, names, opening sentences, and what must not stand anywhere in the tree."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FORBIDDEN = {"common", "core", "utils", "util", "helpers", "helper", "manager", "misc"}
LIMIT = 300
CODE = sorted(
    path
    for path in [ROOT / "app.py", *(ROOT / "kernpartner").rglob("*.py"), *(ROOT / "worker").rglob("*.py")]
    if path.is_file()
)


def _names(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def _tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name]


@pytest.mark.parametrize("path", CODE, ids=_names(CODE))
def test_every_file_opens_with_a_sentence_and_stays_small(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= LIMIT, f"{path.name} is over {LIMIT} lines: make it a folder"
    opening = ast.get_docstring(ast.parse(source)) or ""
    assert opening.split("\n")[0].rstrip().endswith((".", ":", "?")), f"{path} opens without a sentence"


def test_no_room_has_a_name_that_refuses_nothing() -> None:
    assert [name for name in _names(CODE) if FORBIDDEN & set(Path(name).with_suffix("").parts)] == []


def test_nine_of_ten_functions_are_short() -> None:
    lengths = [
        (node.end_lineno or 0) - node.lineno + 1
        for path in CODE
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert sum(length < 30 for length in lengths) / len(lengths) >= 0.9


def test_no_registry_host_and_no_path_of_a_machine_stands_in_the_tree() -> None:
    # Built from parts, so that this file itself holds none of them.
    hosts = ["pypi" + ".org", "python" + "hosted", "registry." + "npmjs", "deb." + "debian", "files.python" + "hosted"]
    paths = ["/" + "work/", "/" + "root/"]
    found = []
    for path in _tracked():
        if not path.is_file() or path.suffix in {".woff2", ".ttf", ".png", ".gz", ".mo", ".pdf"}:
            continue
        text = path.read_bytes().decode("utf-8", "replace")
        for wanted in hosts:
            if wanted in text:
                found.append(f"{path.relative_to(ROOT)}: {wanted}")
        for wanted in paths:
            if re.search(rf"(?<![\w.<}}]){re.escape(wanted)}", text):
                found.append(f"{path.relative_to(ROOT)}: {wanted}")
    assert found == []


def test_every_package_has_a_twin_folder_with_tests() -> None:
    packages = {
        path.parent.relative_to(ROOT / "kernpartner").parts[0]
        for path in CODE
        if path.name == "__init__.py" and path.parent.parent == ROOT / "kernpartner"
    }
    packages.discard("__init__.py")
    assert [name for name in sorted(packages) if not (ROOT / "tests" / name).is_dir()] == []
