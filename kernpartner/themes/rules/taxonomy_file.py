"""Decides how a taxonomy is written as YAML, in the form it ships in, and reads such a file with its line numbers."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

import yaml

from kernpartner.themes.rules.taxonomy import Taxonomy, TaxonomyFactor, TaxonomyScheme, TaxonomyTheme, taxonomy_of
from kernpartner.themes.rules.taxonomy_checks import FileProblem, Path, Wrong, wrong_with

_WIDE = 10_000
_DEEP = 8


def read_taxonomy(text: str, known: Collection[str] = ()) -> tuple[Taxonomy | None, list[FileProblem]]:
    """Give the taxonomy in a YAML file, or what is wrong with it per line; never both.

    `known`: themes of the district that the file may name without holding them.
    """
    try:
        if any(isinstance(event, yaml.events.AliasEvent) for event in yaml.parse(text, Loader=yaml.SafeLoader)):
            # A file that repeats itself by reference can grow without end.
            return None, [FileProblem(0, "", Wrong.ALIAS)]
        loader = yaml.SafeLoader(text)
        node = loader.get_single_node()
        written = loader.construct_document(node) if node is not None else None
    except (yaml.YAMLError, ValueError, RecursionError) as problem:
        mark = getattr(problem, "problem_mark", None)
        return None, [FileProblem(mark.line + 1 if mark else 0, "", Wrong.UNREADABLE)]
    lines = dict(_lines(node, ())) if node is not None else {}
    problems = wrong_with(written, lines, known)
    if problems or written is None:
        return None, problems
    return taxonomy_of(written), []


def written_taxonomy(taxonomy: Taxonomy) -> dict[str, Any]:
    """Give a taxonomy as the groups and lists of the file; what is empty is left out."""
    return {"schemes": [_scheme(scheme) for scheme in taxonomy.schemes]}


def taxonomy_yaml(taxonomy: Taxonomy) -> str:
    """Write a taxonomy as YAML; the same taxonomy always gives the same bytes."""
    text: str = yaml.safe_dump(
        written_taxonomy(taxonomy), allow_unicode=True, sort_keys=False, width=_WIDE, default_flow_style=None
    )
    return text


def _scheme(scheme: TaxonomyScheme) -> dict[str, Any]:
    found: dict[str, Any] = {"id": scheme.id, "label": scheme.label}
    if scheme.note:
        found["note"] = scheme.note
    found["themes"] = [_theme(theme) for theme in scheme.themes]
    if scheme.factors:
        found["factors"] = [_factor(factor) for factor in scheme.factors]
    return found


def _theme(theme: TaxonomyTheme) -> dict[str, Any]:
    found = {
        "id": theme.id,
        "number": theme.number,
        "label": theme.label,
        "label_en": theme.label_en,
        "definition": theme.definition,
        "next_step": theme.next_step,
        "level": list(theme.level),
        "partners": list(theme.partners),
        "in_scope": theme.in_scope,
        "out_of_scope": theme.out_of_scope,
        "examples": list(theme.examples),
        "codes": {name: list(codes) for name, codes in theme.codes.items()},
        "exact": list(theme.exact),
        "related": list(theme.related),
        "valid_from": theme.valid_from,
        "valid_to": theme.valid_to,
        "ending": theme.ending,
        "became": list(theme.became),
    }
    return {name: value for name, value in found.items() if value not in (None, "", [], {})}


def _factor(factor: TaxonomyFactor) -> dict[str, Any]:
    ring: Any = int(factor.ring) if factor.ring.isdigit() else factor.ring
    return {
        "id": factor.id,
        "ring": ring,
        "sector": factor.sector,
        "themes": list(factor.themes),
        "label": factor.label,
    }


def _lines(node: yaml.Node, path: Path) -> Iterator[tuple[Path, int]]:
    yield path, node.start_mark.line + 1
    if len(path) > _DEEP:
        return
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                yield (*path, key.value), key.start_mark.line + 1
                yield from _lines(value, (*path, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for at, value in enumerate(node.value):
            yield from _lines(value, (*path, at))
